import MRSNetworks

extension StudyProtocol {
  public struct TrainingSection: Hashable, Sendable, Codable {
    public var quantificationExamples: Int
    public var classificationExamples: Int
    public var validationExamples: Int
    public var testExamples: Int
    public var batchSize: Int
    public var quantificationEpochs: Int
    public var classificationEpochs: Int
    public var learningRate: Double
    public var engineThreads: Int
    /// The channels and kernel of each convolution block, each followed by a pooling of 2.
    public var channels: [Int]
    public var kernels: [Int]
    public var quantificationDropout: Double
    public var classificationDropout: Double
    /// The units of the hidden layer behind the blocks.
    public var quantificationHeadWidth: Int
    public var classificationHeadWidth: Int
    public var activation: NetworkArchitecture.Activation
    /// β of the likelihood (`LossFunction.gaussianNegativeLogLikelihood(beta:)`).
    public var likelihoodBeta: Double
    public var weightDecay: Double
    /// β₁ and β₂ of AdamW.
    public var firstMomentDecay: Double
    public var secondMomentDecay: Double
    /// At most; never more than a tenth of the steps.
    public var warmUpSteps: Int
    public var finalLearningRateFraction: Double
    public var fixedStatisticsFraction: Double
    public var gradientNormLimit: Double
    /// How often a training measures the validation loss.
    public var validations: Int
    /// From how many times the median noise on a spectrum is compressed.
    public var encoderNoise: Double
    /// mM: smaller amounts are taken as this where their logarithm is a target.
    public var leastAmount: Double
    /// The ridge penalties of the logistic regressions beside the cCNN.
    public var amountPenalty: Double
    public var nuisancePenalty: Double
  }
}
