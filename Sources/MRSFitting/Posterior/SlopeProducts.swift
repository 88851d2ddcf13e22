import MRSCore
import MRSModel
import Numerics

/// Inner products of how a spectrum changes with the coordinates that are not exact, for many draws at a time.
///
/// All these slopes are sums of a few elementary ones, each of which has coefficients of one species, or of the data,
/// alone: a_k·h_{p−1} of species k, times 1 and times i, a_k·h_p of amounts that are in the rest, phase and delay of
/// the data.
struct SlopeProducts: Sendable {
  private let density: PosteriorDensity
  /// How many elementary slopes there are.
  let count: Int
  /// For each of the rest the elementary slopes that make it, and their factors.
  let parts: [[(slope: Int, factor: Double)]]
  /// For each block, a species or the data: where its coefficients begin in the expansion, its elementary slopes, and
  /// where its coefficients begin among those that are kept.
  private let blocks: [Block]
  /// For each block the columns of its kept coefficients, down to its own last row.
  private let columns: [Matrix]

  private struct Block {
    let place: Int
    let kept: Range<Int>
    let slopes: [Int]
  }

  /// Orders of t that slopes are told by.
  private static let orders = 4
  private static let width = 2 * orders

  init(_ density: PosteriorDensity) {
    self.density = density
    let (expansion, coordinates) = (density.expansion, density.coordinates)
    let species = coordinates.species
    let logs = Array(coordinates.rest.prefix(coordinates.restLogs))
    let total = 2 * species + logs.count + 2
    count = total
    let width = Self.width
    blocks =
      (0..<species).map { k in
        let own = logs.firstIndex(of: k).map { [2 * species + $0] } ?? []
        return Block(
          place: expansion.place(of: k), kept: k * width..<(k + 1) * width, slopes: [2 * k, 2 * k + 1] + own)
      } + [
        Block(
          place: expansion.dataPlace, kept: species * width..<(species + 1) * width, slopes: [total - 2, total - 1])
      ]
    let kept = blocks.flatMap { $0.place..<$0.place + width }
    let small = expansion.products.submatrix(kept)
    columns = blocks.map { block in
      Matrix(
        columns: block.kept.map { Array(small.elements[$0 * small.rows..<$0 * small.rows + block.kept.upperBound]) })
    }
    let model = expansion.problem.model
    let (byShift, byWidth) = (LocalExpansion.byShift.imaginary, LocalExpansion.byWidth.real)
    parts = coordinates.rest.enumerated().map { index, place in
      guard place >= species else { return [(2 * species + index, 1)] }
      switch model.layout.parameter(at: coordinates.parameters[place - species]) {
      case .frequency: return (0..<species).map { (2 * $0 + 1, byShift) }
      case .shift(let k): return model.ties.moved[k].map { (2 * $0 + 1, byShift) }
      case .broadening(let k): return [(2 * k, byWidth)]
      case .phase: return [(total - 2, 1)]
      case .delay: return [(total - 1, 1)]
      case .lorentzian, .gaussian, .share: return []
      }
    }
  }

  /// The kept coefficients of all elementary slopes, end to end, shape (slopes, width).
  func slopes(amounts: [Double], _ theta: [Double]) -> [Double] {
    let coordinates = density.coordinates
    let polynomials = density.expansion.polynomials(at: theta)
    var slopes = [Double](repeating: 0, count: count * Self.width)
    for k in 0..<coordinates.species {
      let h = polynomials[k]
      let (straight, turned) = (2 * k * Self.width, (2 * k + 1) * Self.width)
      for p in 1..<Self.orders {
        let (re, im) = (amounts[k] * h[p - 1].real, amounts[k] * h[p - 1].imaginary)
        slopes[straight + 2 * p] = re
        slopes[straight + 2 * p + 1] = im
        slopes[turned + 2 * p] = -im
        slopes[turned + 2 * p + 1] = re
      }
    }
    for (i, k) in coordinates.rest.prefix(coordinates.restLogs).enumerated() {
      let place = (2 * coordinates.species + i) * Self.width
      for p in 0..<Self.orders {
        slopes[place + 2 * p] = amounts[k] * polynomials[k][p].real
        slopes[place + 2 * p + 1] = amounts[k] * polynomials[k][p].imaginary
      }
    }
    let data = density.expansion.dataSlopes(theta)
    for i in 0..<min(Self.width, data.phase.count) {
      slopes[(count - 2) * Self.width + i] = data.phase[i]
      slopes[(count - 1) * Self.width + i] = data.delay[i]
    }
    return slopes
  }

  /// By what each elementary slope grows with the amounts.
  func scales(of amounts: [Double]) -> [Double] {
    let coordinates = density.coordinates
    return (0..<2 * coordinates.species).map { amounts[$0 / 2] }
      + coordinates.rest.prefix(coordinates.restLogs).map { amounts[$0] } + [1, 1]
  }

  func scaled(_ slopes: [Double], by scales: [Double]) -> [Double] {
    slopes.indices.map { slopes[$0] * scales[$0 / Self.width] }
  }

  /// Inner products of elementary slopes for every draw, shape (slopes, slopes).
  func grams(_ draws: [[Double]]) -> [[Double]] {
    let (n, width) = (count, Self.width)
    var grams = [[Double]](repeating: [Double](repeating: 0, count: n * n), count: draws.count)
    for (index, block) in blocks.enumerated() {
      let rows = block.kept.upperBound
      var elements: [Double] = []
      elements.reserveCapacity(draws.count * block.slopes.count * width)
      for draw in draws { for slope in block.slopes { elements += draw[slope * width..<(slope + 1) * width] } }
      let products = columns[index] * Matrix(rows: width, columns: draws.count * block.slopes.count, elements: elements)
      for draw in draws.indices {
        unsafe draws[draw].withUnsafeBufferPointer { slopes in
          unsafe products.elements.withUnsafeBufferPointer { products in
            unsafe grams[draw].withUnsafeMutableBufferPointer { gram in
              for (place, slope) in block.slopes.enumerated() {
                let column = (draw * block.slopes.count + place) * rows
                for other in 0...index {
                  let first = column + other * width
                  for partner in blocks[other].slopes {
                    var sum = 0.0
                    for i in 0..<Self.width { unsafe sum += slopes[partner * Self.width + i] * products[first + i] }
                    unsafe gram[slope * n + partner] = sum
                    unsafe gram[partner * n + slope] = sum
                  }
                }
              }
            }
          }
        }
      }
    }
    return grams
  }

  /// The inner product of each elementary slope with a residual, given as Gc over all coefficients.
  func pulls(_ slopes: [Double], _ left: [Double]) -> [Double] {
    var pulls = [Double](repeating: 0, count: count)
    for block in blocks {
      for slope in block.slopes {
        var sum = 0.0
        for i in 0..<Self.width { sum += slopes[slope * Self.width + i] * left[block.place + i] }
        pulls[slope] = sum
      }
    }
    return pulls
  }
}
