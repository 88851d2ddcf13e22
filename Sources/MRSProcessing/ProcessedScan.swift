import MRSCore

/// One FID made of a raw scan, its water where there was a reference, and what was done.
public struct ProcessedScan: Sendable {
  public let fid: FID
  /// The water reference after the same steps, for scaling: its amplitude is comparable with that of ``fid``.
  public let water: FID?
  /// What each step did, in the order of the steps.
  public let records: [ProcessingRecord]
  /// What scan and water give reason to doubt on their way.
  public let doubts: [Doubt]

  /// The averages left out of the scan, each once.
  public var rejected: [AverageRecord.Rejection] { records.flatMap { $0.scan?.rejected ?? [] } }

  /// The same with records of what was done before.
  func preceded(by earlier: [ProcessingRecord]) -> ProcessedScan {
    ProcessedScan(fid: fid, water: water, records: earlier + records, doubts: doubts)
  }
}
