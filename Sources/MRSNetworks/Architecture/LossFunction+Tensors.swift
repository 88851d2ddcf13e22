/// The loss as the engine computes it.
extension LossFunction {
  /// The log variance stays within centre ± reach: standard deviations from 0.0025 to 20 of a standardised target.
  static let logVarianceCentre = -3.0
  static let logVarianceReach = 9.0

  /// The outputs from the last layer's numbers: a log variance is bounded by centre + reach·tanh((r − centre)/reach),
  /// which is close to r in between and, unlike a hard clamp, has a gradient everywhere.
  ///
  /// - Parameter base: N×2T: where each target's mean begins, and the logarithm of the unit that it is told in; the mean is
  ///   then base + unit·o and the log variance o′ + 2·ln unit. `nil` for 0 and 1.
  func outputs(ofLastLayer layer: Tensor, targets: Int, base: Tensor?) throws(NetworkError) -> Tensor {
    guard isGaussian else { return layer }
    var mean = try layer.slice(dimension: 1, start: 0, length: targets)
    var logVariance = try layer.slice(dimension: 1, start: targets, length: targets)
      .affine(factor: 1 / Self.logVarianceReach, term: -Self.logVarianceCentre / Self.logVarianceReach)
      .hyperbolicTangent()
      .affine(factor: Self.logVarianceReach, term: Self.logVarianceCentre)
    let rest = outputs(forTargets: targets) - 2 * targets
    var lower = rest > 0 ? [try layer.slice(dimension: 1, start: 2 * targets, length: rest)] : []
    if let base {
      let start = try base.slice(dimension: 1, start: 0, length: targets)
      let logUnit = try base.slice(dimension: 1, start: targets, length: targets)
      mean = try mean.multiplied(by: logUnit.exponential()).adding(start)
      logVariance = try logVariance.adding(logUnit.affine(factor: 2, term: 0))
      if let own = lower.first {
        // N is told in units too: N_ij·unit_j/unit_i.
        let triangle = try LowerTriangle(targets)
        lower = [try own.multiplied(by: triangle.differences(logUnit).exponential())]
      }
    }
    return try Tensor.concatenated([mean, logVariance] + lower, dimension: 1)
  }

  /// The loss to minimise, a scalar.
  func trainingLoss(outputs: Tensor, targets: Tensor) throws(NetworkError) -> Tensor {
    guard case .gaussianNegativeLogLikelihood(let beta) = self, beta > 0 else {
      return try validationLoss(outputs: outputs, targets: targets)
    }
    let (terms, logVariance) = try gaussianTerms(outputs: outputs, targets: targets)
    let weight = try logVariance.detached().affine(factor: beta, term: 0).exponential()
    return try terms.multiplied(by: weight).mean()
  }

  /// The loss that says how good the network is, a scalar.
  func validationLoss(outputs: Tensor, targets: Tensor) throws(NetworkError) -> Tensor {
    isGaussian
      ? try gaussianTerms(outputs: outputs, targets: targets).terms.mean()
      : try outputs.binaryCrossEntropy(labels: targets)
  }

  /// ½·(s + w²) and s, both N×T; w is (y − μ)·e^(−s/2), of correlated targets Lᵀ·(y − μ).
  private func gaussianTerms(
    outputs: Tensor, targets: Tensor
  ) throws(NetworkError) -> (terms: Tensor, logVariance: Tensor) {
    let count = targets.shape[1]
    var error = try targets.subtracting(outputs.slice(dimension: 1, start: 0, length: count))
    let logVariance = try outputs.slice(dimension: 1, start: count, length: count)
    if self == .gaussianCovariance, count > 1 {
      let triangle = try LowerTriangle(count)
      let lower = try outputs.slice(dimension: 1, start: 2 * count, length: triangle.count)
      error = try error.adding(triangle.transposedProduct(lower, error))
    }
    let precision = try logVariance.affine(factor: -1, term: 0).exponential()
    let terms = try error.multiplied(by: error).multiplied(by: precision).adding(logVariance)
    return (try terms.affine(factor: 0.5, term: 0), logVariance)
  }
}

/// The places (i, j), i > j, of a strict lower triangle, row by row, and the two matrices of zeros and ones that pick and
/// collect: products with them are exact.
private struct LowerTriangle {
  let count: Int
  /// (places, T): 1 at the row, or at the column, of each place.
  private let rows: Tensor
  private let columns: Tensor
  private let columnsTransposed: Tensor
  private let zeros: (places: Tensor, targets: Tensor)

  init(_ targets: Int) throws(NetworkError) {
    let places = (0..<targets).flatMap { i in (0..<i).map { (i, $0) } }
    count = places.count
    func ones(at indices: [Int]) throws(NetworkError) -> Tensor {
      var values = [Float](repeating: 0, count: places.count * targets)
      for (place, index) in indices.enumerated() { values[place * targets + index] = 1 }
      return try Tensor(values, shape: [places.count, targets])
    }
    rows = try ones(at: places.map(\.0))
    columns = try ones(at: places.map(\.1))
    var transposed = [Float](repeating: 0, count: places.count * targets)
    for (place, (_, j)) in places.enumerated() { transposed[j * places.count + place] = 1 }
    columnsTransposed = try Tensor(transposed, shape: [targets, places.count])
    zeros = (try .filled(0, shape: [places.count]), try .filled(0, shape: [targets]))
  }

  /// x_j − x_i at each place, N×places.
  func differences(_ x: Tensor) throws(NetworkError) -> Tensor {
    try x.linear(weight: columns, offset: zeros.places).subtracting(x.linear(weight: rows, offset: zeros.places))
  }

  /// Σ_{i>j} N_ij·e_i, N×T.
  func transposedProduct(_ lower: Tensor, _ e: Tensor) throws(NetworkError) -> Tensor {
    try lower.multiplied(by: e.linear(weight: rows, offset: zeros.places))
      .linear(weight: columnsTransposed, offset: zeros.targets)
  }
}
