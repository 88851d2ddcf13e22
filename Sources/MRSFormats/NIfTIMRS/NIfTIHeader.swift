import MRSCore

/// The fixed header of a single-file NIfTI-1 or NIfTI-2 file, checked as far as it can be without the data.
///
/// NIfTI-1: Cox et al. 2004 (348 bytes, magic "n+1"); NIfTI-2: 2011 (540 bytes, magic "n+2"). Offsets as in nifti1.h
/// and nifti2.h.
struct NIfTIHeader: Sendable {
  let version: Int
  let order: ByteOrder
  /// The lengths of dimensions 1 to 7, all ≥ 1.
  let lengths: [Int]
  /// 8 for complex64, 16 for complex128.
  let bytesPerSample: Int
  /// The dwell time in seconds.
  let dwellTime: Double
  let dwellTimeUnitGiven: Bool
  /// Where the data begin.
  let dataOffset: Int
  /// 1 where the header asks for no scaling.
  let slope: Double
  let intentName: String

  static let longest = 544
  static let complex64 = 32
  static let complex128 = 1792

  /// The bytes of all samples.
  let dataSize: Int

  /// The bytes of the fixed header and of the four flag bytes after it.
  var size: Int { version == 1 ? 352 : 544 }

  /// True when `bytes` begin with the size field of either version, in either order.
  static func isHeader(_ bytes: [UInt8]) -> Bool { kind(bytes) != nil }

  private static func kind(_ bytes: [UInt8]) -> (version: Int, order: ByteOrder)? {
    guard bytes.count >= 4 else { return nil }
    for order in [ByteOrder.little, .big] {
      switch order.int32(in: bytes, at: 0) {
      case 348: return (1, order)
      case 540: return (2, order)
      default: continue
      }
    }
    return nil
  }

  /// - Throws: ``FormatError`` naming the header field that is wrong, and its byte.
  init(_ bytes: [UInt8], path: String) throws(FormatError) {
    guard let (version, order) = Self.kind(bytes) else {
      throw .unrecognised(path: path, firstBytes: FileBytes(path: path, bytes: bytes).beginning)
    }
    let isFirst = version == 1
    let size = isFirst ? 352 : 544
    guard bytes.count >= size else {
      throw .truncated(path: path, part: "the NIfTI-\(version) header", needed: size, found: bytes.count)
    }
    let magicOffset = isFirst ? 344 : 4
    let magic = Array(bytes[magicOffset..<(magicOffset + 4)])
    let wanted: [UInt8] = Array("n+\(version)".utf8) + [0]
    guard magic == wanted else {
      let pair = magic.starts(with: Array("ni\(version)".utf8))
      throw .invalidField(
        path: path, location: .byte(magicOffset), field: "magic",
        found: "\"\(LatinText.string(magic.prefix { $0 != 0 }))\"", expected: "\"n+\(version)\"",
        consequence: pair ? "Convert the .hdr/.img pair to a single .nii file." : "This is not a NIfTI file.")
    }

    let typeOffset = isFirst ? 70 : 12
    let type = order.int16(in: bytes, at: typeOffset)
    guard type == Self.complex64 || type == Self.complex128 else {
      throw .invalidField(
        path: path, location: .byte(typeOffset), field: "datatype", found: String(type),
        expected: "32 (complex64) or 1792 (complex128)",
        consequence: "NIfTI-MRS holds complex samples; this is probably an image.")
    }
    bytesPerSample = type == Self.complex64 ? 8 : 16

    func dimension(_ index: Int) -> (value: Int, offset: Int) {
      let offset = isFirst ? 40 + 2 * index : 16 + 8 * index
      return (isFirst ? order.int16(in: bytes, at: offset) : order.int64(in: bytes, at: offset), offset)
    }
    let rank = dimension(0)
    guard (4...7).contains(rank.value) else {
      throw .invalidField(
        path: path, location: .byte(rank.offset), field: "dim[0]", found: String(rank.value),
        expected: "4 to 7: three of space, one of time, then coils and averages",
        consequence: "This is not a NIfTI-MRS signal.")
    }
    var lengths = [Int](repeating: 1, count: 7)
    var total = bytesPerSample
    for index in 1...rank.value {
      let (length, offset) = dimension(index)
      let (product, overflow) = total.multipliedReportingOverflow(by: length)
      guard length >= 1, !overflow else {
        throw .invalidField(
          path: path, location: .byte(offset), field: "dim[\(index)]", found: String(length),
          expected: length < 1 ? "at least 1" : "such that the product of all dimensions can be addressed",
          consequence: "The header is damaged.")
      }
      lengths[index - 1] = length
      total = product
    }
    self.lengths = lengths
    dataSize = total

    (dwellTime, dwellTimeUnitGiven) = try Self.dwellTime(bytes, order: order, isFirst: isFirst, path: path)
    let offsetOffset = isFirst ? 108 : 168
    let stated = isFirst ? order.float32(in: bytes, at: 108) : Double(order.int64(in: bytes, at: 168))
    guard stated == 0 || (stated >= Double(isFirst ? 348 : 540) && stated < 0x1p40) else {
      throw .invalidField(
        path: path, location: .byte(offsetOffset), field: "vox_offset", found: String(stated),
        expected: "0 or at least \(size)", consequence: "It says where the samples begin.")
    }
    dataOffset = max(Int(stated), size)

    let slopeOffset = isFirst ? 112 : 176
    let slope = isFirst ? order.float32(in: bytes, at: 112) : order.float64(in: bytes, at: 176)
    let intercept = isFirst ? order.float32(in: bytes, at: 116) : order.float64(in: bytes, at: 184)
    guard slope == 0 || !slope.isFinite || intercept == 0 || !intercept.isFinite else {
      throw .invalidField(
        path: path, location: .byte(slopeOffset), field: "scl_inter", found: String(intercept), expected: "0",
        consequence: "An offset of all samples has no meaning for a signal.")
    }
    self.slope = slope == 0 || !slope.isFinite ? 1 : slope
    let intent = isFirst ? 328 : 508
    intentName = LatinText.string(bytes[intent..<(intent + 16)].prefix { $0 != 0 })
    self.version = version
    self.order = order
  }

  /// pixdim[4] in the unit of xyzt_units (bits 3 to 5: 8 s, 16 ms, 24 µs); 0, no unit, is taken as seconds.
  private static func dwellTime(
    _ bytes: [UInt8], order: ByteOrder, isFirst: Bool, path: String
  ) throws(FormatError) -> (seconds: Double, unitGiven: Bool) {
    let offset = isFirst ? 76 + 4 * 4 : 104 + 8 * 4
    let value = isFirst ? order.float32(in: bytes, at: offset) : order.float64(in: bytes, at: offset)
    let unitOffset = isFirst ? 123 : 500
    let unit = (isFirst ? Int(bytes[123]) : order.int32(in: bytes, at: 500)) & 0x38
    let scales = [0: 1, 8: 1, 16: 1e-3, 24: 1e-6]
    guard let scale = scales[unit] else {
      throw .invalidField(
        path: path, location: .byte(unitOffset), field: "xyzt_units", found: "a unit of time of code \(unit)",
        expected: "8 (s), 16 (ms) or 24 (µs)", consequence: "The fourth dimension must be time; this is a spectrum.")
    }
    // A float of NIfTI-1 is taken as the decimal it is nearest to: 0.00025, not 0.0002500000118743628.
    let exact = isFirst ? Double(Float(value).description) ?? value : value
    try SamplingLimits.check(
      dwellTime: exact * scale, field: "pixdim[4]", path: path, location: .byte(offset), unit: "that of xyzt_units")
    return (exact * scale, unit != 0)
  }
}
