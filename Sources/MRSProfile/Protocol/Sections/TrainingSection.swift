import MRSNetworks

extension StudyProtocol {
  /// Which networks are trained, on how many spectra, and how.
  public struct TrainingSection: Hashable, Sendable, Codable {
    /// Which of the protocol's networks tells amounts, and which the group.
    public var quantification: String
    public var classification: String
    /// Which one tells spectra that are no ordinary ones, by the features of that which tells amounts; empty for none,
    /// as in protocols of before there was one.
    public var doubts: String?
    public var quantificationExamples: Int
    public var classificationExamples: Int
    public var validationExamples: Int
    public var testExamples: Int
    /// How many of those of validation are made again from the network's amounts, for limits; none where nothing is said, as in
    /// protocols of before it could be.
    public var reconstructedExamples: Int?
    public var quantificationEpochs: Int
    public var classificationEpochs: Int
    public var engineThreads: Int
    /// That of products while training; float32 where nothing is said, as in protocols of before it could be chosen.
    public var precision: ProductPrecision?
    /// How often a training measures the validation loss.
    public var validations: Int
    /// From how many times the median noise on a spectrum is compressed.
    public var encoderNoise: Double
    /// mM: smaller amounts are taken as this where their logarithm is a target.
    public var leastAmount: Double
    /// The ridge penalties of the logistic regressions beside the cCNN.
    public var amountPenalty: Double
    public var nuisancePenalty: Double

    /// ``precision``, or what it is where nothing is said.
    public var productPrecision: ProductPrecision { precision ?? .float32 }
  }
}
