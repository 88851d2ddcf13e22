/// What a layer receives or gives, an example: a map of channels × points, or a vector.
enum LayerShape: Hashable, Sendable, CustomStringConvertible {
  case map(channels: Int, points: Int)
  case vector(Int)

  var description: String {
    switch self {
    case .map(let channels, let points): "a map of \(channels)×\(points)"
    case .vector(let width): "a vector of \(width)"
    }
  }

  /// Above this a size is a slip of the keyboard rather than a wish.
  private static let largestSize = 1 << 20

  /// - Throws: ``NetworkError/invalidArchitecture(field:value:expected:)``
  static func check(_ field: String, _ value: Int, atLeast minimum: Int = 1) throws(NetworkError) {
    guard value >= minimum, value <= largestSize else {
      throw .invalidArchitecture(field: field, value: "\(value)", expected: "\(minimum) to \(largestSize)")
    }
  }
}

extension NetworkLayer {
  /// What the layer gives of what it receives.
  /// - Parameter field: what errors call the layer, as `layers[3]`.
  /// - Throws: ``NetworkError/invalidArchitecture(field:value:expected:)``
  func shape(after input: LayerShape, sideInputs: Int, field: String) throws(NetworkError) -> LayerShape {
    func wrongInput(_ expected: String) -> NetworkError {
      .invalidArchitecture(field: field, value: "\(kind.rawValue) of \(input)", expected: expected)
    }
    switch (self, input) {
    case (.convolution(let channels, let kernel), .map(_, let points)):
      try LayerShape.check("\(field).channels", channels)
      try LayerShape.check("\(field).kernel", kernel)
      guard kernel % 2 == 1 else {
        throw .invalidArchitecture(field: "\(field).kernel", value: "\(kernel)", expected: "an odd number of points")
      }
      return .map(channels: channels, points: points)
    case (.maxPool(let width), .map(let channels, let points)):
      try LayerShape.check("\(field).width", width)
      guard points / width >= 1 else {
        throw .invalidArchitecture(
          field: "\(field).width", value: "\(width)", expected: "at most the \(points) points that are left there")
      }
      return .map(channels: channels, points: points / width)
    case (.batchNorm, .map): return input
    case (.convolution, _), (.maxPool, _), (.batchNorm, _): throw wrongInput("a map, before 'flatten'")
    case (.flatten, .map(let channels, let points)): return .vector(channels * points + sideInputs)
    case (.flatten, _): throw wrongInput("one 'flatten', of a map")
    case (.linear(let width, _), .vector):
      try LayerShape.check("\(field).width", width)
      return .vector(width)
    case (.layerNorm, .vector): return input
    case (.residual(let layers), .vector):
      var inner = input
      for (index, layer) in layers.enumerated() {
        inner = try layer.shape(after: inner, sideInputs: sideInputs, field: "\(field).layers[\(index)]")
      }
      guard inner == input else {
        throw .invalidArchitecture(field: "\(field).layers", value: "\(inner)", expected: "\(input), as it is added to")
      }
      return input
    case (.linear, _), (.layerNorm, _), (.residual, _): throw wrongInput("a vector, behind 'flatten'")
    case (.dropout(let probability), _):
      guard probability >= 0, probability < 1 else {
        throw .invalidArchitecture(
          field: "\(field).probability", value: "\(probability)", expected: "0 or more and less than 1")
      }
      return input
    case (.relu, _), (.gelu, _), (.silu, _): return input
    }
  }

  /// Multiplications and additions of one example in one forward pass, counted as pairs.
  func multiplications(after input: LayerShape, _ output: LayerShape) -> Int {
    switch (self, input, output) {
    case (.convolution(let channels, let kernel), .map(let inputs, let points), _): points * inputs * kernel * channels
    case (.linear(let width, _), .vector(let inputs), _): inputs * width
    case (.residual(let layers), _, _):
      // Widths inside: known good, for the architecture was checked.
      layers.reduce((0, input)) { sum, layer in
        let next = (try? layer.shape(after: sum.1, sideInputs: 0, field: "")) ?? sum.1
        return (sum.0 + layer.multiplications(after: sum.1, next), next)
      }.0
    default: 0
    }
  }
}
