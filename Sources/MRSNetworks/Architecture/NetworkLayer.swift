/// One layer of a network, as protocols and bundles describe it: a closed list, so that another network is text and not
/// code.
///
/// A layer receives a map N×C×L (channels, points) or a vector N×W; ``flatten`` turns the first into the second.
public indirect enum NetworkLayer: Hashable, Sendable {
  /// A map of so many channels: cross-correlation with kernels of an odd number of points, zero-padded; no offset.
  case convolution(channels: Int, kernel: Int)
  /// The largest of every `width` points; what is left over at the end is dropped.
  case maxPool(width: Int)
  /// Each channel of a map with mean 0 and variance 1 over the batch, then gain and offset (Ioffe and Szegedy 2015,
  /// arXiv:1502.03167).
  case batchNorm
  /// The numbers of each example's vector with mean 0 and variance 1, then gain and offset (Ba et al. 2016,
  /// arXiv:1607.06450).
  case layerNorm
  /// max(0, x).
  case relu
  /// x·Φ(x), Φ the standard normal distribution function (Hendrycks and Gimpel 2016, arXiv:1606.08415).
  case gelu
  /// x/(1 + e⁻ˣ) (Elfwing et al. 2018, doi:10.1016/j.neunet.2017.12.012).
  case silu
  /// In training sets each number to zero with this probability and divides the others by 1 − probability.
  case dropout(probability: Double)
  /// A map as a vector, channel by channel, and behind it the side inputs that are no bases.
  case flatten
  /// A vector of so many numbers: a matrix and an offset.
  case linear(width: Int, start: Start)
  /// What these layers make of the vector, added to it; they keep its width (He et al. 2016, doi:10.1109/CVPR.2016.90).
  case residual([NetworkLayer])

  /// What a matrix is before training.
  public enum Start: String, Codable, Hashable, Sendable, CaseIterable {
    /// Normal with variance 2/fan-in (He et al. 2015, doi:10.1109/ICCV.2015.123), for layers in front of an activation.
    case normal
    /// Zero, for the last layer of a residual: the network then begins as if the residual were not there.
    case zero
  }

  /// Its name in a protocol and in a bundle.
  public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    case convolution, maxPool, batchNorm, layerNorm, relu, gelu, silu, dropout, flatten, linear, residual
  }

  public var kind: Kind {
    switch self {
    case .convolution: .convolution
    case .maxPool: .maxPool
    case .batchNorm: .batchNorm
    case .layerNorm: .layerNorm
    case .relu: .relu
    case .gelu: .gelu
    case .silu: .silu
    case .dropout: .dropout
    case .flatten: .flatten
    case .linear: .linear
    case .residual: .residual
    }
  }
}

extension NetworkLayer: Codable {
  private enum Key: String, CodingKey { case kind, channels, kernel, width, probability, start, layers }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    switch try values.decode(Kind.self, forKey: .kind) {
    case .convolution:
      self = .convolution(
        channels: try values.decode(Int.self, forKey: .channels), kernel: try values.decode(Int.self, forKey: .kernel))
    case .maxPool: self = .maxPool(width: try values.decode(Int.self, forKey: .width))
    case .batchNorm: self = .batchNorm
    case .layerNorm: self = .layerNorm
    case .relu: self = .relu
    case .gelu: self = .gelu
    case .silu: self = .silu
    case .dropout: self = .dropout(probability: try values.decode(Double.self, forKey: .probability))
    case .flatten: self = .flatten
    case .linear:
      self = .linear(
        width: try values.decode(Int.self, forKey: .width),
        start: try values.decodeIfPresent(Start.self, forKey: .start) ?? .normal)
    case .residual: self = .residual(try values.decode([NetworkLayer].self, forKey: .layers))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(kind, forKey: .kind)
    switch self {
    case .convolution(let channels, let kernel):
      try values.encode(channels, forKey: .channels)
      try values.encode(kernel, forKey: .kernel)
    case .maxPool(let width): try values.encode(width, forKey: .width)
    case .dropout(let probability): try values.encode(probability, forKey: .probability)
    case .linear(let width, let start):
      try values.encode(width, forKey: .width)
      if start != .normal { try values.encode(start, forKey: .start) }
    case .residual(let layers): try values.encode(layers, forKey: .layers)
    case .batchNorm, .layerNorm, .relu, .gelu, .silu, .flatten: break
    }
  }
}
