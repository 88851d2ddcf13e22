/// The basis functions of one acquisition, in the order in which amounts are reported.
public struct BasisSet: Hashable, Sendable, Codable {
  public let functions: [BasisFunction]
  /// The grid and sequence of the basis; its carrier is the 0 Hz of every function.
  public let acquisition: Acquisition
  /// Where it came from: a protocol's name, or a file.
  public let source: String

  public init(functions: [BasisFunction], acquisition: Acquisition, source: String) {
    self.functions = functions
    self.acquisition = acquisition
    self.source = source
  }

  public var names: [String] { functions.map(\.name) }

  /// The functions as FIDs on the grid of `target`, which may differ from the basis's own in dwell time and length.
  ///
  /// Lines are rendered exactly. Sampled functions are resampled by their Fourier series where the dwell time differs
  /// (exact for signals within the smaller of both bandwidths), and filled with zeros where they are too short.
  public func rendered(on target: Acquisition) -> [FID] {
    functions.map { function in
      switch function.signal {
      case .lines(let lines):
        return lines.fid(on: target).recarried(from: acquisition, to: target)
      case .sampled(let samples):
        let fid = FID(samples: samples, acquisition: acquisition.with(points: samples.count))
        return fid.resampled(dwellTime: target.dwellTime, points: target.points)
          .recarried(from: acquisition, to: target)
      }
    }
  }
}

extension BasisSet {
  /// The same functions as of another field: every resonance keeps its ppm, and with them couplings and widths are stretched,
  /// which do not grow with the field. For fields that differ by some per cent.
  public func stretched(to frequency: Frequency) -> BasisSet {
    let ratio = frequency.hertz / acquisition.spectrometerFrequency.hertz
    var acquisition = acquisition
    acquisition.spectrometerFrequency = frequency
    acquisition.dwellTime /= ratio
    return BasisSet(
      functions: functions.map { function in
        guard case .lines(let lines) = function.signal else { return function }
        return BasisFunction(
          name: function.name,
          signal: .lines(
            TransitionLines(frequencies: lines.frequencies.map { ratio * $0 }, amplitudes: lines.amplitudes)))
      }, acquisition: acquisition, source: source)
  }
}

extension FID {
  /// Resampled to another dwell time through the spectrum: bands beyond the target's width are cut, missing bands are
  /// zero; then cut or zero-filled to `points`.
  public func resampled(dwellTime: Double, points: Int) -> FID {
    let ratio = acquisition.dwellTime / dwellTime
    var acquisition = self.acquisition
    acquisition.dwellTime = dwellTime
    if abs(ratio - 1) < 1e-9 {
      return FID(samples: samples, acquisition: acquisition).resized(to: points)
    }
    let spectrum = FourierTransform(count: samples.count).spectrum(of: self)
    let duration = Double(samples.count) * self.acquisition.dwellTime
    let resampledCount = max(1, Int((duration / dwellTime).rounded()))
    var values = ComplexVector(zeros: resampledCount)
    let offset = resampledCount / 2 - samples.count / 2
    for i in values.indices where spectrum.values.indices.contains(i - offset) {
      values[i] = spectrum.values[i - offset]
    }
    acquisition.points = resampledCount
    return FourierTransform(count: resampledCount).fid(of: Spectrum(values: values, acquisition: acquisition))
      .resized(to: points)
  }

  /// Moved from the carrier of one acquisition to that of another, so that each resonance keeps its ppm.
  fileprivate func recarried(from source: Acquisition, to target: Acquisition) -> FID {
    let move = target.offset(of: source.carrierShift)
    let moved = move.hertz == 0 ? self : shifted(by: move)
    return FID(samples: moved.samples, acquisition: target)
  }
}
