/// The description of a network, from which it is built.
///
/// ```
/// N×C×L ─layer…layer→ N×W ─linear→ N×O
/// ```
///
/// N examples, C channels, L points, S side inputs, which ``NetworkLayer/flatten`` puts behind the flattened map, but for
/// those that are bases. In a spectrum the position is the frequency, which tells the metabolites apart: maps are flattened,
/// not averaged. The last linear layer, to the O numbers that the loss asks for, follows by itself, and begins at zero.
public struct NetworkArchitecture: Hashable, Sendable {
  /// Channels of the input, such as 2 for real and imaginary part.
  public let inputChannels: Int
  /// Points a channel.
  public let inputPoints: Int
  /// Numbers beside the input, such as the noise; 0 for none.
  public let sideInputs: Int
  /// Whether the first side inputs are not for the layers: they are then, of T targets, T bases and the T logarithms of units
  /// that the output is told in (``LossFunction``): a first estimate, which the network corrects.
  public let startsFromBase: Bool
  /// Down to a vector.
  public let layers: [NetworkLayer]
  /// Quantities that the network is to tell.
  public let targets: Int
  /// What the outputs mean, hence how they are trained.
  public let loss: LossFunction

  /// - Throws: ``NetworkError/invalidArchitecture(field:value:expected:)``
  public init(
    inputChannels: Int, inputPoints: Int, sideInputs: Int = 0, startsFromBase: Bool = false, layers: [NetworkLayer],
    targets: Int, loss: LossFunction
  ) throws(NetworkError) {
    self.inputChannels = inputChannels
    self.inputPoints = inputPoints
    self.sideInputs = sideInputs
    self.startsFromBase = startsFromBase
    self.layers = layers
    self.targets = targets
    self.loss = loss
    try LayerShape.check("inputChannels", inputChannels)
    try LayerShape.check("inputPoints", inputPoints)
    try LayerShape.check("sideInputs", sideInputs, atLeast: 0)
    try LayerShape.check("targets", targets)
    guard besides >= 0 else {
      throw .invalidArchitecture(
        field: "sideInputs", value: "\(sideInputs)",
        expected: "\(bases) or more, a base and a unit of each target first")
    }
    guard case .vector? = try shapes().last else {
      throw .invalidArchitecture(
        field: "layers", value: "\(layers.count) without 'flatten'", expected: "a vector in the end")
    }
    try loss.validate()
  }

  /// Numbers an example at the input: channels × points, channel by channel.
  public var inputSize: Int { inputChannels * inputPoints }

  /// Bases and logarithms of units an example, the first of the side inputs; the rest of them are for the layers.
  var bases: Int { startsFromBase ? 2 * targets : 0 }
  var besides: Int { sideInputs - bases }

  /// Numbers an example at the output.
  public var outputs: Int { loss.outputs(forTargets: targets) }

  /// What enters each layer, and behind the last one what enters the output.
  func shapes() throws(NetworkError) -> [LayerShape] {
    var shapes = [LayerShape.map(channels: inputChannels, points: inputPoints)]
    for (index, layer) in layers.enumerated() {
      shapes.append(try layer.shape(after: shapes[index], sideInputs: besides, field: "layers[\(index)]"))
    }
    return shapes
  }

  /// Multiplications and additions of one example in one forward pass, counted as pairs.
  public var multiplications: Int {
    guard let shapes = try? shapes(), case .vector(let width)? = shapes.last else { return 0 }
    return layers.indices.reduce(width * outputs) {
      $0 + layers[$1].multiplications(after: shapes[$1], shapes[$1 + 1])
    }
  }
}

extension NetworkArchitecture: Codable {
  private enum CodingKeys: CodingKey {
    case inputChannels, inputPoints, sideInputs, startsFromBase, layers, targets, loss
  }

  /// Decodes and validates.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      inputChannels: values.decode(Int.self, forKey: .inputChannels),
      inputPoints: values.decode(Int.self, forKey: .inputPoints),
      sideInputs: values.decode(Int.self, forKey: .sideInputs),
      startsFromBase: values.decode(Bool.self, forKey: .startsFromBase),
      layers: values.decode([NetworkLayer].self, forKey: .layers),
      targets: values.decode(Int.self, forKey: .targets),
      loss: values.decode(LossFunction.self, forKey: .loss))
  }
}
