/// Complex numbers in an ONNX graph, (rows, points), as two values.
struct ONNXComplex {
  let real: ONNXValue
  let imaginary: ONNXValue

  var conjugated: ONNXComplex { ONNXComplex(real: real, imaginary: -imaginary) }

  static func * (left: ONNXComplex, right: ONNXComplex) -> ONNXComplex {
    ONNXComplex(
      real: left.real * right.real - left.imaginary * right.imaginary,
      imaginary: left.real * right.imaginary + left.imaginary * right.real)
  }

  static func * (left: ONNXComplex, right: Double) -> ONNXComplex {
    ONNXComplex(real: left.real * right, imaginary: left.imaginary * right)
  }

  /// exp(iφ).
  init(phase: ONNXValue) { self.init(real: phase.cosine, imaginary: phase.sine) }

  init(real: ONNXValue, imaginary: ONNXValue) {
    self.real = real
    self.imaginary = imaginary
  }

  /// (rows, points, 2) as two.
  init(pairs: ONNXValue) {
    self.init(real: pairs.plane(0, axis: 2), imaginary: pairs.plane(1, axis: 2))
  }

  func map(_ change: (ONNXValue) -> ONNXValue) -> ONNXComplex {
    ONNXComplex(real: change(real), imaginary: change(imaginary))
  }

  /// (rows, 2, 2·points): x as (Re x, Im x), and (Im x, −Re x). Their products with a complex vector q that is written
  /// as the first are the real and imaginary part of q†x.
  var stacked: ONNXValue {
    let (plain, turned) = (
      ONNXValue.concatenated([real, imaginary], axis: 1), ONNXValue.concatenated([imaginary, -real], axis: 1)
    )
    return plain.stacked(with: turned, axis: 1)
  }

  /// |z|.
  var magnitude: ONNXValue { (real.squared + imaginary.squared).squareRoot }

  /// The angle of z ≠ 0, −π … π, and 0 of 0. Runtimes have arcs of 32 bits only: with such a one, θ₀, and
  /// e = Im z·e^(−iθ₀)/|z| it is θ₀ + e + e³/6, which leaves an error of e⁵ ≈ 10⁻¹⁷.
  var phase: ONNXValue {
    let size = magnitude
    let safe = size.atLeast(.leastNormalMagnitude)
    let (cosine, sine) = (real / safe, imaginary / safe)
    let arc = cosine.clamped(-1, 1).cast(to: .float).changed("Acos").cast(to: .double)
    let first = (sine < 0).chosen(-arc, else: arc)
    let error = sine * first.cosine - cosine * first.sine
    return (size > 0).chosen(first + error + error * error.squared / 6, else: 0)
  }
}

extension ONNXValue {
  /// Two values one beside the other along a new axis.
  func stacked(with other: ONNXValue, axis: Int) -> ONNXValue {
    func widened(_ value: ONNXValue) -> ONNXValue {
      graph.apply("Unsqueeze", [value, graph.constant([axis])], giving: type)
    }
    return .concatenated([widened(self), widened(other)], axis: axis)
  }
}
