import Foundation
import MRSCore
import MRSFormats
import MRSProfile

/// The fitting challenge of 2016 of the ISMRM's study group for spectroscopy, as a folder with its sets in LCModel's form:
/// `datasetN.RAW` with `datasetN.H2O`, `Cr_10mM.RAW`, the test of water scaling, and `press3T_30ms.BASIS`.
///
/// Simulated brains that other programs were judged on (Marjańska et al. 2022, doi:10.1002/mrm.28942). Their truth is not
/// public; what can be said without it is in ``ChallengeScores``.
public struct FittingChallenge: Sendable {
  /// Rising in number; the test of water scaling is the last, where it is there.
  public let sets: [ChallengeSet]
  /// The basis of all sets.
  public let basis: URL

  static let basisName = "press3T_30ms.BASIS"
  static let calibrationName = "Cr_10mM"

  /// - Throws: ``QuantifyError/noChallenge(folder:missing:)`` where a file lacks that all need.
  public init(folder: URL) throws {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    func file(_ name: String) -> URL? {
      names.first { $0.lowercased() == name.lowercased() }.map { folder.appending(path: $0) }
    }
    guard let basis = file(Self.basisName) else {
      throw QuantifyError.noChallenge(folder: folder.path, missing: Self.basisName)
    }
    self.basis = basis
    let numbers = names.compactMap { name -> Int? in
      let lower = name.lowercased()
      guard lower.hasPrefix("dataset"), lower.hasSuffix(".raw") else { return nil }
      return Int(lower.dropFirst("dataset".count).dropLast(".raw".count))
    }
    let found = numbers.sorted().map { (number: $0 as Int?, name: "dataset\($0)") }
    guard !found.isEmpty else { throw QuantifyError.noChallenge(folder: folder.path, missing: "dataset1.RAW") }
    sets = try (found + [(nil, Self.calibrationName)]).compactMap { number, name in
      guard let signal = file("\(name).RAW") else { return nil }
      guard let water = file("\(name).H2O") else {
        throw QuantifyError.noChallenge(folder: folder.path, missing: "\(name).H2O")
      }
      return ChallengeSet(number: number, signal: signal, water: water)
    }
  }

  /// What is asked of one set, with the challenge's constants (the built-in profile `challenge2016`).
  /// - Parameter profile: `nil` for that one.
  /// - Throws: `ConfigurationError`, `ProfileError`.
  public func request(for set: ChallengeSet, profile: AnalysisProfile? = nil) throws -> QuantifyRequest {
    QuantifyRequest(
      file: set.signal, basis: basis, basisChoices: BasisChoices(echoTime: Self.echoTime), water: set.water,
      profile: try profile ?? AnalysisProfile.load("challenge2016"),
      overrides: SignalOverrides(
        dwellTime: 1 / Self.bandwidth, spectrometerFrequency: .megahertz(Self.megahertz), echoTime: Self.echoTime,
        repetitionTime: Self.repetitionTime))
  }

  /// Of the challenge's README; TR is only said to be far above T1, seconds.
  private static let megahertz = 123.2
  private static let bandwidth = 4000.0
  private static let echoTime = 0.030
  private static let repetitionTime = 20.0

  /// Fits every set.
  /// - Throws: as ``ScanQuantifier/quantify(_:)``.
  public func quantified(
    by quantifier: ScanQuantifier, profile: AnalysisProfile? = nil
  ) async throws -> [ChallengeResult] {
    var results: [ChallengeResult] = []
    for set in sets {
      try Task.checkCancellation()
      results.append(
        ChallengeResult(set: set, scan: try await quantifier.quantify(request(for: set, profile: profile))))
    }
    return results
  }
}
