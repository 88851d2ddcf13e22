import MRSNetworks

extension StudyProtocol {
  /// A network as a protocol describes it: what it is made of and how it is trained. Adding one is adding a section
  /// `[networks.NAME]`.
  public struct NetworkSection: Hashable, Sendable, Codable {
    /// Which amounts it tells.
    public var tells: Told
    /// How many networks of quantification answer together, each from weights and an order of its own; one where nothing is said.
    public var members: Int?
    /// Whether it sees spectra, which is so where nothing is said, or what a quantification network says of them.
    public var sees: Seen?
    /// What the network sees of a spectrum; without, it sees the encoded spectrum itself.
    public var features: FeatureRecipe?
    /// What a network of doubts sees of a signal beside the features of amounts.
    public var spectrograms: [Spectrogram]?
    /// How many different spectra it learns from where they are made while it trains, and how often each is used.
    public var streamedExamples: Int
    public var repeats: Int
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

    /// The bits of a weight that is kept: 32, or 16, which halves the file and costs three digits.
    public var weightBits: Int

    /// Which amounts a network tells.
    public enum Told: String, Hashable, Sendable, Codable, CaseIterable {
      /// Those of the study's comparison.
      case targets
      /// Those of the study's comparison, by a network for each.
      case each
      /// Of all species, so that sums such as tTMA have all their members.
      case all
    }

    /// What a network is shown.
    public enum Seen: String, Hashable, Sendable, Codable, CaseIterable {
      /// The spectrum, or features of it.
      case spectrum
      /// The amounts that the study's quantification network tells, with how sure it is of each.
      case answers
    }

    /// The network that sees so many numbers a spectrum, as what a quantification network says of it.
    /// - Throws: `NetworkError`.
    public func architecture(numbers: Int, targets: Int) throws(NetworkError) -> NetworkArchitecture {
      try NetworkArchitecture(inputChannels: 1, inputPoints: numbers, layers: layers, targets: targets, loss: loss)
    }

    /// The network for what an encoder or features give.
    /// - Parameter features: those that were learnt; `nil` for the encoded spectrum.
    /// - Throws: `NetworkError`.
    public func architecture(
      encoder: SpectrumEncoder, features: FeatureExtractor?, targets: Int
    ) throws(NetworkError) -> NetworkArchitecture {
      guard let features else {
        return try NetworkArchitecture(
          inputChannels: SpectrumEncoder.channels, inputPoints: encoder.points, sideInputs: SpectrumEncoder.sideInputs,
          layers: layers, targets: targets, loss: loss)
      }
      return try NetworkArchitecture(
        inputChannels: features.channels, inputPoints: features.points, sideInputs: features.sideInputs,
        startsFromBase: features.tellsBase, layers: layers, targets: targets, loss: loss)
    }

    /// How it is trained in so many steps, with what all trainings of a protocol share.
    public func options(steps: Int, training: TrainingSection) -> TrainingOptions {
      TrainingOptions(
        steps: steps, batchSize: batchSize, learningRate: learningRate,
        warmUpSteps: max(1, Int(warmUpFraction * Double(steps))),
        finalLearningRateFraction: finalLearningRateFraction, fixedStatisticsFraction: fixedStatisticsFraction,
        weightDecay: weightDecay, firstMomentDecay: firstMomentDecay, secondMomentDecay: secondMomentDecay,
        gradientNormLimit: gradientNormLimit, averageDecay: averageDecay > 0 ? averageDecay : nil,
        validationInterval: max(1, steps / training.validations), engineThreads: training.engineThreads,
        precision: training.productPrecision)
    }
  }
}
