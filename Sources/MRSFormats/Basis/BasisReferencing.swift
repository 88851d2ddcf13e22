import MRSCore
import MRSVocabulary

/// Where 0 Hz of a basis lies, from singlets whose shift is known (`Species.singlets`).
enum BasisReferencing {
  /// Basis functions must agree with one another this well (ppm) to be believed.
  static let agreement = 0.02
  /// Smaller deviations (ppm) are differences between published tables, not another carrier.
  static let tolerance = 0.012

  /// The carrier, when at least two singlets agree that it is not that of `acquisition`; `nil` otherwise.
  static func carrier(
    of functions: [(name: String, fid: ComplexVector)], acquisition: Acquisition
  ) -> (carrier: ChemicalShift, singlets: [String])? {
    let plan = FourierTransform(count: 4 * acquisition.points)
    var found: [(name: String, deviation: Double)] = []
    for function in functions {
      guard let known = Vocabulary.standard.species(named: function.name)?.singlets.first?.shift,
        let peak = highestPeak(function.fid, near: .ppm(known), acquisition: acquisition, plan: plan)
      else { continue }
      found.append((function.name, known - peak.ppm))
    }
    let deviations = found.map(\.deviation).sorted()
    guard deviations.count >= 2, let least = deviations.first, let most = deviations.last,
      most - least < agreement, abs(deviations[deviations.count / 2]) > tolerance
    else { return nil }
    let thousandths = ((acquisition.carrierShift.ppm + deviations[deviations.count / 2]) * 1000).rounded()
    return (.ppm(thousandths / 1000), found.map(\.name))
  }

  /// The shift of the highest magnitude within 0.2 ppm of `shift`, on a fourfold zero-filled grid.
  private static func highestPeak(
    _ fid: ComplexVector, near shift: ChemicalShift, acquisition: Acquisition, plan: FourierTransform
  ) -> ChemicalShift? {
    let filled = FID(samples: fid, acquisition: acquisition).resized(to: plan.count)
    let spectrum = plan.spectrum(of: filled)
    let magnitude = spectrum.values.magnitude
    let window = spectrum.indices(in: .ppm(shift.ppm - 0.2)...(.ppm(shift.ppm + 0.2)))
    return window.max { magnitude[$0] < magnitude[$1] }.map { spectrum.shift(at: $0) }
  }

  /// The functions as a basis with 0 Hz at 4.65 ppm, or where known singlets say it is.
  static func basis(
    of functions: [(name: String, fid: ComplexVector)], acquisition: Acquisition, source: String
  ) -> (basis: BasisSet, doubts: [Doubt]) {
    var acquisition = acquisition
    var doubts: [Doubt] = []
    if let found = carrier(of: functions, acquisition: acquisition) {
      doubts.append(
        .carrierMeasured(
          ppm: found.carrier.ppm, nominal: acquisition.carrierShift.ppm, singlets: found.singlets))
      acquisition.carrierShift = found.carrier
    }
    let set = BasisSet(
      functions: functions.map { BasisFunction(name: $0.name, signal: .sampled($0.fid)) }, acquisition: acquisition,
      source: source)
    return (set, doubts)
  }

  /// Refuses files of one folder that were not made for one grid.
  /// - Throws: ``FormatError/contradiction(path:first:second:advice:)`` with both figures.
  static func requireSameGrid(
    _ first: Acquisition, _ other: Acquisition, of firstFile: String, path: String
  ) throws(FormatError) {
    let facts = [
      ("points", Double(first.points), Double(other.points), 0),
      ("dwell time (s)", first.dwellTime, other.dwellTime, 1e-6),
      ("frequency (MHz)", first.spectrometerFrequency.megahertz, other.spectrometerFrequency.megahertz, 1e-6),
    ]
    for (what, expected, found, tolerance) in facts where abs(found / expected - 1) > tolerance {
      throw .contradiction(
        path: path, first: "\(what): \(found)", second: "\(firstFile) has \(expected)",
        advice: "All functions of a basis must have one grid.")
    }
  }
}
