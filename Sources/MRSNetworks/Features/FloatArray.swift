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

  var count: Int { values.count }

  /// With two indices as a matrix of as many columns as the first has values.
  var matrix: Matrix { Matrix(rows: shape[1], columns: shape[0], elements: values.map(Double.init)) }
}
