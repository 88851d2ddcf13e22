import MRSCore
import MRSProcessing
import MRSQuantification

extension ProcessedFile: Encodable {
  private struct Step: Encodable {
    let step: ProcessingStep
    let reason: String
    let text: String
    let isChange: Bool
  }

  private struct Part: Encodable {
    let name: String
    let quality: ScanQuality
    let checks: [QualityCheck]
    let averages: AverageRecord?
    let rejected: [AverageRecord.Rejection]
  }

  private struct Editing: Encodable {
    let scheme: EditingScheme
    let corrections: [SpectralRegistration.Correction]
  }

  private enum CodingKeys: String, CodingKey {
    case file, water, profile, profileSHA256, steps, signals, editing, files, doubts, hepatica
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(names.scan, forKey: .file)
    try container.encode(waterAcquisition == nil ? nil : names.water, forKey: .water)
    try container.encode(request.profile.name, forKey: .profile)
    try container.encode(request.profile.sha256, forKey: .profileSHA256)
    try container.encode(
      steps.map { step in
        Step(
          step: step.record.step, reason: step.record.step.reason, text: step.text, isChange: step.record.isChange)
      }, forKey: .steps)
    try container.encode(
      parts.map { part in
        Part(
          name: part.name, quality: part.quality, checks: part.checks,
          averages: part.scan.records.last { $0.step.title == "alignAverages" }?.scan, rejected: part.scan.rejected)
      }, forKey: .signals)
    try container.encode(
      edited.map { Editing(scheme: $0.scheme, corrections: $0.corrections) }, forKey: .editing)
    try container.encode(signalFiles.map(\.name), forKey: .files)
    try container.encode(doubts.map(DoubtRecord.init), forKey: .doubts)
    try container.encode(Versions.current, forKey: .hepatica)
  }
}
