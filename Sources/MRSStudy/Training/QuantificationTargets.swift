import MRSModel
import MRSSynthesis
import Numerics

/// What a qCNN is to tell of a spectrum: the standardised logarithm of each target's amount.
struct QuantificationTargets: Sendable {
  let names: [String]
  let logMeans: [Double]
  let logDeviations: [Double]
  /// Their places among the species of the spectra.
  private let places: [Int]
  private let leastAmount: Double

  /// - Throws: ``StudyError/basisMissing(species:basis:)`` where the spectra or the prior lack a target.
  init(
    _ names: [String], prior: AmountDistribution, species: [String], leastAmount: Double
  ) throws(StudyError) {
    let missing = names.filter { !species.contains($0) || !prior.names.contains($0) }
    guard missing.isEmpty else { throw .basisMissing(species: missing, basis: "of the training spectra") }
    let own = names.compactMap { prior.names.firstIndex(of: $0) }
    self.names = names
    logMeans = own.map { prior.logMeans[$0] }
    logDeviations = own.map { prior.logDeviation($0) }
    places = names.compactMap { species.firstIndex(of: $0) }
    self.leastAmount = leastAmount
  }

  func values(of spectrum: LabelledSpectrum) -> [Float] {
    places.indices.map { k in
      Float((Double.log(max(spectrum.amounts[places[k]], leastAmount)) - logMeans[k]) / logDeviations[k])
    }
  }
}
