import MRSCore
import MRSModel
import Numerics

extension Registration {
  /// Makes spectra of lines on the grid of an acquisition.
  struct LineMaker: Sendable {
    let step: FeatureRecipe.RegistrationStep
    let acquisition: Acquisition
    let transform: FourierTransform

    /// The spectrum of (2π·t)ⁿ times a Voigt line of this Gauss width, Hz.
    func line(_ line: FeatureRecipe.Line, width: Double, offset: Double = 0, order: Int = 0) -> ComplexVector {
      spectrum(
        Lineshape(
          shift: acquisition.offset(of: .ppm(line.shift)).hertz + offset,
          lorentzian: Lineshape.lorentzianWidth(relaxationTime: line.t2 / 1000) + step.ownWidth, gaussian: width),
        order: order)
    }

    func broad(_ shift: Double) -> ComplexVector {
      spectrum(
        Lineshape(shift: acquisition.offset(of: .ppm(shift)).hertz, lorentzian: 0, gaussian: step.broadWidth), order: 0)
    }

    private func spectrum(_ shape: Lineshape, order: Int) -> ComplexVector {
      var samples = shape.decay(on: acquisition)
      if order > 0 {
        samples.weight(by: samples.indices.map { Double.pow(2 * .pi * acquisition.time(ofSample: $0), order) })
      }
      return transform.centredSpectrum(of: samples, dwellTime: acquisition.dwellTime)
    }
  }
}

extension ComplexBasis {
  /// Vectors that are not orthonormal, whose products with spectra are wanted.
  struct Filter: Sendable {
    /// As ``ComplexBasis/real``.
    let real: Matrix
    /// Their products with one another.
    let gram: [[Complex<Double>]]

    init(_ vectors: [(shown: ComplexVector, held: ComplexVector)]) {
      real = Matrix(
        columns: vectors.flatMap {
          [$0.shown.real + $0.shown.imaginary, $0.shown.imaginary.map { -$0 } + $0.shown.real]
        })
      gram = vectors.map { one in
        vectors.map { one.shown.innerProduct($0.shown) + one.held.innerProduct($0.held) }
      }
    }

    func coefficients(_ matrix: Matrix, _ column: Int) -> [Complex<Double>] {
      real.complexProducts(with: matrix, column)
    }
  }

  /// Q†x of a column.
  func coefficients(_ matrix: Matrix, _ column: Int) -> [Complex<Double>] {
    real.complexProducts(with: matrix, column)
  }
}

extension Matrix {
  /// selfᵀ·x for one column x of another matrix, two real numbers a complex one.
  fileprivate func complexProducts(with other: Matrix, _ column: Int) -> [Complex<Double>] {
    let products = transposedTimes(Array(other.elements[column * other.rows..<(column + 1) * other.rows]))
    return (0..<columns / 2).map { Complex(products[2 * $0], products[2 * $0 + 1]) }
  }

  /// Real parts and then imaginary parts of these points of a vector.
  mutating func setColumn(_ column: Int, to vector: ComplexVector, in range: Range<Int>) {
    let start = column * rows
    for i in 0..<range.count {
      elements[start + i] = vector.real[range.lowerBound + i]
      elements[start + range.count + i] = vector.imaginary[range.lowerBound + i]
    }
  }
}

extension ComplexVector {
  /// Of unit energy.
  var normalised: ComplexVector { (1 / max(energy.squareRoot(), .leastNormalMagnitude)) * self }
}

extension [Double] {
  /// The element of a rank, 0 the smallest, as sorting would have it (Hoare 1961, doi:10.1145/366622.366647).
  func element(ofRank rank: Int) -> Double {
    var values = self
    var (low, high) = (0, count - 1)
    while low < high {
      let pivot = values[(low + high) / 2]
      var (i, j) = (low, high)
      while i <= j {
        while values[i] < pivot { i += 1 }
        while pivot < values[j] { j -= 1 }
        if i <= j {
          values.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if rank <= j { high = j } else if rank >= i { low = i } else { break }
    }
    return values[rank]
  }
}
