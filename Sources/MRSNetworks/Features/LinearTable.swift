import MRSCore
import Numerics

/// Linear Bayes estimates of amounts from registered spectra, by cells of width and fat, learnt from spectra without noise.
///
/// In a cell the spectra have mean μ and the amounts mean ν; along orthonormal directions V of the spectra (chosen so that the
/// estimates need no others) the variances are Λ and the amounts' covariances with them R. For noise σ then
/// a = ν + R·(Λ + σ²)⁻¹·Vᵀ·(X − μ), with variance Var(a) − R·(Λ + σ²)⁻¹·Rᵀ (the linear minimum of mean squares).
package struct LinearTable: Hashable, Sendable {
  /// Where one cell ends and the next begins, rising: of the width, Hz, and of the logarithm of fat.
  let widthEdges: [Double]
  let fatEdges: [Double]
  /// Cells by width, then fat; K directions, size S, M amounts.
  let means: FloatArray  // (cells, S)
  let directions: FloatArray  // (cells·K, S)
  let variances: FloatArray  // (cells, K)
  let amountMeans: FloatArray  // (cells, M)
  let amountVariances: FloatArray  // (cells, M)
  let responses: FloatArray  // (cells·K, M)
  /// The directions of each cell, (S, K).
  private let bases: [Matrix]

  init(
    widthEdges: [Double], fatEdges: [Double], means: FloatArray, directions: FloatArray, variances: FloatArray,
    amountMeans: FloatArray, amountVariances: FloatArray, responses: FloatArray
  ) {
    self.widthEdges = widthEdges
    self.fatEdges = fatEdges
    self.means = means
    self.directions = directions
    self.variances = variances
    self.amountMeans = amountMeans
    self.amountVariances = amountVariances
    self.responses = responses
    let (size, count) = (means.shape[1], variances.shape[1])
    bases = (0..<means.shape[0]).map { cell in
      Matrix(
        rows: size, columns: count,
        elements: directions.values[cell * count * size..<(cell + 1) * count * size].map(Double.init))
    }
  }

  var amounts: Int { amountMeans.shape[1] }
  var directionCount: Int { variances.shape[1] }
  private var size: Int { means.shape[1] }

  func cell(width: Double, logFat: Double) -> Int {
    Self.cell(width: width, logFat: logFat, widthEdges: widthEdges, fatEdges: fatEdges)
  }

  static func cell(width: Double, logFat: Double, widthEdges: [Double], fatEdges: [Double]) -> Int {
    widthEdges.count { $0 <= width } * (fatEdges.count + 1) + fatEdges.count { $0 <= logFat }
  }

  /// What a table says about one spectrum.
  package struct Estimate {
    package let amounts: [Double]
    package let deviations: [Double]
    /// The mean square of the coordinates over what spectra and noise make of them, and of what is left over the noise.
    package let energies: [Double]
  }

  /// The estimates from the columns of `windows`, which are of one cell.
  package func estimates(_ windows: Matrix, noises: [Double], cell: Int) -> [Estimate] {
    let (K, M) = (directionCount, amounts)
    var centred = windows
    var energies = [Double](repeating: 0, count: windows.columns)
    for j in 0..<windows.columns {
      for i in 0..<size {
        let value = windows[i, j] - Double(means.values[cell * size + i])
        centred[i, j] = value
        energies[j] += value * value
      }
    }
    let coordinates = bases[cell].transposedTimes(centred)
    return (0..<windows.columns).map { j in
      let noise = max(noises[j] * noises[j], .leastNormalMagnitude)
      var amounts = (0..<M).map { Double(amountMeans.values[cell * M + $0]) }
      var variances = (0..<M).map { Double(amountVariances.values[cell * M + $0]) }
      let priors = variances
      var (explained, left) = (0.0, energies[j])
      for k in 0..<K {
        let weight = 1 / (Double(self.variances.values[cell * K + k]) + noise)
        let z = coordinates[k, j]
        explained += z * z * weight
        left -= z * z
        for m in 0..<M {
          let response = Double(responses.values[(cell * K + k) * M + m])
          amounts[m] += response * weight * z
          variances[m] -= response * weight * response
        }
      }
      return Estimate(
        amounts: amounts, deviations: (0..<M).map { max(variances[$0], 1e-4 * priors[$0]).squareRoot() },
        energies: [explained / Double(K), max(left, 0) / (noise * Double(max(size - K, 1)))])
    }
  }
}
