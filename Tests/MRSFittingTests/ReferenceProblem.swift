import Foundation
import MRSCore
import MRSFitting
import Testing

/// A nonlinear regression problem of NIST's Statistical Reference Datasets (StRD), with its certified values.
struct ReferenceProblem: Sendable, CustomTestStringConvertible {
  /// NIST's own grading.
  enum Difficulty: String { case lower, average, higher }

  typealias Model = @Sendable (_ b: [DualNumber], _ x: [Double]) -> DualNumber

  let name: String
  let difficulty: Difficulty
  let starts: [[Double]]
  let certified: [Double]
  let standardDeviations: [Double]
  let certifiedSumOfSquares: Double
  /// The predictors of every observation.
  let x: [[Double]]
  let y: [Double]
  let model: Model

  var testDescription: String { name }

  /// Reads `NISTStRD/NAME.csv`.
  init(_ name: String, model: @escaping Model) throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "NISTStRD/\(name).csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",").map(String.init) }
    func numbers(_ fields: ArraySlice<String>) throws -> [Double] {
      try fields.map { try #require(Double($0), "\(name): '\($0)' is no number") }
    }
    self.name = name
    self.model = model
    var header: [String: [String]] = [:]
    var parameters: [[Double]] = []
    var observations: [[Double]] = []
    for fields in lines {
      if fields[0].wholeMatch(of: /b\d/) != nil {
        parameters.append(try numbers(fields[1...]))
      } else if Double(fields[0]) != nil {
        observations.append(try numbers(fields[...]))
      } else {
        header[fields[0]] = Array(fields[1...])
      }
    }
    difficulty = try #require(Difficulty(rawValue: header["difficulty"]?[0] ?? ""))
    certifiedSumOfSquares = try #require(Double(header["sum of squares"]?[0] ?? ""))
    starts = (0..<2).map { start in parameters.map { $0[start] } }
    certified = parameters.map { $0[2] }
    standardDeviations = parameters.map { $0[3] }
    // Nelson is a model of log y.
    y = observations.map { name == "Nelson" ? Double.log($0[0]) : $0[0] }
    x = observations.map { Array($0.dropFirst()) }
  }

  private func dual(_ b: [Double]) -> [DualNumber] {
    b.indices.map { DualNumber(b[$0], parameter: $0, of: b.count) }
  }

  func residual(_ b: [Double]) -> [Double] {
    let parameters = b.map { DualNumber($0, derivatives: []) }
    return zip(x, y).map { model(parameters, $0).value - $1 }
  }

  func linearization(_ b: [Double]) -> LevenbergMarquardt.Linearization {
    let parameters = dual(b)
    let values = x.map { model(parameters, $0) }
    return .init(
      residual: zip(values, y).map { $0.value - $1 },
      jacobian: Matrix(columns: b.indices.map { p in values.map { $0.derivatives[p] } }))
  }
}
