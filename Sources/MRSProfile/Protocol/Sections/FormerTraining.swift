import MRSNetworks

/// What `[training]` said of networks before they had sections of their own: still read, and never written.
///
/// It described one plain convolutional network, of blocks of convolution, pooling by two, batch norm and activation: values
/// given go to `[networks.paper]` and `[networks.classes]`, and where it gives the blocks, `paper` is the network that tells
/// amounts.
struct FormerTraining: Decodable {
  let batchSize: Int?
  let learningRate: Double?
  let channels: [Int]?
  let kernels: [Int]?
  let activation: String?
  let quantificationHeadWidth: Int?
  let classificationHeadWidth: Int?
  let quantificationDropout: Double?
  let classificationDropout: Double?
  let likelihoodBeta: Double?
  let weightDecay: Double?
  let firstMomentDecay: Double?
  let secondMomentDecay: Double?
  let finalLearningRateFraction: Double?
  let fixedStatisticsFraction: Double?
  let gradientNormLimit: Double?

  private var givesBlocks: Bool { channels != nil || kernels != nil }

  /// Lays what was given over the two networks of the paper's kind.
  /// - Parameter path: of the section, for errors.
  /// - Throws: `DecodingError` for as many channels as there are not kernels, and an activation of another name.
  func apply(to studyProtocol: inout StudyProtocol, at path: [any CodingKey]) throws {
    if givesBlocks {
      (studyProtocol.training.quantification, studyProtocol.training.classification) = ("paper", "classes")
    }
    for (name, head, dropout) in [
      ("paper", quantificationHeadWidth, quantificationDropout),
      ("classes", classificationHeadWidth, classificationDropout),
    ] {
      guard var section = studyProtocol.networks[name] else { continue }
      func put<Value>(_ value: Value?, _ place: WritableKeyPath<StudyProtocol.NetworkSection, Value>) {
        if let value { section[keyPath: place] = value }
      }
      put(batchSize, \.batchSize)
      put(learningRate, \.learningRate)
      put(weightDecay, \.weightDecay)
      put(firstMomentDecay, \.firstMomentDecay)
      put(secondMomentDecay, \.secondMomentDecay)
      put(finalLearningRateFraction, \.finalLearningRateFraction)
      put(fixedStatisticsFraction, \.fixedStatisticsFraction)
      put(gradientNormLimit, \.gradientNormLimit)
      if let likelihoodBeta, case .gaussianNegativeLogLikelihood = section.loss {
        section.loss = .gaussianNegativeLogLikelihood(beta: likelihoodBeta)
      }
      section.layers = try layers(over: section.layers, head: head, dropout: dropout, at: path)
      studyProtocol.networks[name] = section
    }
  }

  private func layers(
    over layers: [NetworkLayer], head: Int?, dropout: Double?, at path: [any CodingKey]
  ) throws -> [NetworkLayer] {
    guard givesBlocks || activation != nil || head != nil || dropout != nil else { return layers }
    func invalid(_ text: String) -> DecodingError {
      .dataCorrupted(.init(codingPath: path, debugDescription: text))
    }
    let convolutions = layers.compactMap { layer -> (Int, Int)? in
      if case .convolution(let channels, let kernel) = layer { (channels, kernel) } else { nil }
    }
    let (channels, kernels) = (channels ?? convolutions.map(\.0), kernels ?? convolutions.map(\.1))
    guard channels.count == kernels.count else {
      throw invalid("channels are \(channels.count) and kernels \(kernels.count): expected as many of both")
    }
    let kinds: [String: NetworkLayer] = ["relu": .relu, "gelu": .gelu]
    let name = activation ?? "relu"
    guard let activation = kinds[name] else { throw invalid("activation is '\(name)': expected relu or gelu") }
    var width: Int?
    var probability = 0.0
    for layer in layers {
      if case .linear(let own, _) = layer { width = own }
      if case .dropout(let own) = layer { probability = own }
    }
    var result = zip(channels, kernels).flatMap { channels, kernel -> [NetworkLayer] in
      [.convolution(channels: channels, kernel: kernel), .maxPool(width: 2), .batchNorm, activation]
    }
    result.append(.flatten)
    if let width = head ?? width { result += [.linear(width: width, start: .normal), activation] }
    probability = dropout ?? probability
    return probability > 0 ? result + [.dropout(probability: probability)] : result
  }
}
