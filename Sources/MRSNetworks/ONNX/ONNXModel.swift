import Foundation
import MRSCore

/// A trained network as an ONNX file (https://onnx.ai, operators of version 17): from an FID to amounts, features
/// included, so that other programs can run it without this one.
///
/// The graph computes what ``NetworkQuantifier`` or ``NetworkClassifier`` computes, in 64 bits where they do, for any
/// number of FIDs at once. It refuses nothing: whether a signal is of the network's acquisition is for the caller to
/// see, with what the file's metadata tell. In what a spectrum is unlike those of the training the output
/// `beyondTraining` tells, where the bundle does: above zero the answer is doubted, as it is here.
public struct ONNXModel: Sendable {
  /// An input or output: its name, its shape, and what it is, with the unit.
  public struct Port: Hashable, Sendable, Codable {
    public let name: String
    public let shape: String
    public let meaning: String
  }

  public private(set) var inputs: [Port] = []
  public private(set) var outputs: [Port] = []
  /// The bytes of the file: a function of the bundle alone.
  public private(set) var data = Data()
  let bundle: NetworkBundle<NetworkCard>
  /// What the columns of the output `beyondTraining` are of.
  private(set) var statistics: [String] = []

  /// Of operators, and of the format of files.
  static let operatorVersion = 17
  static let formatVersion = 8
  /// What protocol buffers can hold.
  private static let mostBytes = 1 << 31 - 1

  /// - Throws: ``NetworkError/sizeMismatch(what:expected:found:)`` where card, features and network do not belong
  ///   together, ``NetworkError/notExpressible(what:reason:)``.
  public init(_ bundle: NetworkBundle<NetworkCard>) throws(NetworkError) {
    self.bundle = bundle
    try Self.check(bundle)
    let graph = ONNXGraph()
    let points = bundle.card.encoder.acquisition.points
    let fid = ONNXComplex(
      pairs: input(
        graph, "fid", [nil, points, 2],
        "FID in mM of protons, real and imaginary part of each sample; a resonance f Hz downfield of the carrier is "
          + "exp(+2πi·f·t)"))
    let noise = NoiseStage(acquisition: bundle.card.encoder.acquisition).noise(of: fid)
    let shown = Self.shown(fid, noise, bundle)
    let found = LayerStage(network: bundle.network).outputs(inputs: shown.inputs, sideInputs: shown.sideInputs)
    switch bundle.card.task {
    case .classification:
      graph.stage = "answer"
      output(graph, "score", found.cast(to: .double).sigmoid, [nil, 1], "score of the positive group, 0 … 1")
    case .quantification: addAnswer(found, graph)
    }
    output(graph, "noise", noise, [nil, 1], "noise: deviation of the real part of a spectral point, mM·s")
    addExcesses(fid, noise, shown.numbers, graph)
    data = Data(message(graph).bytes)
    guard data.count < Self.mostBytes else {
      throw .notExpressible(what: "the network", reason: "\(data.count) bytes, and an ONNX file holds 2 GB")
    }
  }

  private static func check(_ bundle: NetworkBundle<NetworkCard>) throws(NetworkError) {
    let (card, architecture) = (bundle.card, bundle.network.architecture)
    guard card.task == .classification || bundle.companions.isEmpty else {
      throw .notExpressible(
        what: "a qCNN of several networks",
        reason: "train one of one network (networks.NAME.members); 'hepatica quantify' runs the whole")
    }
    guard bundle.quantifier == nil, bundle.companions.isEmpty else {
      throw .notExpressible(
        what: "a cCNN of several networks, or of one that sees what a qCNN says",
        reason: "export its qCNN, the folder 'quantifier' of the bundle; 'hepatica classify' runs the whole")
    }
    let expected =
      bundle.features.map { ($0.inputs, $0.sideInputs, $0.encoder.acquisition.points) }
      ?? (SpectrumEncoder.channels * card.encoder.points, SpectrumEncoder.sideInputs, card.encoder.acquisition.points)
    for (what, found, expected) in [
      ("inputs of the network", architecture.inputSize, expected.0),
      ("side inputs of the network", architecture.sideInputs, expected.1),
      ("points of the features' FID", card.encoder.acquisition.points, expected.2),
      ("targets of the network", architecture.targets, card.task == .quantification ? card.targets.count : 1),
      ("calibration factors", card.calibration?.factors.count ?? architecture.targets, architecture.targets),
    ] where found != expected {
      throw .sizeMismatch(what: what, expected: expected, found: found)
    }
    guard architecture.loss.isGaussian == (card.task == .quantification) else {
      throw .wrongOutputs(asked: "what a \(card.task.rawValue) needs", loss: architecture.loss)
    }
  }

  private static func shown(
    _ fid: ONNXComplex, _ noise: ONNXValue, _ bundle: NetworkBundle<NetworkCard>
  ) -> FeatureStage.Shown {
    if let features = bundle.features { return FeatureStage(extractor: features).encoded(fid, noise: noise) }
    let plain = EncoderStage(encoder: bundle.card.encoder).encoded(fid, noise: noise)
    return FeatureStage.Shown(inputs: plain.inputs, sideInputs: plain.sideInputs, numbers: plain.inputs)
  }

  private mutating func addAnswer(_ found: ONNXValue, _ graph: ONNXGraph) {
    let targets = bundle.card.targets.count
    let answer = AnswerStage(card: bundle.card, loss: bundle.network.architecture.loss).answer(found)
    output(graph, "amounts", answer.amounts, [nil, targets], "mean of each target's amount, mM (fat: mM of protons)")
    output(graph, "standardDeviation", answer.deviations, [nil, targets], "standard deviation of each amount, mM")
    output(graph, "logMean", answer.logMean, [nil, targets], "mean of the natural logarithm of each amount in mM")
    output(graph, "logDeviation", answer.logDeviation, [nil, targets], "standard deviation of that logarithm")
    if let covariance = answer.logCovariance {
      output(graph, "logCovariance", covariance, [nil, targets, targets], "covariance of the logarithms, calibrated")
    }
  }

  /// By how much the spectrum is beyond those of the training.
  private mutating func addExcesses(
    _ fid: ONNXComplex, _ noise: ONNXValue, _ numbers: ONNXValue, _ graph: ONNXGraph
  ) {
    let card = bundle.card
    var excesses: [(name: String, value: ONNXValue)] = []
    if let domain = card.domain {
      let (seen, side) = EncoderStage(encoder: card.encoder).encoded(fid, noise: noise)
      excesses += TrainingDomainStage(domain: domain)
        .excesses(inputs: seen, sideInput: side, points: card.encoder.points)
    }
    if let domain = bundle.features?.learnt.domain { excesses += DomainStage(domain: domain).excesses(numbers) }
    if let unlikeness = bundle.unlikeness {
      excesses += UnlikenessStage(unlikeness: unlikeness, acquisition: card.encoder.acquisition)
        .excesses(numbers, of: fid)
    }
    guard !excesses.isEmpty else { return }
    statistics = excesses.map(\.name)
    output(
      graph, "beyondTraining", .concatenated(excesses.map(\.value), axis: 1), [nil, excesses.count],
      "how far beyond the training spectra: where one is above 0 the answer is doubtful")
  }

  private mutating func input(
    _ graph: ONNXGraph, _ name: String, _ shape: ONNXGraph.Shape, _ meaning: String
  ) -> ONNXValue {
    inputs.append(Port(name: name, shape: Self.text(shape), meaning: meaning))
    return graph.input(name, .double, shape, meaning)
  }

  private mutating func output(
    _ graph: ONNXGraph, _ name: String, _ value: ONNXValue, _ shape: ONNXGraph.Shape, _ meaning: String
  ) {
    outputs.append(Port(name: name, shape: Self.text(shape), meaning: meaning))
    graph.addOutput(name, value, shape, meaning)
  }

  private static func text(_ shape: ONNXGraph.Shape) -> String {
    "(" + shape.map { $0.map { "\($0)" } ?? "batch" }.joined(separator: ", ") + ")"
  }

  /// As ONNX's `ModelProto`.
  private func message(_ graph: ONNXGraph) -> ProtobufMessage {
    var message = ProtobufMessage()
    message.add(1, Self.formatVersion)
    message.add(2, "hepatica")
    message.add(7, graph.message(named: bundle.card.studyProtocol))
    message.add(8) { $0.add(2, Self.operatorVersion) }
    for (key, value) in metadata {
      message.add(14) { entry in
        entry.add(1, key)
        entry.add(2, value)
      }
    }
    return message
  }
}
