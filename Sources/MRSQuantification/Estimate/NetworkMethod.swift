import Foundation
import MRSCore
import MRSFitting
import MRSModel
import MRSNetworks
import MRSProcessing
import MRSVocabulary

/// Amounts by a trained network.
struct NetworkMethod {
  let network: NetworkQuantifier
  /// The file of the prior that took the place of the training's.
  let prior: URL?
  /// The species or sum of which it is to be said what part of the spectrum its answer comes from; `nil` for none.
  let saliency: String?
  /// The fit that makes a spectrum again from the network's amounts; `nil` where that is not asked.
  let fitter: LeastSquares?
  /// Whether the profile takes the lineshape from the water.
  let usesWaterLineshape: Bool

  /// Species that the signal may hold and the network does not tell: sums of which they are members are not told either.
  private var untold: [String] { (network.prior?.names ?? []).filter { !network.targets.contains($0) } }

  /// - Throws: `NetworkError`, ``QuantifyError/unknownSaliency(name:species:sums:)``.
  func result(of signal: ScaledSignal) throws -> MethodResult {
    let explained = try saliency.map { try members(of: $0) }
    let told = try network.quantify(signal.fid)
    var made: NetworkReconstruction?
    var failure: [Doubt] = []
    do {
      made = try fitter.map { try reconstruction(of: signal, told: told, by: $0) }
    } catch let error as FittingError {
      // The amounts are still the network's.
      failure = [.notReconstructed(reason: "\(error)")]
    }
    return MethodResult(
      quantification: made.map { told.with($0.fit.quantification.quality) } ?? told, fit: nil,
      method: "quantification network (qCNN), protocol \(network.card.studyProtocol)"
        + (prior.map { ", under the prior of \($0.lastPathComponent)" } ?? ""),
      basis: ("that of the network's training", network.card.basisHash), notice: network.card.notice,
      networkSHA256: network.identity,
      saliency: try explained.map { try network.attribution(of: $0.name, members: $0.members, in: signal.fid) },
      untold: untold, prior: network.prior, reconstruction: made,
      doubts: (made?.doubts ?? []) + failure)
  }

  private func reconstruction(
    of signal: ScaledSignal, told: Quantification, by fitter: LeastSquares
  ) throws -> NetworkReconstruction {
    try NetworkReconstruction(
      Reconstruction(
        of: signal.fid, at: AmountDistribution(of: told), by: fitter,
        expecting: usesWaterLineshape ? signal.water?.lineshape : nil), limits: network.card.reconstruction)
  }

  /// The network's own name of what is to be explained, and the species that it is the sum of.
  private func members(of name: String) throws(QuantifyError) -> (name: String, members: [String]) {
    let (vocabulary, told) = (Vocabulary.standard, network.targets)
    if let species = vocabulary.names(of: name, among: told).first { return (species, [species]) }
    let sums = vocabulary.reportedSums(among: told, untold: untold)
    guard let sum = sums.first(where: { $0.name.lowercased() == name.lowercased() }) else {
      throw .unknownSaliency(name: name, species: told, sums: sums.map(\.name))
    }
    return (sum.name, sum.members(among: told))
  }
}
