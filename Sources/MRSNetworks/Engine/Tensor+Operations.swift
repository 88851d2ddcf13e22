import CTorch

/// What networks are made of; the formulas are in `CTorch.h`.
extension Tensor {
  package func channelsLast() throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("channels last", [self]) { unsafe ct_channels_last($0[0]) }
  }

  package func convolved(
    with kernel: Tensor, padding: Int, precision: ProductPrecision = .float32
  ) throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("convolution", [self, kernel]) {
      unsafe ct_convolution($0[0], $0[1], Int64(padding), precision == .bfloat16)
    }
  }

  package func batchNormalized(
    gain: Tensor, offset: Tensor, runningMean: Tensor, runningVariance: Tensor, training: Bool, momentum: Double,
    epsilon: Double
  ) throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("batch norm", [self, gain, offset, runningMean, runningVariance]) {
      unsafe ct_batch_norm($0[0], $0[1], $0[2], $0[3], $0[4], training, momentum, epsilon)
    }
  }

  package func maxPooled(width: Int) throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("max pool", [self]) { unsafe ct_max_pool($0[0], Int64(width)) }
  }

  package func rectified() throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("ReLU", [self]) { unsafe ct_relu($0[0]) }
  }

  package func gaussianErrorLinear() throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("GELU", [self]) { unsafe ct_gelu($0[0]) }
  }

  package func sigmoidLinear() throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("SiLU", [self]) { unsafe ct_silu($0[0]) }
  }

  package func layerNormalized(gain: Tensor, offset: Tensor, epsilon: Double) throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("layer norm", [self, gain, offset]) {
      unsafe ct_layer_norm($0[0], $0[1], $0[2], epsilon)
    }
  }

  package func hyperbolicTangent() throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("tanh", [self]) { unsafe ct_tanh($0[0]) }
  }

  package func droppedOut(probability: Double, seed: UInt64) throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("dropout", [self]) { unsafe ct_dropout($0[0], probability, seed) }
  }

  package func linear(
    weight: Tensor, offset: Tensor, precision: ProductPrecision = .float32
  ) throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("linear", [self, weight, offset]) {
      unsafe ct_linear($0[0], $0[1], $0[2], precision == .bfloat16)
    }
  }

  package func flattened() throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("flatten", [self]) { unsafe ct_flattened($0[0]) }
  }

  package static func concatenated(_ parts: [Tensor], dimension: Int) throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("concatenate", parts) { handles in
      unsafe handles.withUnsafeBufferPointer {
        unsafe ct_concatenated($0.baseAddress, Int32($0.count), Int64(dimension))
      }
    }
  }

  package func slice(dimension: Int, start: Int, length: Int) throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("slice", [self]) { unsafe ct_slice($0[0], Int64(dimension), Int64(start), Int64(length)) }
  }

  package func affine(factor: Double, term: Double) throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("affine", [self]) { unsafe ct_affine($0[0], factor, term) }
  }

  package func adding(_ other: Tensor) throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("sum", [self, other]) { unsafe ct_sum($0[0], $0[1]) }
  }

  package func subtracting(_ other: Tensor) throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("difference", [self, other]) { unsafe ct_difference($0[0], $0[1]) }
  }

  package func multiplied(by other: Tensor) throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("product", [self, other]) { unsafe ct_product($0[0], $0[1]) }
  }

  package func exponential() throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("exponential", [self]) { unsafe ct_exponential($0[0]) }
  }

  package func mean() throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("mean", [self]) { unsafe ct_mean($0[0]) }
  }

  package func total() throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("total", [self]) { unsafe ct_total($0[0]) }
  }

  package func binaryCrossEntropy(labels: Tensor) throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("binary cross entropy", [self, labels]) { unsafe ct_binary_cross_entropy($0[0], $0[1]) }
  }

  package func detached() throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("detach", [self]) { unsafe ct_detached($0[0]) }
  }

  /// The gradient that ``backward()`` has added up here.
  package func gradient() throws(NetworkError) -> Tensor {
    try unsafe Tensor.apply("gradient", [self]) { unsafe ct_gradient($0[0]) }
  }

  package func requireGradient() throws(NetworkError) {
    try unsafe Tensor.perform("require gradient", [self]) { unsafe ct_require_gradient($0[0]) }
  }

  /// Differentiates this scalar with respect to every tensor that requires it.
  package func backward() throws(NetworkError) {
    try unsafe Tensor.perform("backward", [self]) { unsafe ct_backward($0[0]) }
  }
}
