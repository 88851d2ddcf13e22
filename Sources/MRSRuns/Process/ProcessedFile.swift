import Foundation
import MRSCore
import MRSFormats
import MRSProcessing
import MRSProfile

/// What `process` made of a file, with everything that a reader needs to judge it.
public struct ProcessedFile: Sendable {
  public let request: ProcessRequest
  /// The scan as it was read; of an edited one its first condition.
  public let source: Scan
  /// One, or one a condition of an edited scan.
  public let parts: [ProcessedPart]
  /// `nil` for a scan that is not edited.
  public let edited: EditedScan?
  /// What scan and water are called.
  public let names: SignalNames
  /// How the water was measured; `nil` without a water scan.
  let waterAcquisition: Acquisition?
  /// The most serious first.
  public let doubts: [Doubt]

  init(
    request: ProcessRequest, source: Scan, parts: [ProcessedPart], edited: EditedScan?, names: SignalNames,
    waterAcquisition: Acquisition?, doubts: [Doubt]
  ) {
    self.request = request
    self.source = source
    self.parts = parts
    self.edited = edited
    self.names = names
    self.waterAcquisition = waterAcquisition
    self.doubts = doubts.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }
      .map(\.element)
  }

  /// What each step did, in the order of the steps; of an edited scan for every condition.
  public var steps: [(record: ProcessingRecord, text: String)] {
    guard let first = parts.first else { return [] }
    return first.scan.records.indices.map { index in
      let texts = parts.map { $0.scan.records[index].text }
      let isSame = Set(texts).count == 1
      let text = isSame ? texts[0] : zip(parts, texts).map { "\($0.name): \($1)" }.joined(separator: "; ")
      return (first.scan.records[index], text)
    }
  }
}
