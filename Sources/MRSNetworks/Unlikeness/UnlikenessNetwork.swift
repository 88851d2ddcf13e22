import MRSCore
import Numerics

/// A network that tells ordinary spectra from those in which something was planted: a line that no basis has, another echo time
/// than the header says, an echo, …
///
/// It sees ``UnlikenessInputs`` and puts out a logit z for each kind it knows: the logarithm of the odds of that kind among all
/// spectra it learnt of. A spectrum is told to be of a kind where z is above the kind's limit, which all but a fixed share of
/// ordinary spectra stay below.
///
/// What the statistics of ``TrainingDomain`` and the inputs' own bounds cannot see, since each number by itself is usual, it was
/// shown (Hendrycks et al. 2019, arXiv:1812.04606, train on outliers in the same way).
public struct UnlikenessNetwork: Hashable, Sendable {
  /// What a spectrum may be instead of an ordinary one.
  public struct Kind: Hashable, Sendable, Codable {
    /// As code and files name it.
    public let name: String
    /// As people read it, in place of the dots of "the spectrum looks like …".
    public let title: String
    /// The share of ordinary spectra whose logit is above ``limit``.
    public let falseAlarms: Double
    /// The logit from which on it is told.
    public let limit: Double

    /// Whether a fit is wrong about it as well and does not see it: amounts of another echo time are as smooth a fit, and a line
    /// beside those of choline is taken for choline. What else there is a fit models, or shows in what it leaves.
    public var isUnseenByFits: Bool { name == "other-echo-time" || name.hasPrefix("foreign-line") }

    /// - Parameter limit: infinite while it is not known: nothing is told then.
    public init(name: String, title: String, falseAlarms: Double, limit: Double = .greatestFiniteMagnitude) {
      self.name = name
      self.title = title
      self.falseAlarms = falseAlarms
      self.limit = limit
    }
  }

  /// In the order of the outputs.
  public let kinds: [Kind]
  public let inputs: UnlikenessInputs
  public let network: TrainedNetwork

  /// - Parameter source: what errors name: the file that it is from.
  /// - Throws: ``NetworkError`` where the outputs are not one logit a kind.
  public init(
    kinds: [Kind], inputs: UnlikenessInputs = .features, network: TrainedNetwork,
    source: String = "the network of doubts"
  ) throws(NetworkError) {
    guard network.architecture.loss == .binaryCrossEntropy else {
      throw .wrongOutputs(asked: "odds of kinds", loss: network.architecture.loss)
    }
    for (what, found, expected) in [
      ("kinds in \(source)", kinds.count, network.architecture.targets),
      ("side inputs of \(source)", network.architecture.sideInputs, 0),
    ] where found != expected {
      throw .sizeMismatch(what: what, expected: expected, found: found)
    }
    guard kinds.allSatisfy({ $0.limit.isFinite && (0...1).contains($0.falseAlarms) }) else {
      throw .unreadableFile(path: source, reason: "a limit of its kinds is not finite, or falseAlarms not from 0 to 1")
    }
    self.kinds = kinds
    self.inputs = inputs
    self.network = network
  }

  /// The same, telling each kind from the logit on that a share of ``Kind/falseAlarms`` of these ordinary spectra exceed.
  /// - Parameter ordinary: the inputs of spectra that it did not learn of, one behind the other.
  /// - Throws: as ``doubts(of:numbers:among:)``.
  public func limited(by ordinary: [Float]) throws -> UnlikenessNetwork {
    let logits = try logits(of: ordinary)
    let limited = kinds.enumerated().map { k, kind in
      Kind(
        name: kind.name, title: kind.title, falseAlarms: kind.falseAlarms,
        limit: logits.map { $0[k] }.limit(falseAlarms: kind.falseAlarms) ?? .greatestFiniteMagnitude)
    }
    return try UnlikenessNetwork(kinds: limited, inputs: inputs, network: network)
  }

  /// What spectra look like, other than ordinary; of each the kind whose limit is passed by most, if any.
  /// - Parameters:
  ///   - numbers: those of the features of each.
  ///   - isAsked: which kinds are told.
  /// - Throws: ``NetworkError/sizeMismatch(what:expected:found:)``; `CancellationError`.
  package func doubts(
    of fids: [FID], numbers: [[Float]], among isAsked: (Kind) -> Bool = { _ in true }
  ) throws -> [[Doubt]] {
    try logits(of: inputs.inputs(of: fids, numbers: numbers)).map { logits in
      let passed = zip(kinds, logits).filter { $1 > $0.limit && isAsked($0) }
        .max { $0.1 - $0.0.limit < $1.1 - $1.0.limit }
      return passed.map { [.looksLike(what: $0.title, odds: $1, limit: $0.limit, falseAlarms: $0.falseAlarms)] } ?? []
    }
  }

  /// Of each spectrum the logits of all kinds.
  private func logits(of inputs: [Float]) throws -> [[Double]] {
    let count = inputs.count / max(network.architecture.inputSize, 1)
    let outputs = try network.predict(inputs: inputs, count: count)
    return (0..<count).map { spectrum in
      outputs[spectrum * kinds.count..<(spectrum + 1) * kinds.count].map { Double($0) }
    }
  }
}
