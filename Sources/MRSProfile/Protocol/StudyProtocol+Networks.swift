import MRSNetworks

extension StudyProtocol {
  /// The qCNN: mean and deviation of the logarithm of each of `targets` amounts, from a spectrum of `points`.
  /// - Throws: `NetworkError`.
  public func quantificationArchitecture(points: Int, targets: Int) throws(NetworkError) -> NetworkArchitecture {
    try NetworkArchitecture(
      inputChannels: SpectrumEncoder.channels, inputPoints: points, sideInputs: SpectrumEncoder.sideInputs,
      blocks: training.blocks, activation: training.activation, headWidth: training.quantificationHeadWidth,
      dropout: training.quantificationDropout, targets: targets,
      loss: .gaussianNegativeLogLikelihood(beta: training.likelihoodBeta))
  }

  /// The cCNN: the logit of the positive group, from a spectrum of `points`.
  /// - Throws: `NetworkError`.
  public func classificationArchitecture(points: Int) throws(NetworkError) -> NetworkArchitecture {
    try NetworkArchitecture(
      inputChannels: SpectrumEncoder.channels, inputPoints: points, sideInputs: SpectrumEncoder.sideInputs,
      blocks: training.blocks, activation: training.activation, headWidth: training.classificationHeadWidth,
      dropout: training.classificationDropout, targets: 1,
      loss: .binaryCrossEntropy)
  }

  /// That both networks can be made, before anything is drawn for them.
  func validateNetworks() throws(ProfileError) {
    let (channels, kernels) = (training.channels.count, training.kernels.count)
    guard channels == kernels else {
      throw .invalid(
        file: name, field: "training.kernels", value: "\(training.kernels)",
        expected: "one of each block, as many as training.channels has (\(channels))")
    }
    let points = SpectrumEncoder(acquisition: spectralAcquisition, window: profile.spectralWindow, scale: 1).points
    do {
      _ = try quantificationArchitecture(points: points, targets: 1)
    } catch {
      throw invalid(error, dropout: "quantificationDropout")
    }
    do {
      _ = try classificationArchitecture(points: points)
    } catch {
      throw invalid(error, dropout: "classificationDropout")
    }
  }

  /// What a network cannot be, in the protocol's words.
  private func invalid(_ error: NetworkError, dropout: String) -> ProfileError {
    guard case .invalidArchitecture(let field, let value, let expected) = error else {
      return .invalid(file: name, field: "training", value: "no network", expected: "\(error)")
    }
    let parts = field.split { "[].".contains($0) }.map(String.init)
    switch (parts.last, parts.count) {
    case ("pooling", 3):
      return .invalid(
        file: name, field: "training.channels", value: "\(training.channels.count) blocks",
        expected: "at most \(parts[1]): each halves the points, and then there is one left")
    case ("kernel", 3):
      return .invalid(file: name, field: "training.kernels.\(parts[1])", value: value, expected: expected)
    case ("channels", 3):
      return .invalid(file: name, field: "training.channels.\(parts[1])", value: value, expected: expected)
    case ("dropout", 1): return .invalid(file: name, field: "training.\(dropout)", value: value, expected: expected)
    default: return .invalid(file: name, field: "training (\(field))", value: value, expected: expected)
    }
  }
}

extension StudyProtocol.TrainingSection {
  /// The convolution blocks of both networks.
  fileprivate var blocks: [NetworkArchitecture.Block] {
    zip(channels, kernels).map { NetworkArchitecture.Block(channels: $0, kernel: $1, pooling: 2) }
  }
}
