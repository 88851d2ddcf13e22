import Numerics

/// The spectrum of one species as a list of transitions, rendered at any dwell time and length.
///
/// s(t) = Σ a_j·exp(2πi·f_j·t), f_j the offset from ``carrierShift`` at ``spectrometerFrequency`` in Hz; at echo time
/// zero Σ a_j is the number of protons.
public struct TransitionLines: Hashable, Sendable, Codable {
  /// The offset of each line, in Hz, rising.
  public let frequencies: [Double]
  /// The complex amplitude of each line, in protons.
  public let amplitudes: ComplexVector

  /// Sorts the lines by frequency and merges neighbours closer than `tolerance` (Hz) into one at their
  /// magnitude-weighted mean; lines below `threshold` times the largest are dropped.
  public init(frequencies: [Double], amplitudes: ComplexVector, tolerance: Double = 0, threshold: Double = 0) {
    precondition(frequencies.count == amplitudes.count)
    let magnitude = amplitudes.magnitude
    let floor = threshold * (magnitude.max() ?? 0)
    let order = frequencies.indices.filter { magnitude[$0] > floor }.sorted { frequencies[$0] < frequencies[$1] }
    var merged: [(frequency: Double, weight: Double, amplitude: Complex<Double>)] = []
    var groupStart = -Double.infinity
    for i in order {
      if let last = merged.last, frequencies[i] - groupStart <= tolerance {
        let weight = last.weight + magnitude[i]
        let mean = (last.frequency * last.weight + frequencies[i] * magnitude[i]) / weight
        merged[merged.count - 1] = (mean, weight, last.amplitude + amplitudes[i])
      } else {
        merged.append((frequencies[i], magnitude[i], amplitudes[i]))
        groupStart = frequencies[i]
      }
    }
    self.frequencies = merged.map(\.frequency)
    self.amplitudes = ComplexVector(merged.map(\.amplitude))
  }

  public var count: Int { frequencies.count }

  /// Σ a_j: the signal at time zero, in protons.
  public var total: Complex<Double> { Complex(amplitudes.real.reduce(0, +), amplitudes.imaginary.reduce(0, +)) }

  /// Both lists of lines together.
  public static func + (left: TransitionLines, right: TransitionLines) -> TransitionLines {
    TransitionLines(
      frequencies: left.frequencies + right.frequencies,
      amplitudes: ComplexVector(
        real: left.amplitudes.real + right.amplitudes.real,
        imaginary: left.amplitudes.imaginary + right.amplitudes.imaginary))
  }

  /// Every amplitude times `factor`.
  public func scaled(by factor: Double) -> TransitionLines {
    TransitionLines(frequencies: frequencies, amplitudes: factor * amplitudes)
  }

  /// The FID on the grid of `acquisition`. Each line is advanced by one complex rotation a sample, restarted every 64
  /// samples, which keeps the relative error below 1e-13.
  public func fid(on acquisition: Acquisition) -> FID {
    let points = acquisition.points
    var samples = ComplexVector(zeros: points)
    for line in frequencies.indices {
      let amplitude = amplitudes[line]
      let radiansPerSample = 2 * Double.pi * frequencies[line] * acquisition.dwellTime
      let step = Complex(length: 1, phase: radiansPerSample)
      var start = 0
      while start < points {
        var value = amplitude * Complex(length: 1, phase: radiansPerSample * Double(start))
        for i in start..<min(start + 64, points) {
          samples.real[i] += value.real
          samples.imaginary[i] += value.imaginary
          value = value * step
        }
        start += 64
      }
    }
    return FID(samples: samples, acquisition: acquisition)
  }
}
