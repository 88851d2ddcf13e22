import MRSConfiguration
import MRSNetworks

extension StudyProtocol {
  /// What a network of the protocol is for.
  public enum NetworkUse: String, Sendable, CaseIterable {
    case quantification, classification
    /// To tell spectra that are no ordinary ones.
    case doubts
  }

  /// The section of the network that the protocol uses for this.
  /// - Throws: ``ProfileError/invalid(file:field:value:expected:)`` where there is no section of that name.
  public func network(for use: NetworkUse) throws(ProfileError) -> NetworkSection {
    let name = name(for: use)
    guard let section = networks[name] else {
      let meant = Spelling.nearest(to: name, among: networks.keys.sorted()).map { "; did you mean \($0)?" } ?? ""
      throw .invalid(
        file: self.name, field: "training.\(use.rawValue)", value: name,
        expected: "one of the sections networks (\(networks.keys.sorted().joined(separator: ", ")))\(meant)")
    }
    return section
  }

  /// Whether a network is trained that tells spectra that are no ordinary ones.
  public var tellsDoubts: Bool { !name(for: .doubts).isEmpty }

  private func name(for use: NetworkUse) -> String {
    switch use {
    case .quantification: training.quantification
    case .classification: training.classification
    case .doubts: training.doubts ?? ""
    }
  }

  /// The species whose amounts a network tells, targets first.
  public func names(toldBy network: NetworkSection) -> [String] { network.tells == .all ? allSpecies : targets }

  /// That all networks can be made, before anything is drawn for them.
  func validateNetworks() throws(ProfileError) {
    let encoder = SpectrumEncoder(acquisition: spectralAcquisition, window: profile.spectralWindow, scale: 1)
    for (name, section) in networks.sorted(by: { $0.key < $1.key }) {
      guard (0...1).contains(section.warmUpFraction) else {
        throw .invalid(
          file: self.name, field: "networks.\(name).warmUpFraction", value: "\(section.warmUpFraction)",
          expected: "0 to 1")
      }
      do {
        // Of features it has another length, or more planes: what follows is the same.
        if section.sees == .answers {
          _ = try section.architecture(numbers: 2 * allSpecies.count, targets: 1)
        } else {
          _ = try section.architecture(encoder: encoder, features: nil, targets: names(toldBy: section).count)
        }
        try section.features?.validate()
        for (number, spectrogram) in (section.spectrograms ?? []).enumerated() { try spectrogram.validate(number) }
        try section.options(steps: 1000, training: training).validate()
      } catch {
        throw invalid(error, network: name)
      }
      guard (1...64).contains(section.members ?? 1) else {
        throw .invalid(
          file: self.name, field: "networks.\(name).members", value: "\(section.members ?? 1)", expected: "1 to 64")
      }
      guard section.tells != .each || (section.members == nil && section.features?.ratios == nil) else {
        throw .invalid(
          file: self.name, field: "networks.\(name).tells", value: "each",
          expected: "targets or all, where it has members or begins with the ratios of features")
      }
      guard [16, 32].contains(section.weightBits) else {
        throw .invalid(
          file: self.name, field: "networks.\(name).weightBits", value: "\(section.weightBits)", expected: "16 or 32")
      }
      guard section.averageDecay >= 0, section.averageDecay < 1 else {
        throw .invalid(
          file: self.name, field: "networks.\(name).averageDecay", value: "\(section.averageDecay)",
          expected: "0 to below 1")
      }
      for (field, count) in [("streamedExamples", section.streamedExamples), ("repeats", section.repeats)]
      where count < 1 {
        throw .invalid(file: self.name, field: "networks.\(name).\(field)", value: "\(count)", expected: "1 or more")
      }
    }
    for use in NetworkUse.allCases where use != .doubts || tellsDoubts {
      let section = try network(for: use)
      guard use == .quantification || section.features == nil else {
        throw .invalid(
          file: name, field: "training.\(use.rawValue)", value: name(for: use),
          expected: "a network without features: they are those of amounts")
      }
      guard use == .quantification || section.members == nil else {
        throw .invalid(
          file: name, field: "training.\(use.rawValue)", value: name(for: use),
          expected: "a network without members: those of a qCNN answer together (of a cCNN, diagnosis.networks)")
      }
      guard use == .doubts || section.spectrograms == nil else {
        throw .invalid(
          file: name, field: "training.\(use.rawValue)", value: name(for: use),
          expected: "a network without spectrograms: they are for doubts")
      }
      guard use == .classification || section.sees != .answers else {
        throw .invalid(
          file: name, field: "training.\(use.rawValue)", value: name(for: use),
          expected: "a network that sees spectra, not the answers of another")
      }
      let told = try network(for: .quantification)
      guard section.sees != .answers || told.loss == .gaussianCovariance || ShippedNetwork.isFor(self) else {
        throw .invalid(
          file: name, field: "training.classification", value: training.classification,
          expected:
            "a network that sees spectra, as classes: \(training.quantification) tells no covariance of amounts "
            + "(loss gaussianCovariance)")
      }
      let isProbability = section.loss == .binaryCrossEntropy
      guard isProbability == (use != .quantification) else {
        throw .invalid(
          file: name, field: "training.\(use.rawValue)",
          value: name(for: use),
          expected: "a network whose loss is \(use == .quantification ? "gaussian" : "crossEntropy")")
      }
    }
  }

  /// What a network cannot be, in the protocol's words.
  private func invalid(_ error: NetworkError, network: String) -> ProfileError {
    switch error {
    case .invalidArchitecture(let field, let value, let expected), .invalidOption(let field, let value, let expected):
      // layers[3].kernel of a network is layers.3.kernel of a file.
      let path = field.replacing("[", with: ".").replacing("]", with: "")
      return .invalid(file: name, field: "networks.\(network).\(path)", value: value, expected: expected)
    default: return .invalid(file: name, field: "networks.\(network)", value: "no network", expected: "\(error)")
    }
  }
}
