import Foundation
import MRSCore
import MRSQuantification
import MRSRuns
import MRSStudy

extension StudySettings {
  /// What finds amounts in scans of this protocol.
  package var quantifier: ScanQuantifier {
    ScanQuantifier(studyProtocol: studyProtocol, stream: stream, worker: worker)
  }

  /// The amounts in one file.
  package func quantify(_ request: QuantifyRequest) async throws -> QuantifiedScan {
    try await quantifier.quantify(request)
  }

  /// The same with its files.
  package func quantify(_ request: QuantifyRequest, outputs: QuantifyOutputs) async throws -> QuantifiedScan {
    try await QuantifyRun(request, quantifier: quantifier, outputs: outputs).perform(arguments: [])
  }

  /// Those of many, in a run folder.
  @discardableResult
  package func quantify(
    batch items: [BatchItem], by request: QuantifyRequest, to destination: URL, force: Bool = false,
    arguments: [String], onFinished: (Int) throws -> Void = { _ in }
  ) async throws -> [BatchRecord] {
    try await BatchRun(items, by: request, quantifier: quantifier)
      .perform(to: destination, force: force, arguments: arguments, onFinished: onFinished)
  }
}
