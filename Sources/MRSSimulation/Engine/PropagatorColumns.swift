import MRSCore
import Numerics

/// Columns of a unitary in the making, eight at a time: the rows of eight columns stay in the nearest cache while a
/// whole pulse acts on them.
struct PropagatorColumns {
  private typealias Lanes = SIMD8<Double>
  private let space: SpinSpace
  private let mixings: [RowMixing]

  /// The product of `mixings`, the first acting first.
  init(space: SpinSpace, mixings: [RowMixing]) {
    self.space = space
    self.mixings = mixings
  }

  /// The product as a propagator.
  func propagator() -> Propagator {
    let states = space.states
    var blocks = space.levels.map { rows in
      space.levels.map { columns in ComplexMatrix(zeros: rows.count, columns.count) }
    }
    var real = [Lanes](repeating: .zero, count: states)
    var imaginary = [Lanes](repeating: .zero, count: states)
    for start in stride(from: 0, to: states, by: Lanes.scalarCount) {
      let width = min(Lanes.scalarCount, states - start)
      for row in 0..<states {
        real[row] = .zero
        imaginary[row] = .zero
      }
      for lane in 0..<width { real[start + lane][lane] = 1 }
      for mixing in mixings {
        if mixing.offsets.count == 2 {
          Self.mixPairs(mixing, &real, &imaginary)
        } else {
          Self.mixTuples(mixing, &real, &imaginary)
        }
      }
      for row in 0..<states {
        let place = space.places[row]
        for lane in 0..<width {
          let column = space.places[start + lane]
          blocks[place.level][column.level][place.position, column.position] = Complex(
            real[row][lane], imaginary[row][lane])
        }
      }
    }
    return Propagator(blocks: blocks)
  }

  private static func mixPairs(_ mixing: RowMixing, _ real: inout [Lanes], _ imaginary: inout [Lanes]) {
    let m = mixing.elements
    let (first, second) = (mixing.offsets[0], mixing.offsets[1])
    let (r00, i00, r01, i01) = (m[0].real, m[0].imaginary, m[1].real, m[1].imaginary)
    let (r10, i10, r11, i11) = (m[2].real, m[2].imaginary, m[3].real, m[3].imaginary)
    for base in mixing.firsts {
      let (xr, xi) = (real[base + first], imaginary[base + first])
      let (yr, yi) = (real[base + second], imaginary[base + second])
      real[base + first] = r00 * xr - i00 * xi + (r01 * yr - i01 * yi)
      imaginary[base + first] = r00 * xi + i00 * xr + (r01 * yi + i01 * yr)
      real[base + second] = r10 * xr - i10 * xi + (r11 * yr - i11 * yi)
      imaginary[base + second] = r10 * xi + i10 * xr + (r11 * yi + i11 * yr)
    }
  }

  private static func mixTuples(_ mixing: RowMixing, _ real: inout [Lanes], _ imaginary: inout [Lanes]) {
    let count = mixing.offsets.count
    var (oldReal, oldImaginary) = ([Lanes](repeating: .zero, count: count), [Lanes](repeating: .zero, count: count))
    for base in mixing.firsts {
      for (i, offset) in mixing.offsets.enumerated() {
        oldReal[i] = real[base + offset]
        oldImaginary[i] = imaginary[base + offset]
      }
      for (i, offset) in mixing.offsets.enumerated() {
        var (sumReal, sumImaginary) = (Lanes.zero, Lanes.zero)
        for j in 0..<count {
          let element = mixing.elements[i * count + j]
          sumReal += element.real * oldReal[j] - element.imaginary * oldImaginary[j]
          sumImaginary += element.real * oldImaginary[j] + element.imaginary * oldReal[j]
        }
        real[base + offset] = sumReal
        imaginary[base + offset] = sumImaginary
      }
    }
  }
}
