import Foundation
import MRSCore
import MRSModel
import Numerics
import Testing

@Suite("Distribution")
struct DistributionTests {
  static let all: [Distribution] = [
    .fixed(-2.5), .uniform(low: -1, high: 3), .uniform(low: 2, high: 2), .logUniform(low: 0.1, high: 20),
    .logUniform(low: 5, high: 5), .normal(mean: 4, deviation: 0.5), .normal(mean: 1, deviation: 0),
    .logNormal(median: 2.3, variation: 0.3), .logNormal(median: 0.03, variation: 1.2),
  ]

  @Test("Draws have the stated mean and standard deviation within four standard errors", arguments: all)
  func moments(distribution: Distribution) {
    var stream = RandomStream(seed: 21)
    let n = 100_000
    let draws = (0..<n).map { _ in distribution.draw(using: &stream) }
    let mean = draws.reduce(0, +) / Double(n)
    let squares = draws.map { ($0 - mean) * ($0 - mean) }
    let variance = squares.reduce(0, +) / Double(n)
    let fourth = squares.reduce(0) { $0 + $1 * $1 } / Double(n)
    let deviation = distribution.standardDeviation
    let rounding = 1e-12 * max(1, abs(mean))
    #expect(abs(mean - distribution.mean) <= 4 * deviation / Double(n).squareRoot() + rounding)
    // The standard error of a variance: √((m₄ − m₂²)/n).
    let error = (max(0, fourth - variance * variance) / Double(n)).squareRoot()
    #expect(abs(variance - deviation * deviation) <= 4 * error + rounding)
  }

  @Test("Half of the draws of a log-normal lie below its median, and none below zero")
  func median() {
    var stream = RandomStream(seed: 22)
    let draws = (0..<10_000).map { _ in Distribution.logNormal(median: 2.3, variation: 0.8).draw(using: &stream) }
    // Binomial: ± 4·√(n/4).
    #expect(abs(draws.count { $0 < 2.3 } - 5000) < 200)
    #expect(draws.allSatisfy { $0 > 0 })
  }

  @Test("What is encoded is decoded the same", arguments: all)
  func roundTrip(distribution: Distribution) throws {
    let data = try JSONEncoder().encode(distribution)
    #expect(try JSONDecoder().decode(Distribution.self, from: data) == distribution)
  }

  @Test(
    "Numbers that make no distribution are refused with the field and what was expected",
    arguments: [
      (#"{"kind": "gamma", "value": 1}"#, "kind", "'gamma'"),
      (#"{"kind": "uniform", "low": 2, "high": 1}"#, "high", "1.0 found"),
      (#"{"kind": "logUniform", "low": 0, "high": 1}"#, "low", "positive"),
      (#"{"kind": "logUniform", "low": 2, "high": 1}"#, "high", "not below low"),
      (#"{"kind": "normal", "mean": 0, "deviation": -1}"#, "deviation", "-1.0 found"),
      (#"{"kind": "logNormal", "median": -3, "variation": 0.1}"#, "median", "positive"),
      (#"{"kind": "logNormal", "median": 3, "variation": -0.1}"#, "variation", "coefficient of variation"),
    ])
  func refusals(json: String, field: String, wording: String) {
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Distribution.self, from: Data(json.utf8))
    }
    guard case .dataCorrupted(let context)? = error else {
      Issue.record("refused as \(String(describing: error)), expected dataCorrupted")
      return
    }
    #expect(context.codingPath.last?.stringValue == field)
    #expect(context.debugDescription.contains(wording))
  }

  @Test("A missing number is refused")
  func missing() {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Distribution.self, from: Data(#"{"kind": "normal", "mean": 1}"#.utf8))
    }
  }
}
