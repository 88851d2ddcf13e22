/// Fourier transforms of rows of any lengths in an ONNX graph, exact to 10⁻¹⁵ of the largest number.
///
/// With n·k = (n² + k² − (k − n)²)/2 a transform of length L is a convolution with a chirp e^(πi·n²/L), which
/// transforms of a power of two make (Bluestein 1970, doi:10.1109/TAU.1970.1162132). Runtimes do so too, but with
/// chirps of fewer digits, and not with another length for every row.
struct ChirpTransform {
  /// Points of a row; those behind its length must be zero.
  let points: Int
  private let length: ONNXValue
  private let size: Int
  /// e^(−πi·n²/L).
  private let chirp: ONNXComplex
  private let filter: ONNXComplex

  /// - Parameter length: L of each row, (rows, 1), or (1, 1) for all, integers up to `points`.
  init(points: Int, length: ONNXValue) {
    let graph = length.graph
    self.points = points
    self.length = length.cast(to: .double)
    var size = 1
    while size < 2 * points - 1 { size *= 2 }
    self.size = size
    let indices = graph.indices(points)
    let angle = ((indices * indices) % (length * 2)).cast(to: .double) * .pi / self.length
    let rising = ONNXComplex(phase: angle)
    chirp = rising.conjugated
    // Of the places −(points − 1) … points − 1, those below zero at the end; zero in between.
    let places = (0..<size).map { min($0, size - $0) }.map { $0 < points ? $0 : points }
    filter = Self.transformed(
      rising.map { .concatenated([$0, $0.slice(0..<1, axis: 1) * 0], axis: 1).gathered(places, axis: 1) })
  }

  /// Of the same length for all rows.
  init(points: Int, _ graph: ONNXGraph) {
    self.init(points: points, length: graph.constant(ONNXTensor([points], shape: [1, 1])))
  }

  /// Σ x(n)·e^(−2πi·nk/L), (rows, points); what lies behind L means nothing.
  func forward(_ x: ONNXComplex) -> ONNXComplex {
    let product = Self.transformed(x * chirp, filledTo: size) * filter
    let back = Self.transformed(product.conjugated).conjugated * (1 / Double(size))
    return back.map { $0.slice(0..<points, axis: 1) } * chirp
  }

  /// Σ x(k)·e^(2πi·nk/L)/L.
  func inverse(_ x: ONNXComplex) -> ONNXComplex {
    forward(x.conjugated).conjugated.map { $0 / length }
  }

  /// By ONNX's own DFT, of a power of two.
  private static func transformed(_ x: ONNXComplex, filledTo size: Int? = nil) -> ONNXComplex {
    let graph = x.real.graph
    let pairs = x.real.stacked(with: x.imaginary, axis: 2)
    let length = size.map { [graph.scalar(Double($0), .int64)] } ?? []
    return ONNXComplex(
      pairs: graph.apply("DFT", [pairs] + length, giving: pairs.type, ("axis", .integer(1))))
  }
}
