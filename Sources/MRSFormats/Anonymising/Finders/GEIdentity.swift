import Foundation

/// P-files: of the headers that name patient, examination and hospital nothing is left but the numbers that are read; the raw header
/// stays but for its dates.
///
/// Which bytes of the examination's header name whom differs with every revision; which ones are needed is known.
enum GEIdentity: IdentityFinder {
  static func marked(_ url: URL, _ rules: IdentityRules) throws(FormatError) -> [MarkedFile] {
    let file = try FileBytes(url)
    let header = try GEHeader(file)
    guard let layout = GELayout(revision: header.revision) else { throw .unrecognised(path: file.path, firstBytes: "") }
    var marked = MarkedFile(url, bytes: file.bytes, headers: [0..<header.dataOffset])
    // rhr_run_char, scan_date and scan_time: 24 characters; later revisions begin with 19 offsets.
    let dates = header.revision < 26 ? 10 : 86
    erase(dates..<(dates + 24), "the raw header's dates", in: &marked)
    let kept = try kept(layout, header, file)
    var start = min(rawHeader(header.revision), header.dataOffset)
    for range in kept where range.upperBound > start {
      if range.lowerBound > start { erase(start..<range.lowerBound, headers, in: &marked) }
      start = range.upperBound
    }
    if start < header.dataOffset { erase(start..<header.dataOffset, headers, in: &marked) }
    if let sequence = kept.last(where: { $0.count == 33 }) { cleanPath(sequence, in: &marked) }
    return [marked]
  }

  private static let headers = "the headers of patient, examination, series and image, but for what is read"

  /// The length of the raw header itself (rdbm.h).
  private static func rawHeader(_ revision: Double) -> Int { revision < 26 ? 2048 : 4096 }

  /// The places of the image header that are read, in their order.
  private static func kept(_ layout: GELayout, _ header: GEHeader, _ file: FileBytes) throws(FormatError) -> [Range<
    Int
  >] {
    guard let (place, image) = layout.image else { return [] }
    let start = try GEFields(file, header.order).place(place, "rdb_hdr_off_image", atLeast: 0)
    let places = [
      (image.user8, 12), (image.user11, 12), (image.user19, 4), (image.user24, 4), (image.corners, 36),
      (image.repetitionTime, 4), (image.echoTime, 4), (image.flipAngle, 2), (image.sequence, 33),
    ]
    return places.map { (start + $0.0)..<(start + $0.0 + $0.1) }.filter { $0.upperBound <= header.dataOffset }
      .sorted { $0.lowerBound < $1.lowerBound }
  }

  private static func erase(_ range: Range<Int>, _ field: String, in file: inout MarkedFile) {
    guard file.bytes(range).contains(where: { $0 != 0 }) else { return }
    file.note(field)
    file.replace(range, with: [UInt8](repeating: 0, count: range.count))
  }

  /// The folders before a sequence's name may be called after who wrote it.
  private static func cleanPath(_ range: Range<Int>, in file: inout MarkedFile) {
    let text = file.bytes(range).prefix { $0 != 0 }
    guard let last = text.lastIndex(of: UInt8(ascii: "/")) else { return }
    let path = text[..<last]
    file.note("the folder of the sequence")
    file.replace(
      range.lowerBound..<(range.lowerBound + path.count),
      with: path.map { $0 == UInt8(ascii: "/") ? $0 : UInt8(ascii: "x") })
  }
}
