import Foundation
import MRSCore

/// One scan as a file gave it: the raw FIDs in the package's convention, and what the header says.
public struct Scan: Sendable {
  public let url: URL
  public let format: SignalFormat
  /// Shape (coils, averages, L); exp(+2πi·f·t) is f downfield of the carrier, whatever the file's own convention.
  public let signals: FIDArray
  /// The unsuppressed water that the same file holds, of the same voxel and coils; `nil` where it holds none.
  public let water: FIDArray?
  /// How many averages each FID of ``signals`` already stands for; `nil` where the file does not say.
  public let averagesRepresented: Int?
  /// Which of several signals of the file this is; `nil` where it holds one.
  public let part: ScanPart?
  /// Where the voxel lies; `nil` where the file does not say.
  public let geometry: VoxelGeometry?
  /// What else the file says that NIfTI-MRS has a field for.
  public let standard: StandardFields
  /// What the header says, in the file's own order and words.
  public let fields: [HeaderField]
  public let doubts: [Doubt]

  public init(
    url: URL, format: SignalFormat, signals: FIDArray, water: FIDArray? = nil, averagesRepresented: Int?,
    part: ScanPart? = nil, geometry: VoxelGeometry? = nil, standard: StandardFields = StandardFields(),
    fields: [HeaderField], doubts: [Doubt]
  ) {
    self.url = url
    self.format = format
    self.signals = signals
    self.water = water
    self.averagesRepresented = averagesRepresented
    self.part = part
    self.geometry = geometry
    self.standard = standard
    self.fields = fields
    self.doubts = doubts + Self.nonFiniteSamples(in: signals) + (water.map(Self.nonFiniteSamples) ?? [])
  }

  public var acquisition: Acquisition { signals.acquisition }

  private static func nonFiniteSamples(in signals: FIDArray) -> [Doubt] {
    let count = signals.samples.reduce(0) { count, fid in
      fid.isFinite ? count : count + fid.indices.count { !fid.real[$0].isFinite || !fid.imaginary[$0].isFinite }
    }
    return count == 0
      ? [] : [.nonFiniteSamples(count: count, of: signals.samples.count * signals.acquisition.points)]
  }
}
