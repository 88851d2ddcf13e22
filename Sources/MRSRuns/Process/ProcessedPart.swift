import MRSCore
import MRSProcessing

/// One processed signal: the scan, or one condition of an edited one.
public struct ProcessedPart: Sendable {
  /// What a step made of the signals, as pictures show it: the mean over averages of the coil that sees most.
  public struct Stage: Sendable {
    public let record: ProcessingRecord
    public let before: FID
    public let after: FID
  }

  /// `"scan"`, `"ON"`.
  public let name: String
  public let scan: ProcessedScan
  public let stages: [Stage]
  public let quality: ScanQuality
  public let checks: [QualityCheck]
}

extension ProcessedPart.Stage {
  init(_ record: ProcessingRecord, _ before: SignalSet, _ after: SignalSet) {
    self.record = record
    // The mean of one average is itself; what averaging does shows against a single one.
    let isAverage = record.step == .average
    self.before = Self.picture(of: before.scan, single: isAverage)
    self.after = Self.picture(of: after.scan, single: false)
  }

  private static func picture(of array: FIDArray, single: Bool) -> FID {
    let finite = (0..<array.averages).filter { average in
      (0..<array.coils).allSatisfy { array.samples[$0 * array.averages + average].isFinite }
    }
    let kept = array.selecting(averages: single ? Array(finite.prefix(1)) : finite)
    guard kept.averages > 0 else {
      return FID(samples: ComplexVector(zeros: array.acquisition.points), acquisition: array.acquisition)
    }
    let means = kept.averaged
    let best = means.samples.indices.max { means.samples[$0].energy < means.samples[$1].energy } ?? 0
    return FID(samples: means.samples[best], acquisition: array.acquisition)
  }
}
