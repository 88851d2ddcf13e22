import Foundation
import MRSCore

/// Numbers as they are kept in files, with their shape; the last index runs fastest.
package struct FloatArray: Hashable, Sendable {
  let shape: [Int]
  let values: [Float]

  init(shape: [Int], values: [Float]) {
    self.shape = shape
    self.values = values
  }

  init(_ values: [Double], shape: [Int]) { self.init(shape: shape, values: values.map { Float($0) }) }

  /// Values that files keep in 16 bits.
  init(roundingToHalf values: [Double], shape: [Int]) {
    self.init(shape: shape, values: values.map { HalfPrecision.rounded(Float($0)) })
  }

  /// That of a name among the arrays of a file.
  /// - Parameters:
  ///   - shape: which it must have; `nil` for a size that is free.
  ///   - source: what errors name, the file.
  /// - Throws: ``NetworkError`` where it is missing, of another shape, or not finite.
  init(named name: String, in arrays: [WeightArray], shape: [Int?], source: String) throws(NetworkError) {
    guard let found = arrays.first(where: { $0.name == name }) else {
      throw .missingWeight(path: source, name: name)
    }
    guard found.shape.count == shape.count, zip(found.shape, shape).allSatisfy({ $1 == nil ? $0 > 0 : $0 == $1 })
    else {
      throw .weightShape(path: source, name: name, expected: shape.map { $0 ?? 0 }, found: found.shape)
    }
    if let index = found.values.firstIndex(where: { !$0.isFinite }) {
      throw .nonFiniteWeight(path: source, name: name, index: index)
    }
    self.init(shape: found.shape, values: found.values)
  }

  var count: Int { values.count }

  /// With two indices as a matrix of as many columns as the first has values.
  var matrix: Matrix { Matrix(rows: shape[1], columns: shape[0], elements: values.map(Double.init)) }
}
