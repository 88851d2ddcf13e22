import Foundation
import MRSCore

/// One scan as a file gave it: the raw FIDs in the package's convention, and what the header says.
public struct Scan: Sendable {
  public let url: URL
  public let format: SignalFormat
  /// Shape (coils, averages, L); exp(+2πi·f·t) is f downfield of the carrier, whatever the file's own convention.
  public let signals: FIDArray
  /// How many averages each FID of ``signals`` already stands for; `nil` where the file does not say.
  public let averagesRepresented: Int?
  /// What the header says, in the file's own order and words.
  public let fields: [HeaderField]
  public let doubts: [Doubt]

  public init(
    url: URL, format: SignalFormat, signals: FIDArray, averagesRepresented: Int?, fields: [HeaderField],
    doubts: [Doubt]
  ) {
    let nonFinite = signals.samples.reduce(0) { count, fid in
      fid.isFinite ? count : count + fid.indices.count { !fid.real[$0].isFinite || !fid.imaginary[$0].isFinite }
    }
    self.url = url
    self.format = format
    self.signals = signals
    self.averagesRepresented = averagesRepresented
    self.fields = fields
    self.doubts =
      nonFinite == 0
      ? doubts
      : doubts + [.nonFiniteSamples(count: nonFinite, of: signals.samples.count * signals.acquisition.points)]
  }

  public var acquisition: Acquisition { signals.acquisition }
}
