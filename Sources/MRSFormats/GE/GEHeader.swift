import Foundation
import MRSCore

/// The numbers of a P-file's headers, each checked before it is used. Names, dates and the exam's header are not read.
struct GEHeader: Sendable {
  let path: String
  let order: ByteOrder
  let revision: Double
  let echoes: Int
  /// How many acquisitions are summed to a frame where the scanner sums.
  let summed: Int
  let frames: Int
  /// Bytes of a number: 2 or 4.
  let pointSize: Int
  let points: Int
  /// The frames a receiver and echo, with the dummy before them.
  let rows: Int
  let receivers: Int
  /// Hz.
  let spectralWidth: Double
  /// How often the signal was acquired, and how many frames of water come first.
  let acquisitions, waterFrames: Double
  /// MHz.
  let frequency: Double
  /// Voxels of a grid; 1 for one voxel.
  let grid: [Int]
  let dataOffset: Int
  let image: GEImageHeader?
  let doubts: [Doubt]

  /// - Throws: ``FormatError``.
  init(_ file: FileBytes) throws(FormatError) {
    path = file.path
    guard let (revision, order) = Self.revision(of: file) else {
      throw .unrecognised(path: file.path, firstBytes: file.beginning)
    }
    guard let layout = GELayout(revision: revision) else {
      throw .notYetRead(
        path: file.path, format: "a GE P-file of revision \(Float(revision))",
        advice: "convert it to NIfTI-MRS with 'spec2nii ge FILE'")
    }
    (self.revision, self.order) = (revision, order)
    let raw = layout.raw
    let fields = GEFields(file, order)
    try fields.require(Self.smallest, part: "the raw header")
    echoes = try fields.count(raw.echoes, "rhnechoes", 1...64)
    summed = try fields.count(raw.summed, "rhnavs", 1...16_384)
    frames = try fields.count(raw.frames, "rhnframes", 1...32_767)
    pointSize = try fields.count(raw.pointSize, "rhptsize", 2...4)
    guard pointSize != 3 else { throw fields.invalid(raw.pointSize, "rhptsize", "3", "2 or 4 bytes") }
    points = try fields.count(raw.columns, "rhdaxres", 2...65_535)
    rows = try fields.count(raw.rows, "rhdayres", 2...65_535)
    receivers = try fields.receivers(raw.receivers)
    frequency = Double(order.integer(UInt32.self, in: file.bytes, at: raw.frequency)) / 1e7
    try SamplingLimits.check(megahertz: frequency, field: "rhmpsfreq", path: path, location: .byte(raw.frequency))
    acquisitions = try fields.float(raw.user0 + 16, "rhuser4", 1...1e6)
    waterFrames = try fields.float(raw.user0 + 76, "rhuser19", 0...32_767)
    (spectralWidth, doubts) = try fields.spectralWidth(raw)
    grid = (1...3).map { max(1, order.int16(in: file.bytes, at: raw.grid + 2 * $0)) }
    dataOffset = try fields.place(layout.data, "rdb_hdr_off_data", atLeast: Self.smallest)
    if let (start, offsets) = layout.image {
      let offset = try fields.place(start, "rdb_hdr_off_image", atLeast: 0)
      image = try GEImageHeader(fields, start: offset, offsets, revision: revision)
    } else {
      image = nil
    }
  }

  /// The raw header reaches at least so far.
  private static let smallest = 2048

  /// The revision and the order in which it makes sense: little-endian since revision 9, big-endian before.
  static func revision(of file: FileBytes) -> (Double, ByteOrder)? {
    guard file.bytes.count >= 4 else { return nil }
    for order in [ByteOrder.little, .big] {
      let value = order.float32(in: file.bytes, at: 0)
      let thousandths = (value * 1000).rounded()
      // Revisions have three decimals at most, and are floats.
      guard (5000..<100_000).contains(thousandths), Float(thousandths / 1000) == Float(value) else { continue }
      return (thousandths / 1000, order)
    }
    return nil
  }

  var fields: [HeaderField] {
    [
      ("rdbm_rev", "\(revision)"), ("rhnechoes", "\(echoes)"), ("rhnavs", "\(summed)"), ("rhnframes", "\(frames)"),
      ("rhptsize", "\(pointSize)"), ("rhdaxres", "\(points)"), ("rhdayres", "\(rows)"), ("receivers", "\(receivers)"),
      ("rhuser0", "\(spectralWidth)"), ("rhuser4", "\(acquisitions)"), ("rhuser19", "\(waterFrames)"),
      ("rhmpsfreq", "\(frequency)"),
    ].map { HeaderField(name: $0, value: $1) } + (image?.fields ?? [])
  }
}
