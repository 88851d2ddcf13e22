import MRSCore
import Numerics

extension LinearTable {
  /// Sums over the spectra of one cell.
  package struct Sums: Sendable {
    var count = 0
    var spectra: [Double]
    var amounts: [Double]
    var squares: Matrix
    var products: Matrix
    var amountSquares: [Double]

    package init(size: Int, amounts count: Int) {
      spectra = [Double](repeating: 0, count: size)
      amounts = [Double](repeating: 0, count: count)
      squares = Matrix(zeros: size, size)
      products = Matrix(zeros: size, count)
      amountSquares = amounts
    }

    /// Adds columns of spectra and of their amounts.
    package mutating func add(_ windows: Matrix, amounts columns: Matrix) {
      count += windows.columns
      for j in 0..<windows.columns {
        for i in spectra.indices { spectra[i] += windows[i, j] }
        for m in amounts.indices {
          amounts[m] += columns[m, j]
          amountSquares[m] += columns[m, j] * columns[m, j]
        }
      }
      squares = squares + windows.transposed.gram
      products = products + windows.timesTransposed(columns)
    }

    mutating func add(_ other: Sums) {
      count += other.count
      for i in spectra.indices { spectra[i] += other.spectra[i] }
      for m in amounts.indices {
        amounts[m] += other.amounts[m]
        amountSquares[m] += other.amountSquares[m]
      }
      squares = squares + other.squares
      products = products + other.products
    }
  }

  /// One cell, compressed.
  package struct Cell: Sendable {
    let mean, amountMean, amountVariance, variances: [Double]
    /// (S, K) and (M, K).
    let directions, responses: Matrix

    /// - Parameters:
    ///   - noises: at which the estimates are to be as good as with all directions.
    ///   - count: directions that are kept, K.
    /// - Throws: `LinearAlgebraError`.
    package init(_ sums: Sums, noises: [Double], directions count: Int) throws {
      let n = Double(max(sums.count, 1))
      let (size, targets) = (sums.spectra.count, sums.amounts.count)
      let mean = sums.spectra.map { $0 / n }
      let amountMean = sums.amounts.map { $0 / n }
      var covariance = (1 / n) * sums.squares
      for j in 0..<size { for i in 0..<size { covariance[i, j] -= mean[i] * mean[j] } }
      var shared = (1 / n) * sums.products
      for m in 0..<targets { for i in 0..<size { shared[i, m] -= mean[i] * amountMean[m] } }
      let amountVariance = (0..<targets).map {
        max(sums.amountSquares[$0] / n - amountMean[$0] * amountMean[$0], .leastNormalMagnitude)
      }

      // All that varies: more would be learnt from too few spectra.
      let rank = min(Self.mostDirections, size, max(1, sums.count / 8))
      let eigen = try covariance.symmetricEigen()
      let vectors = eigen.vectors.columns((0..<rank).map { size - 1 - $0 })
      let variances = (0..<rank).map { max(eigen.values[size - 1 - $0], 0) }
      let responses = vectors.transposedTimes(shared)  // (rank, M)

      // Rows A·W of the estimates at each noise on coordinates of unit variance at the middle one, each amount over its
      // deviation: their leading directions carry all that the estimates take from a spectrum.
      let middle = noises[noises.count / 2]
      let weights = variances.map { ($0 + middle * middle).squareRoot() }
      var rows: [[Double]] = []
      for noise in noises {
        for m in 0..<targets {
          rows.append(
            (0..<rank).map { k in
              responses[k, m] / (variances[k] + noise * noise) * weights[k] / amountVariance[m].squareRoot()
            })
        }
      }
      let stacked = Matrix(columns: rows).transposed.gram
      let leading = try stacked.symmetricEigen().vectors
      let kept = min(count, rank)
      var basis: [[Double]] = []
      for k in 0..<kept {
        var vector = zip(leading.column(rank - 1 - k), weights).map { $0 / max($1, .leastNormalMagnitude) }
        for _ in 0..<2 {
          for other in basis {
            let share = zip(vector, other).reduce(0) { $0 + $1.0 * $1.1 }
            for i in vector.indices { vector[i] -= share * other[i] }
          }
        }
        let norm = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
        basis.append(vector.map { $0 / max(norm, .leastNormalMagnitude) })
      }
      let kernel = Matrix(columns: basis)  // (rank, kept)
      var scaled = kernel
      for j in 0..<kept { for i in 0..<rank { scaled[i, j] *= variances[i] } }
      let inner = try kernel.transposedTimes(scaled).symmetricEigen()
      let turned = kernel * inner.vectors
      self.mean = mean
      self.amountMean = amountMean
      self.amountVariance = amountVariance
      // Every cell has as many, for tables of one shape.
      let missing = count - kept
      self.variances = inner.values.map { max($0, 0) } + [Double](repeating: 0, count: missing)
      let full = vectors * turned
      directions = Matrix(
        rows: size, columns: count, elements: full.elements + [Double](repeating: 0, count: missing * size))
      let own = responses.transposedTimes(turned)
      self.responses = Matrix(
        rows: targets, columns: count, elements: own.elements + [Double](repeating: 0, count: missing * targets))
    }

    private static let mostDirections = 192
  }

  package init(cells: [Cell], widthEdges: [Double], fatEdges: [Double]) {
    func array(_ values: [[Double]]) -> FloatArray {
      FloatArray(values.flatMap { $0 }, shape: [values.count, values.first?.count ?? 0])
    }
    let size = cells.first?.mean.count ?? 0
    let targets = cells.first?.amountMean.count ?? 0
    self.init(
      widthEdges: widthEdges, fatEdges: fatEdges, means: array(cells.map(\.mean)),
      directions: FloatArray(
        roundingToHalf: cells.flatMap(\.directions.elements),
        shape: [cells.reduce(0) { $0 + $1.directions.columns }, size]), variances: array(cells.map(\.variances)),
      amountMeans: array(cells.map(\.amountMean)), amountVariances: array(cells.map(\.amountVariance)),
      responses: FloatArray(
        cells.flatMap(\.responses.elements), shape: [cells.reduce(0) { $0 + $1.responses.columns }, targets]))
  }
}
