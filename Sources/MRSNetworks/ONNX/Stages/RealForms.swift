import MRSCore
import Numerics

/// Complex vectors and matrices as the real ones that a graph computes with.
extension Matrix {
  /// The first of every two columns, one behind the other: of (Re q, Im q) and (−Im q, Re q) the first.
  var firstOfPairs: [Double] { stride(from: 0, to: columns, by: 2).flatMap { column($0) } }
}

extension ComplexBasis {
  /// The matrix that makes the amplitudes of the first columns from coefficients.
  func realAmplitudes(_ first: Int) -> [Double] {
    let columns = (0..<count).map { place in
      var unit = [Complex<Double>](repeating: .zero, count: count)
      unit[place] = .one
      return amplitudes(of: unit)
    }
    return (0..<first).map { row in columns.map { $0[row] } }.realForm
  }
}

extension ComplexBasis.Filter {
  var realGram: [Double] { gram.realForm }
}

extension [[Complex<Double>]] {
  /// A as ((Re A, −Im A), (Im A, Re A)), row by row: what it makes of vectors whose real parts come first.
  fileprivate var realForm: [Double] {
    let upper: [[Double]] = map { row in row.map(\.real) + row.map { -$0.imaginary } }
    let lower: [[Double]] = map { row in row.map(\.imaginary) + row.map(\.real) }
    return (upper + lower).flatMap(\.self)
  }
}
