/// The description of a one-dimensional convolutional network, from which it is built.
///
/// ```
/// N×C×L ─block…block→ N×C′×L′ ─flatten, append side inputs→ N×(C′·L′+S) ─linear, activation, dropout→ N×H ─linear→ N×O
/// block: convolution (no offset) → max pooling → batch norm → activation
/// ```
///
/// The last feature map is flattened, not averaged: in a spectrum the position is the frequency, which tells the
/// metabolites apart. Pooling before batch norm halves the work of everything behind it; for ReLU and a positive gain
/// the order changes nothing but the statistics. N examples, C channels, L points, S side inputs, H head units.
public struct NetworkArchitecture: Hashable, Sendable {
  /// One convolution and what follows it.
  public struct Block: Codable, Hashable, Sendable {
    /// Output channels.
    public let channels: Int
    /// Points of the kernel; odd, so that every output point has its input point in the middle.
    public let kernel: Int
    /// Points of which max pooling keeps the largest; 1 keeps all.
    public let pooling: Int

    public init(channels: Int, kernel: Int, pooling: Int = 1) {
      self.channels = channels
      self.kernel = kernel
      self.pooling = pooling
    }
  }

  public enum Activation: String, Codable, Hashable, Sendable, CaseIterable {
    case relu, gelu
  }

  /// Channels of the input, such as 2 for real and imaginary part.
  public let inputChannels: Int
  /// Points a channel.
  public let inputPoints: Int
  /// Numbers beside the spectrum that the head sees, such as the linewidth; 0 for none.
  public let sideInputs: Int
  public let blocks: [Block]
  public let activation: Activation
  /// Width H of the hidden layer between features and outputs.
  public let headWidth: Int
  /// Probability that training drops a hidden unit of the head.
  public let dropout: Double
  /// Quantities that the network is to tell.
  public let targets: Int
  /// What the outputs mean, hence how they are trained.
  public let loss: LossFunction

  /// - Throws: ``NetworkError/invalidArchitecture(field:value:expected:)``
  public init(
    inputChannels: Int, inputPoints: Int, sideInputs: Int = 0, blocks: [Block] = standardBlocks,
    activation: Activation = .relu, headWidth: Int = 256, dropout: Double = 0, targets: Int, loss: LossFunction
  ) throws(NetworkError) {
    self.inputChannels = inputChannels
    self.inputPoints = inputPoints
    self.sideInputs = sideInputs
    self.blocks = blocks
    self.activation = activation
    self.headWidth = headWidth
    self.dropout = dropout
    self.targets = targets
    self.loss = loss
    try validate()
  }

  /// Blocks that suit spectra of about 256 points: 256 → 16 points, 128 channels, receptive field of 69 points. With 20
  /// targets they train at 3,400 (batch of 64) to 4,400 (batch of 256) spectra a second on two cores.
  public static let standardBlocks = [
    Block(channels: 32, kernel: 9, pooling: 2), Block(channels: 64, kernel: 7, pooling: 2),
    Block(channels: 96, kernel: 5, pooling: 2), Block(channels: 128, kernel: 3, pooling: 2),
  ]

  /// Numbers an example at the input: channels × points, channel by channel.
  public var inputSize: Int { inputChannels * inputPoints }

  /// Numbers an example at the output.
  public var outputs: Int { loss.outputs(forTargets: targets) }

  /// Points a channel after each block.
  public var points: [Int] {
    var remaining = inputPoints
    return blocks.map { block in
      remaining /= block.pooling
      return remaining
    }
  }

  /// Numbers an example that enter the head: the flattened feature map and the side inputs.
  public var features: Int {
    guard let last = blocks.last, let remaining = points.last else { return inputSize + sideInputs }
    return last.channels * remaining + sideInputs
  }

  /// Multiplications and additions of one example in one forward pass, counted as pairs.
  public var multiplications: Int {
    var length = inputPoints
    var channels = inputChannels
    var sum = 0
    for (block, remaining) in zip(blocks, points) {
      sum += length * channels * block.kernel * block.channels
      (length, channels) = (remaining, block.channels)
    }
    return sum + features * headWidth + headWidth * outputs
  }

  /// Above this a size is a slip of the keyboard rather than a wish.
  private static let largestSize = 1 << 20

  private func validate() throws(NetworkError) {
    func check(_ field: String, _ value: Int, atLeast minimum: Int = 1) throws(NetworkError) {
      guard value >= minimum, value <= Self.largestSize else {
        throw .invalidArchitecture(field: field, value: "\(value)", expected: "\(minimum) to \(Self.largestSize)")
      }
    }
    try check("inputChannels", inputChannels)
    try check("inputPoints", inputPoints)
    try check("sideInputs", sideInputs, atLeast: 0)
    try check("headWidth", headWidth)
    try check("targets", targets)
    guard dropout >= 0, dropout < 1 else {
      throw .invalidArchitecture(field: "dropout", value: "\(dropout)", expected: "0 or more and less than 1")
    }
    var remaining = inputPoints
    for (index, block) in blocks.enumerated() {
      try check("blocks[\(index)].channels", block.channels)
      try check("blocks[\(index)].kernel", block.kernel)
      try check("blocks[\(index)].pooling", block.pooling)
      guard block.kernel % 2 == 1 else {
        throw .invalidArchitecture(
          field: "blocks[\(index)].kernel", value: "\(block.kernel)", expected: "an odd number of points")
      }
      guard remaining / block.pooling >= 1 else {
        throw .invalidArchitecture(
          field: "blocks[\(index)].pooling", value: "\(block.pooling)",
          expected: "at most the \(remaining) points that are left there of \(inputPoints)")
      }
      remaining /= block.pooling
    }
    try loss.validate()
  }
}

extension NetworkArchitecture: Codable {
  private enum CodingKeys: CodingKey {
    case inputChannels, inputPoints, sideInputs, blocks, activation, headWidth, dropout, targets, loss
  }

  /// Decodes and validates.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      inputChannels: values.decode(Int.self, forKey: .inputChannels),
      inputPoints: values.decode(Int.self, forKey: .inputPoints),
      sideInputs: values.decode(Int.self, forKey: .sideInputs),
      blocks: values.decode([Block].self, forKey: .blocks),
      activation: values.decode(Activation.self, forKey: .activation),
      headWidth: values.decode(Int.self, forKey: .headWidth),
      dropout: values.decode(Double.self, forKey: .dropout),
      targets: values.decode(Int.self, forKey: .targets),
      loss: values.decode(LossFunction.self, forKey: .loss))
  }
}
