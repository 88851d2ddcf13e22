import MRSNetworks

extension StudyProtocol {
  /// A network as a protocol describes it: what it is made of and how it is trained. Adding one is adding a section
  /// `[networks.NAME]`.
  public struct NetworkSection: Hashable, Sendable, Codable {
    /// From the input to the last hidden vector; the output follows by itself.
    public var layers: [NetworkLayer]
    /// What its numbers mean and what training makes small.
    public var loss: LossFunction
    /// Examples a step.
    public var batchSize: Int
    /// The largest learning rate.
    public var learningRate: Double
    public var weightDecay: Double
    /// β₁ and β₂ of AdamW.
    public var firstMomentDecay: Double
    public var secondMomentDecay: Double
    /// The share of the steps in which the learning rate rises.
    public var warmUpFraction: Double
    public var finalLearningRateFraction: Double
    public var fixedStatisticsFraction: Double
    public var gradientNormLimit: Double
    /// The decay of the running mean of the weights, which is the network that is kept; 0 for the weights themselves.
    public var averageDecay: Double

    /// The network for inputs and targets of these sizes.
    /// - Throws: `NetworkError`.
    public func architecture(
      inputChannels: Int, inputPoints: Int, sideInputs: Int, targets: Int
    ) throws(NetworkError) -> NetworkArchitecture {
      try NetworkArchitecture(
        inputChannels: inputChannels, inputPoints: inputPoints, sideInputs: sideInputs, layers: layers,
        targets: targets, loss: loss)
    }

    /// How it is trained in so many steps.
    public func options(steps: Int, validations: Int, engineThreads: Int) -> TrainingOptions {
      TrainingOptions(
        steps: steps, batchSize: batchSize, learningRate: learningRate,
        warmUpSteps: max(1, Int(warmUpFraction * Double(steps))),
        finalLearningRateFraction: finalLearningRateFraction, fixedStatisticsFraction: fixedStatisticsFraction,
        weightDecay: weightDecay, firstMomentDecay: firstMomentDecay, secondMomentDecay: secondMomentDecay,
        gradientNormLimit: gradientNormLimit, averageDecay: averageDecay > 0 ? averageDecay : nil,
        validationInterval: max(1, steps / validations), engineThreads: engineThreads)
    }
  }
}
