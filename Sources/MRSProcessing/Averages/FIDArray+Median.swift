import MRSCore

extension FIDArray {
  /// The median over averages of the real and imaginary parts of each sample: what no minority of bad averages moves.
  /// - Precondition: one coil, all samples finite.
  var componentMedian: ComplexVector {
    guard averages > 0 else { return ComplexVector(zeros: acquisition.points) }
    return ComplexVector(
      real: [Double].medians(of: samples.map { $0.real }), imaginary: [Double].medians(of: samples.map { $0.imaginary })
    )
  }
}
