/// How a network was trained, in the numbers that repeat it.
public struct TrainingRecord: Hashable, Sendable, Codable {
  /// The program and the engine.
  public let hepatica: String
  public let libtorch: String
  /// The name of the network's section of the protocol.
  public let network: String
  /// Different spectra, and how often each was used.
  public let examples: Int
  public let repeats: Int
  public let batchSize: Int
  public let steps: Int
  /// What products of training were made with; `nil` in bundles of before it could be chosen, which is float32.
  public let precision: ProductPrecision?
  /// Spectra that the calibration was made on, and the loss there at the end.
  public let validationExamples: Int
  public let validationLoss: Double

  public init(
    hepatica: String, libtorch: String, network: String, examples: Int, repeats: Int, batchSize: Int, steps: Int,
    precision: ProductPrecision?,
    validationExamples: Int, validationLoss: Double
  ) {
    self.hepatica = hepatica
    self.libtorch = libtorch
    self.network = network
    self.examples = examples
    self.repeats = repeats
    self.batchSize = batchSize
    self.steps = steps
    self.precision = precision
    self.validationExamples = validationExamples
    self.validationLoss = validationLoss
  }
}
