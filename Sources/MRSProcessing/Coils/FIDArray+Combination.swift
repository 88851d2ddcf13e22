import MRSCore
import Numerics

extension FIDArray {
  /// The coils combined into one: s(t) = Σ_c w_c·s_c(t), average by average.
  /// - Parameter advance: told of every average that is done.
  /// - Precondition: as many weights as coils.
  public func combined(by coilWeights: CoilWeights, advance: () -> Void = {}) -> FIDArray {
    precondition(coilWeights.weights.count == coils, "one weight a coil is needed")
    let combined = (0..<averages).map { average in
      var sum = ComplexVector(zeros: acquisition.points)
      for coil in 0..<coils {
        sum.accumulate(samples[coil * averages + average], times: coilWeights.weights[coil])
      }
      advance()
      return sum
    }
    return FIDArray(acquisition: acquisition, coils: 1, averages: averages, samples: combined)
  }

  /// The averages of `indices`, in that order.
  public func selecting(averages indices: [Int]) -> FIDArray {
    FIDArray(
      acquisition: acquisition, coils: coils, averages: indices.count,
      samples: samples.selecting((0..<coils).flatMap { coil in indices.map { coil * averages + $0 } }))
  }

  /// The mean over averages: shape (coils, 1, L).
  /// - Precondition: at least one average.
  public var averaged: FIDArray {
    precondition(averages >= 1, "no average is left to take the mean of")
    let means = (0..<coils).map { coil in
      var sum = ComplexVector(zeros: acquisition.points)
      for average in 0..<averages { sum += samples[coil * averages + average] }
      return (1 / Double(averages)) * sum
    }
    return FIDArray(acquisition: acquisition, coils: coils, averages: 1, samples: means)
  }
}

extension ComplexVector {
  /// self ← self + factor·other.
  mutating func accumulate(_ other: ComplexVector, times factor: Complex<Double>) {
    precondition(count == other.count)
    let (a, b) = (factor.real, factor.imaginary)
    for i in real.indices {
      real[i] += a * other.real[i] - b * other.imaginary[i]
      imaginary[i] += a * other.imaginary[i] + b * other.real[i]
    }
  }
}
