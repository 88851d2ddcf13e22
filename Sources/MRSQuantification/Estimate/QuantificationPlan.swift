import MRSCore
import MRSFormats
import MRSNetworks
import MRSProfile

/// What a request is answered with: a network, or a basis that is fitted, and the profile of the analysis.
struct QuantificationPlan: Sendable {
  let choice: ProfileChoice
  /// `nil` for a network.
  let basis: ChosenBasis?
  let network: NetworkQuantifier?

  /// How many samples are analysed of so many that were measured: those of the network, which are what a shorter acquisition
  /// would have measured; all by a fit.
  func points(of measured: Int) -> Int {
    min(measured, network?.card.encoder.acquisition.points ?? measured)
  }

  /// What ``points(of:)`` leaves out, in words.
  func note(of measured: Int) -> String? {
    let points = points(of: measured)
    guard points < measured else { return nil }
    return "the first \(points) of \(measured) points taken, as many as the network was trained on"
  }
}

extension ScanQuantifier {
  /// - Throws: `FormatError`, `NetworkError`, `ProfileError`, ``QuantifyError``.
  func plan(
    for acquisition: Acquisition, of file: String, _ request: QuantifyRequest
  ) async throws -> QuantificationPlan {
    if request.method == .network {
      let network = try await network(for: acquisition, of: file, request)
      let choice = try ProfileChoice(named: request.profile, basis: [], studyProtocol: studyProtocol)
      guard choice.profile.name == studyProtocol.profile.name else {
        throw QuantifyError.otherProfile(network: studyProtocol.profile.name, found: choice.profile.name)
      }
      return QuantificationPlan(choice: choice, basis: nil, network: network)
    }
    let basis = try await basis(for: acquisition, of: file, request)
    let choice = try ProfileChoice(
      named: request.profile, basis: request.basis == nil ? [] : basis.basis.set.names, studyProtocol: studyProtocol)
    return QuantificationPlan(choice: choice, basis: basis, network: nil)
  }

  private func basis(
    for acquisition: Acquisition, of file: String, _ request: QuantifyRequest
  ) async throws -> ChosenBasis {
    if let known = shared.bases[acquisition] { return known }
    let chosen: ChosenBasis
    if let url = request.basis {
      chosen = try ChosenBasis(
        reading: url, for: acquisition, of: file, overrides: request.overrides, choices: request.basisChoices)
    } else {
      let differences = studyProtocol.basisDifferences(from: acquisition)
      guard differences.isEmpty else {
        throw QuantifyError.noBasisForScan(file: file, studyProtocol: studyProtocol.name, differences: differences)
      }
      chosen = ChosenBasis(
        simulated: try await ProtocolSimulator(studyProtocol.adapted(to: acquisition)).basis(worker: worker))
    }
    shared.bases[acquisition] = chosen
    return chosen
  }

  private func network(
    for acquisition: Acquisition, of file: String, _ request: QuantifyRequest
  ) async throws -> NetworkQuantifier {
    guard let folder = try request.network ?? ShippedNetwork.folder(for: studyProtocol) else {
      throw QuantifyError.needsOption(
        what: "--method network with the protocol \(studyProtocol.name)",
        option: "--network BUNDLE, the folder of a trained qCNN: the one that comes with the program is for "
          + StudyProtocol.defaultName)
    }
    let key = SharedSources.NetworkKey(
      folder: folder, prior: request.prior, basis: request.basis, acquisition: acquisition)
    if let known = shared.matching[key] { return known }
    // What a training's basis is compared with is simulated while the bundle is read.
    async let simulated = request.basis == nil ? shared.basis(of: studyProtocol, tasks: worker.tasks) : nil
    let network = try shared.network(in: folder, prior: request.prior)
    let card = network.card
    try card.requireMatch(of: acquisition)
    guard card.studyProtocol == studyProtocol.name else {
      throw QuantifyError.otherProtocol(network: card.studyProtocol, found: studyProtocol.name)
    }
    if let url = request.basis {
      let chosen = try ChosenBasis(
        reading: url, for: acquisition, of: file, overrides: request.overrides, choices: request.basisChoices)
      let same = card.basisFingerprint != nil && (try? card.requireMatch(of: chosen.basis.set, named: "")) != nil
      guard chosen.sha256 == card.basisHash || same else {
        throw QuantifyError.otherBasis(
          basis: url.lastPathComponent, found: chosen.sha256, trained: card.basisHash)
      }
    } else if card.basisFingerprint != nil, let basis = try await simulated {
      try card.requireMatch(of: basis, named: "the protocol \(studyProtocol.name)")
    }
    shared.matching[key] = network
    return network
  }
}
