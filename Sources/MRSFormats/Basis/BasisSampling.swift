import MRSCore
import Numerics

/// How transition lines, which have no width and no end, become the samples that other programs read.
public struct BasisSampling: Hashable, Sendable {
  /// The Lorentz width given to lines; 1 Hz where it is `nil`. Sampled functions are not broadened: for them it is the
  /// width they are known to have, which formats note down (`FWHMBA`, `basis_width`).
  public var linewidth: Frequency?
  /// The number of complex samples; `nil` for the length of sampled functions, and for lines the power of two at which
  /// they have decayed to 1 %.
  public var points: Int?

  public init(linewidth: Frequency? = nil, points: Int? = nil) {
    self.linewidth = linewidth
    self.points = points
  }

  /// The width of lines where none is asked for: well below any linewidth in vivo, and decayed within two seconds.
  static let defaultLinewidth = Frequency.hertz(1)
}

extension BasisSet {
  /// The set as samples of one length with 0 Hz at 4.65 ppm, the only carrier that LCModel and FSL-MRS know.
  public func sampled(_ sampling: BasisSampling = .init()) -> BasisSet {
    let width = sampling.linewidth ?? BasisSampling.defaultLinewidth
    var target = acquisition
    target.carrierShift = .bodyWater
    target.points = sampling.points ?? naturalLength(linewidth: width)
    let functions = zip(self.functions, rendered(on: target)).map { function, fid in
      switch function.signal {
      case .lines:
        BasisFunction(name: function.name, signal: .sampled(fid.broadened(byLorentzian: width).samples))
      case .sampled:
        BasisFunction(name: function.name, signal: .sampled(fid.samples))
      }
    }
    return BasisSet(functions: functions, acquisition: target, source: source)
  }

  var hasLines: Bool { functions.contains { if case .lines = $0.signal { true } else { false } } }

  private func naturalLength(linewidth: Frequency) -> Int {
    let longest = functions.reduce(1) { length, function in
      if case .sampled(let samples) = function.signal { max(length, samples.count) } else { length }
    }
    guard hasLines else { return longest }
    // exp(−π·w·T) = 0.01.
    let decay = Double.log(100) / (.pi * max(linewidth.hertz, 0.1))
    var points = 64
    while Double(points) * acquisition.dwellTime < decay, points < 1 << 17 { points *= 2 }
    return max(points, longest, acquisition.points)
  }
}
