import MRSCore
import Numerics

/// How fast a basis function decays as a whole: the Lorentz width of its lines, where most of it are singlets.
///
/// The energy of exp(−π·L·t) falls as exp(−2π·L·t). Its logarithm in eight windows is fitted by a straight line, so that what
/// lines of one function beat with one another averages out. Of singlets it is exact to 0.1 Hz, of coupled spins it is up to
/// 1 Hz too much.
struct FunctionDecay {
  /// L, Hz.
  let linewidth: Double

  /// s.
  private static let duration = 0.4
  private static let windows = 8
  /// A window with less of the energy of the first is the end of the function.
  private static let leastEnergy = 1e-7

  /// `nil` for a function that is over within three windows.
  init?(of samples: ComplexVector, dwellTime: Double) {
    let length = Int(Self.duration / dwellTime / Double(Self.windows))
    guard length > 0 else { return nil }
    let powers = zip(samples.real, samples.imaginary).map { $0 * $0 + $1 * $1 }
    let energies: [Double] = (0..<Self.windows).map { window in
      powers.dropFirst(window * length).prefix(length).reduce(0, +)
    }
    let whole = energies.prefix { $0 > Self.leastEnergy * energies[0] }
    guard whole.count > 3 else { return nil }
    let times = whole.indices.map { (Double($0) + 0.5) * Double(length) * dwellTime }
    let logs = whole.map { Double.log($0) }
    let (middle, mean) = (times.reduce(0, +) / Double(times.count), logs.reduce(0, +) / Double(logs.count))
    let products = zip(times, logs).map { ($0 - middle) * ($1 - mean) }.reduce(0, +)
    let squares = times.map { ($0 - middle) * ($0 - middle) }.reduce(0, +)
    linewidth = max(0, -products / squares / (2 * .pi))
  }
}
