import Foundation
import MRSCore
import MRSFormats
import MRSNetworks
import MRSProcessing
import MRSQuantification

extension MethodEvaluation {
  /// Evaluates `methods` on the scans of a folder, each through the whole of `hepatica quantify` with its water.
  /// - Parameter files: the folder of the network's bundle, `nil` where none is asked; and the prior.json that `map` is told,
  ///   `nil` for the literature values.
  /// - Throws: what concerns all scans, as `ScanQuantifier.quantify`; `StatisticsError`, `CancellationError`.
  public func evaluation(
    on scans: FolderWithTruth, methods: [EvaluationMethod], files: (network: URL?, prior: URL?)
  ) async throws -> Evaluation {
    var spectra = scans.items.map { EvaluatedSpectrum(truth: $0.truth, answers: [:]) }
    for method in methods {
      let answers = try await answers(of: method, to: scans.items, files: files)
      for (i, answer) in answers.enumerated() { spectra[i].answers[method] = answer }
    }
    let scores = try scores(of: spectra, methods: methods)
    return try Evaluation(
      scenario: scans.url.lastPathComponent, title: "scans of a folder, with their waters", isPlanted: false,
      of: spectra, methods: methods, targets: scores.targets, sums: scores.sums, ranks: [:],
      groups: try groups(of: spectra, methods: methods))
  }

  private func answers(
    of method: EvaluationMethod, to items: [FolderWithTruth.Item], files: (network: URL?, prior: URL?)
  ) async throws -> [EvaluatedSpectrum.Answer] {
    let quantifier = ScanQuantifier(
      studyProtocol: settings.studyProtocol, stream: settings.stream, worker: settings.worker)
    let progress = settings.worker.progress(of: "\(method.title) on scans", total: items.count, unit: "scans")
    var answers = [EvaluatedSpectrum.Answer](repeating: .refusal, count: items.count)
    try await withThrowingTaskGroup(of: (Int, EvaluatedSpectrum.Answer).self) { group in
      var next = items.indices.makeIterator()
      func begin() {
        guard !Task.isCancelled, let index = next.next() else { return }
        group.addTask {
          let request = request(for: items[index], method, files)
          let single = quantifier.single(drawingFrom: settings.stream.child(index))
          return (index, try await Self.answer(of: single, to: request))
        }
      }
      for _ in 0..<settings.worker.tasks { begin() }
      while let (index, answer) = try await group.next() {
        answers[index] = answer
        progress.advance(by: 1)
        begin()
      }
    }
    try Task.checkCancellation()
    progress.finish()
    return answers
  }

  private func request(
    for item: FolderWithTruth.Item, _ method: EvaluationMethod, _ files: (network: URL?, prior: URL?)
  ) -> QuantifyRequest {
    var request = QuantifyRequest(file: item.file, water: item.water)
    switch method {
    case .nlsf: request.choices.usesExpectedAmounts = false
    case .map: (request.method, request.prior) = (.map, files.prior)
    case .posterior: (request.method, request.prior) = (.posterior, files.prior)
    case .network: (request.method, request.network) = (.network, files.network)
    }
    return request
  }

  /// What is found, or a refusal: an error about the scan.
  private static func answer(
    of quantifier: ScanQuantifier, to request: QuantifyRequest
  ) async throws -> EvaluatedSpectrum.Answer {
    do {
      let scan = try await quantifier.quantify(request)
      return .init(scan.quantification, doubts: scan.doubts)
    } catch is ProcessingError {
      return .refusal
    } catch NetworkError.protocolMismatch {
      return .refusal
    }
  }

  private func groups(of spectra: [EvaluatedSpectrum], methods: [EvaluationMethod]) throws -> [Evaluation.Group] {
    let names = Set(spectra.map(\.truth.group)).sorted()
    guard names != [""] else { return [] }
    return try names.map { name in
      let own = spectra.filter { $0.truth.group == name }
      let scores = try scores(of: own, methods: methods)
      var alarms: [String: AlarmCount] = [:]
      var ratios: [String: [String: Double]] = [:]
      for method in methods {
        alarms[method.rawValue] = try AlarmCount(of: method, in: own, targets: scores.targets.map(\.quantity))
        for score in scores.sums + scores.targets {
          if let ratio = score.methods[method]?.medianRatio {
            ratios[method.rawValue, default: [:]][score.quantity.name] = ratio
          }
        }
      }
      return Evaluation.Group(name: name, examples: own.count, alarms: alarms, medianRatios: ratios)
    }
  }
}
