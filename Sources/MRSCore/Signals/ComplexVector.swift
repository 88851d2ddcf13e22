import Numerics

/// Complex samples kept as two planes, shape (L).
///
/// Planes rather than interleaved pairs: whole-array arithmetic then vectorises (Documentation/Decisions/0003).
public struct ComplexVector: Hashable, Sendable, Codable {
  public var real: [Double]
  public var imaginary: [Double]

  /// - Precondition: both planes are of one length.
  public init(real: [Double], imaginary: [Double]) {
    precondition(real.count == imaginary.count, "the two planes of a ComplexVector differ in length")
    self.real = real
    self.imaginary = imaginary
  }

  public init(zeros count: Int) {
    self.init(real: [Double](repeating: 0, count: count), imaginary: [Double](repeating: 0, count: count))
  }

  public init(_ values: [Complex<Double>]) {
    // Closures: key paths of another module are looked up for each element.
    self.init(real: values.map { $0.real }, imaginary: values.map { $0.imaginary })
  }

  public var count: Int { real.count }
  public var indices: Range<Int> { real.indices }
  public var isEmpty: Bool { real.isEmpty }

  public subscript(index: Int) -> Complex<Double> {
    get { Complex(real[index], imaginary[index]) }
    set {
      real[index] = newValue.real
      imaginary[index] = newValue.imaginary
    }
  }

  public subscript(range: Range<Int>) -> ComplexVector {
    ComplexVector(real: Array(real[range]), imaginary: Array(imaginary[range]))
  }

  /// |z| of every element.
  public var magnitude: [Double] { zip(real, imaginary).map { ($0 * $0 + $1 * $1).squareRoot() } }

  /// Σ|z|².
  public var energy: Double { Self.squares(real) + Self.squares(imaginary) }

  /// In eight sums at a time, for the loop to be vectorised: the same on every machine.
  private static func squares(_ values: [Double]) -> Double {
    let whole = values.count / 8 * 8
    var sums = SIMD8<Double>(repeating: 0)
    unsafe values.withUnsafeBufferPointer { values in
      for start in stride(from: 0, to: whole, by: 8) {
        var eight = SIMD8<Double>()
        for lane in 0..<8 { unsafe eight[lane] = values[start + lane] }
        sums += eight * eight
      }
    }
    return values[whole...].reduce(sums.sum()) { $0 + $1 * $1 }
  }

  /// True when no element is NaN or infinite.
  public var isFinite: Bool { real.allSatisfy(\.isFinite) && imaginary.allSatisfy(\.isFinite) }

  public var conjugated: ComplexVector { ComplexVector(real: real, imaginary: imaginary.map { -$0 }) }

  /// The inner product ⟨self, other⟩ = Σ conj(self)·other.
  public func innerProduct(_ other: ComplexVector) -> Complex<Double> {
    precondition(count == other.count)
    var re = 0.0
    var im = 0.0
    for i in indices {
      re += real[i] * other.real[i] + imaginary[i] * other.imaginary[i]
      im += real[i] * other.imaginary[i] - imaginary[i] * other.real[i]
    }
    return Complex(re, im)
  }

  /// The element-wise sum of vectors of one length.
  public static func + (left: ComplexVector, right: ComplexVector) -> ComplexVector {
    precondition(left.count == right.count)
    return ComplexVector(
      real: zip(left.real, right.real).map(+), imaginary: zip(left.imaginary, right.imaginary).map(+))
  }

  /// The element-wise difference of vectors of one length.
  public static func - (left: ComplexVector, right: ComplexVector) -> ComplexVector {
    precondition(left.count == right.count)
    return ComplexVector(
      real: zip(left.real, right.real).map(-), imaginary: zip(left.imaginary, right.imaginary).map(-))
  }

  /// The element-wise product in place.
  public static func *= (left: inout ComplexVector, right: ComplexVector) {
    precondition(left.count == right.count)
    let count = left.count
    // Over buffers, for the loop to be vectorised.
    unsafe left.real.withUnsafeMutableBufferPointer { leftReal in
      unsafe left.imaginary.withUnsafeMutableBufferPointer { leftImaginary in
        unsafe right.real.withUnsafeBufferPointer { rightReal in
          unsafe right.imaginary.withUnsafeBufferPointer { rightImaginary in
            for i in 0..<count {
              let (a, b) = unsafe (leftReal[i], leftImaginary[i])
              let (c, d) = unsafe (rightReal[i], rightImaginary[i])
              unsafe leftReal[i] = a * c - b * d
              unsafe leftImaginary[i] = a * d + b * c
            }
          }
        }
      }
    }
  }

  /// Every element times a real number.
  public static func * (left: Double, right: ComplexVector) -> ComplexVector {
    ComplexVector(real: right.real.map { left * $0 }, imaginary: right.imaginary.map { left * $0 })
  }

  /// Every element times a complex number.
  public static func * (left: Complex<Double>, right: ComplexVector) -> ComplexVector {
    var product = right
    product.scale(by: left)
    return product
  }

  /// The element-wise sum in place.
  public static func += (left: inout ComplexVector, right: ComplexVector) {
    left.add(right, scaledBy: 1)
  }

  /// self ← factor·self.
  public mutating func scale(by factor: Complex<Double>) {
    for i in indices {
      let re = real[i]
      let im = imaginary[i]
      real[i] = factor.real * re - factor.imaginary * im
      imaginary[i] = factor.real * im + factor.imaginary * re
    }
  }

  /// self ← self + factor·other.
  public mutating func add(_ other: ComplexVector, scaledBy factor: Double) {
    precondition(count == other.count)
    Self.add(other.real, scaledBy: factor, to: &real)
    Self.add(other.imaginary, scaledBy: factor, to: &imaginary)
  }

  private static func add(_ other: [Double], scaledBy factor: Double, to target: inout [Double]) {
    // Over buffers, for the loop to be vectorised.
    unsafe target.withUnsafeMutableBufferPointer { target in
      unsafe other.withUnsafeBufferPointer { other in
        for i in target.indices { unsafe target[i] += factor * other[i] }
      }
    }
  }
}
