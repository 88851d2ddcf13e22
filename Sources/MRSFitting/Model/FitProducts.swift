import MRSCore

/// The inner products of vectors under the M/σ² of a ``FitProblem``, and what those with other vectors take.
struct FitProducts: Sendable {
  /// X, shape (2·points, columns).
  let vectors: Matrix
  /// XᵀMX/σ².
  let matrix: Matrix
  /// What M takes: XᵀMX = XᵀX − Σ TᵀT.
  private let taken: [Matrix]
  private let weight: Double

  /// - Parameter whole: XᵀX, where it is known.
  init(of vectors: Matrix, whole: Matrix? = nil, in problem: FitProblem) {
    var taken: [Matrix] = []
    if let baseline = problem.baseline {
      taken.append(baseline.taken(baseline.parts(of: vectors), shares: problem.shares))
    }
    if let shapes = problem.shapes { taken.append(shapes.parts(of: vectors)) }
    self.vectors = vectors
    self.taken = taken
    weight = problem.weight
    matrix = whole?.less(gramsOf: taken, scaledBy: weight) ?? vectors.gram(less: taken, scaledBy: weight)
  }

  /// XᵀMY/σ² with the Y of others in the same problem.
  func crossed(with others: FitProducts) -> Matrix {
    var products = vectors.transposedTimes(others.vectors)
    for (own, other) in zip(taken, others.taken) {
      let part = own.transposedTimes(other)
      for i in products.elements.indices { products.elements[i] -= part.elements[i] }
    }
    return weight * products
  }
}
