import MRSCore
import MRSModel
import Numerics
import TestSupport

/// By how much ONNX Runtime's outputs differ from a quantifier's answers, at most over all spectra: amounts and
/// deviations relative to themselves, means of logarithms to 1 or themselves, covariances of logarithms to the product
/// of deviations.
struct ONNXComparison: CustomStringConvertible {
  private(set) var differences: [(name: String, value: Double)] = []

  init(of own: [Quantification], with found: ONNXRuntime.Outcome) {
    let amounts = own.flatMap(\.amounts)
    let logs = amounts.map { amount -> (mean: Double, deviation: Double) in
      guard case .logNormal(let mean, let deviation) = amount.distribution else { return (.nan, .nan) }
      return (mean, deviation)
    }
    add("amounts", amounts.map(\.value), amounts.map(\.value), found)
    add("standardDeviation", amounts.map(\.standardDeviation), amounts.map(\.standardDeviation), found)
    add("logMean", logs.map(\.mean), logs.map { max(1, abs($0.mean)) }, found)
    add("logDeviation", logs.map(\.deviation), logs.map(\.deviation), found)
    guard own.allSatisfy({ $0.covariance != nil }) else { return }
    var (covariances, scales) = ([Double](), [Double]())
    for (place, one) in own.enumerated() {
      let count = one.amounts.count
      for i in 0..<count {
        for j in 0..<count {
          let product = one.amounts[i].value * one.amounts[j].value
          covariances.append(.log(onePlus: (one.covariance?[i, j] ?? .nan) / product))
          scales.append(logs[place * count + i].deviation * logs[place * count + j].deviation)
        }
      }
    }
    add("logCovariance", covariances, scales, found)
  }

  /// The largest of all; not a number where outputs are missing or hold such.
  var largest: Double { differences.reduce(0) { $1.value.isNaN ? .nan : max($0, $1.value) } }

  var description: String {
    differences.map { "\($0.name) \(Float($0.value))" }.joined(separator: ", ")
  }

  private mutating func add(_ name: String, _ own: [Double], _ scales: [Double], _ found: ONNXRuntime.Outcome) {
    guard let other = found.outputs[name], other.count == own.count else {
      differences.append((name, .nan))
      return
    }
    var worst = 0.0
    for ((one, two), scale) in zip(zip(own, other), scales) {
      let difference = abs(one - two) / scale
      if !(difference <= worst) { worst = difference }
    }
    differences.append((name, worst))
  }
}

extension FID {
  /// Real and imaginary part of each sample in turn.
  var pairs: [Double] { samples.indices.flatMap { [samples.real[$0], samples.imaginary[$0]] } }
}
