import Foundation
import MRSCore

/// The bytes of a NIfTI-MRS file: all of them, or, of a long scan, those before its samples.
struct NIfTIMRSContent: Sendable {
  let path: String
  let header: NIfTIHeader
  let bytes: [UInt8]
  /// Where the samples of a long scan are read; nil where ``bytes`` has them.
  let stored: RandomAccessFile?

  /// The size that the header states is checked against the file's *before* anything is inflated.
  /// - Parameter worker: told how far a long gzipped file is inflated.
  /// - Throws: ``FormatError``.
  init(_ url: URL, worker: Worker) throws(FormatError) {
    let beginning = try FileBytes(url, limit: 1 << 16)
    let path = beginning.path
    self.path = path
    let file: RandomAccessFile
    do { file = try RandomAccessFile(url) } catch { throw .unreadable(path: path, reason: "\(error)") }
    let isCompressed = Gzip.isCompressed(beginning.bytes)
    let start =
      isCompressed
      ? try Gzip.decompressed(beginning, limit: NIfTIHeader.longest, verifying: false) : beginning.bytes
    header = try NIfTIHeader(start, path: path)
    try Self.check(header, against: isCompressed ? file.count * Gzip.largestRatio : file.count, path: path)
    let end = header.dataOffset + header.dataSize
    guard header.dataSize >= LongScan.shortest, header.lengths[..<3].allSatisfy({ $0 == 1 }) else {
      stored = nil
      let whole = try FileBytes(url)
      bytes = isCompressed ? try Gzip.decompressed(whole, limit: end, verifying: true) : whole.bytes
      try Self.check(header, against: bytes.count, path: path)
      return
    }
    let plain = isCompressed ? try Self.inflated(file, to: end, path: path, worker: worker) : file
    try Self.check(header, against: plain.count, path: path)
    do {
      bytes = try plain.bytes(at: 0, count: header.dataOffset) ?? []
    } catch {
      throw .unreadable(path: path, reason: "\(error)")
    }
    stored = plain
  }

  private static func inflated(
    _ file: RandomAccessFile, to end: Int, path: String, worker: Worker
  ) throws(FormatError) -> RandomAccessFile {
    let temporary = try FormatError.spooling(path) { () throws(FileFailure) in try TemporaryFile() }
    let progress = worker.progress(of: "Unpacking", total: end >> 20, unit: "MiB")
    defer { progress.finish() }
    var (done, told) = (0, 0)
    try Gzip.unpack(
      path: path, count: file.count, limit: end, verifying: true,
      piece: { offset throws(FormatError) in
        do {
          return try file.bytes(at: offset, count: min(1 << 16, file.count - offset))?[...] ?? []
        } catch {
          throw .unreadable(path: path, reason: "\(error)")
        }
      },
      write: { bytes throws(FormatError) in
        try FormatError.spooling(path) { () throws(FileFailure) in try temporary.append(bytes) }
        done += bytes.count
        progress.advance(by: (done >> 20) - told)
        told = done >> 20
      })
    return try FormatError.spooling(path) { () throws(FileFailure) in try temporary.reading() }
  }

  private static func check(_ header: NIfTIHeader, against available: Int, path: String) throws(FormatError) {
    let (end, overflow) = header.dataOffset.addingReportingOverflow(header.dataSize)
    guard !overflow, end <= available else {
      let sizes = header.lengths.map(String.init).joined(separator: " × ")
      throw .truncated(
        path: path, part: "a signal of \(sizes) samples of \(header.bytesPerSample) bytes after the header",
        needed: overflow ? .max : end, found: available)
    }
  }
}
