import Foundation
import MRSCore
import MRSNetworks
import MRSProfile
import MRSQuantification
import MRSReport
import MRSStudy

/// The verb `evaluate`: what methods do on held-out spectra of a scenario, or on a folder of scans whose truth is
/// known.
public struct EvaluateRun: Sendable {
  /// What is evaluated on.
  public enum Spectra: Sendable {
    case scenario(EvaluationScenario, examples: Int)
    /// NAME.nii, NAME-water.nii and truth.json.
    case folder(URL)
  }

  public let settings: StudySettings
  public let spectra: Spectra
  /// `nil` for the usual ones that there are.
  public let methods: [EvaluationMethod]?
  /// The bundle of a qCNN.
  public let network: URL?
  /// The basis.json of a `simulate` run; `nil` to simulate it.
  public let basis: URL?
  /// The prior.json of what spectra are drawn from and `map` is told; `nil` for that on record with the network, or else the
  /// literature values.
  public let prior: URL?

  public init(
    _ settings: StudySettings, on spectra: Spectra, methods: [EvaluationMethod]? = nil, network: URL? = nil,
    basis: URL? = nil, prior: URL? = nil
  ) {
    self.settings = settings
    self.spectra = spectra
    self.methods = methods
    self.network = network
    self.basis = basis
    self.prior = prior
  }

  /// Evaluates without leaving anything.
  /// - Throws: as `MethodEvaluation`; `NetworkError` for a network of another task or basis, ``RunError``.
  public func evaluation() async throws -> Evaluation { try await evaluation(recording: nil) }

  /// Leaves evaluation.json, the tables as CSV, and report.html.
  /// - Throws: as ``evaluation()``; `ReportError`.
  public func perform(in run: RunFolder) async throws -> Evaluation {
    let evaluation = try await evaluation(recording: run)
    try run.writeJSON(evaluation, to: "evaluation.json")
    let tables: KeyValuePairs<String, Table> = [
      "errors.csv": try evaluation.errorTable(), "coverage.csv": try evaluation.coverageTable(),
      "thirds.csv": try evaluation.thirdsTable(), "doubts.csv": try evaluation.alarmTable(),
    ]
    for (name, table) in tables { try run.write(Data(table.csv().utf8), to: name) }
    if !evaluation.groups.isEmpty { try run.write(Data(evaluation.groupTable().csv().utf8), to: "variants.csv") }
    try run.write(Data(evaluation.report(facts: facts).html().utf8), to: "report.html")
    return evaluation
  }

  private func evaluation(recording run: RunFolder?) async throws -> Evaluation {
    let asked = try chosen()
    let inputs = VerbInputs(settings: settings, run: run)
    let basis = try await inputs.basis(at: basis)
    let quantifier = try asked.contains(.network) ? quantifier(for: basis, recording: run) : nil
    let trained = quantifier?.prior.flatMap { $0.names == basis.names ? $0 : nil }
    let known = prior == nil ? trained : nil
    let evaluation = MethodEvaluation(
      settings, basis: basis, prior: try known ?? inputs.prior(at: prior).union, network: quantifier)
    switch spectra {
    case .scenario(let scenario, let examples):
      return try await evaluation.evaluation(on: scenario, examples: examples, methods: asked)
    case .folder(let url):
      let scans = try FolderWithTruth(url)
      for file in scans.files { try run?.record(input: file) }
      return try await evaluation.evaluation(on: scans, methods: asked, files: (resolvedNetwork, prior))
    }
  }

  /// The bundle that is asked: the one that was named, or that which comes with the program.
  private var resolvedNetwork: URL? { network ?? (try? ShippedNetwork.folder(for: settings.studyProtocol)) }

  private func chosen() throws -> [EvaluationMethod] {
    if network == nil, methods?.contains(.network) != false {
      _ = try ShippedNetwork.folder(for: settings.studyProtocol)
    }
    guard let methods else { return EvaluationMethod.usual.filter { $0 != .network || resolvedNetwork != nil } }
    guard !methods.contains(.network) || resolvedNetwork != nil else {
      throw QuantifyError.needsOption(
        what: "the method network with the protocol \(settings.studyProtocol.name)",
        option: "--network BUNDLE, the folder of a trained qCNN")
    }
    return EvaluationMethod.allCases.filter(methods.contains)
  }

  private func quantifier(for basis: BasisSet, recording run: RunFolder?) throws -> NetworkQuantifier? {
    guard let folder = resolvedNetwork else { return nil }
    let quantifier = try NetworkQuantifier(NetworkBundle(readingFrom: folder), named: folder.path)
    let (card, studyProtocol) = (quantifier.card, settings.studyProtocol)
    guard card.studyProtocol == studyProtocol.name else {
      throw QuantifyError.otherProtocol(network: card.studyProtocol, found: studyProtocol.name)
    }
    try card.requireMatch(of: basis, named: "the protocol \(studyProtocol.name)")
    for name in NetworkBundle<NetworkCard>.files(in: folder) { try run?.record(input: folder.appending(path: name)) }
    return quantifier
  }

  private var facts: [(key: String, value: String)] {
    [
      ("protocol", settings.studyProtocol.name), ("seed", "\(settings.stream.key)"),
      ("network", resolvedNetwork?.path ?? "none"),
      ("prior", prior?.path ?? "of the network's training, or else the literature values"),
      ("hepatica", Versions.current),
    ]
  }
}
