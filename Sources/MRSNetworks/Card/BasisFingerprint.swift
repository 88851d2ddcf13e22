import MRSCore
import Numerics

/// What tells one basis set from another in a few numbers: samples of each function's FID.
///
/// A hash tells two sets apart that differ in the last digit, as those that two processors simulate of one protocol do; this
/// tells by how much they differ.
public struct BasisFingerprint: Hashable, Sendable, Codable {
  /// Real and imaginary part of the samples 0, 1, 2, 4, 8 … of each function.
  public let samples: [String: [Double]]

  /// - Parameter acquisition: the grid on which functions that are lines are sampled.
  public init(of basis: BasisSet, on acquisition: Acquisition) {
    let places = [0] + sequence(first: 1) { 2 * $0 }.prefix { $0 < acquisition.points }
    samples = Dictionary(
      zip(basis.names, basis.rendered(on: acquisition)).map { name, fid in
        (name, places.flatMap { [fid.samples[$0].real, fid.samples[$0].imaginary] })
      }, uniquingKeysWith: { first, _ in first })
  }

  /// In what `other` differs: functions that one of them lacks, and those of which samples differ by more than
  /// ``tolerance``, each with its name.
  public func differences(from other: BasisFingerprint) -> [String] {
    Set(samples.keys).union(other.samples.keys).sorted().compactMap { name in
      guard let own = samples[name] else { return "\(name) is new" }
      guard let found = other.samples[name] else { return "\(name) is missing" }
      let energy = own.reduce(0) { $0 + $1 * $1 }
      let difference = zip(own, found).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      let share = (difference / max(energy, .leastNormalMagnitude)).squareRoot()
      guard own.count == found.count, share <= Self.tolerance else {
        return "\(name) differs by \((1000 * share).rounded() / 10) %"
      }
      return nil
    }
  }

  /// Of two processors' simulations of the default protocol the most is 10⁻⁹; half a millisecond of echo time changes
  /// glutamate by several per cent.
  private static let tolerance = 1e-3
}
