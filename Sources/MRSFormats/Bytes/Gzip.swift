import CZlib

/// Reading and writing of gzip streams (RFC 1952).
enum Gzip {
  /// The most by which deflate can shrink data (1032:1): no stream of n bytes can hold more than n times this.
  static let largestRatio = 1032

  static func isCompressed(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1f, 0x8b]) }

  /// The first `limit` bytes of the content, or all of it when it is shorter. With `verifying`, the rest is inflated
  /// too and its checksum tested; more than a MiB of it is refused, since nothing says what it would be.
  /// - Throws: ``FormatError/corruptCompression(path:offset:reason:)``, ``FormatError/contradiction(path:first:second:advice:)``.
  static func decompressed(
    _ file: FileBytes, limit: Int, verifying: Bool
  ) throws(FormatError) -> [UInt8] {
    var content: [UInt8] = []
    try unpack(
      path: file.path, count: file.bytes.count, limit: limit, verifying: verifying,
      piece: { file.bytes[$0...].prefix(1 << 20) }, write: { content.append(contentsOf: $0) })
    return content
  }

  /// The same of a stream that need not be in memory.
  /// - Parameters:
  ///   - count: its bytes.
  ///   - piece: some of its bytes from an offset on, at least two where there are as many.
  ///   - write: told the content, piece by piece.
  static func unpack(
    path: String, count: Int, limit: Int, verifying: Bool,
    piece: (_ offset: Int) throws(FormatError) -> ArraySlice<UInt8>,
    write: (_ content: ArraySlice<UInt8>) throws(FormatError) -> Void
  ) throws(FormatError) {
    var stream = unsafe z_stream()
    guard unsafe gzip_inflate_begin(&stream) == Z_OK else {
      throw .unreadable(path: path, reason: "no memory to decompress it")
    }
    defer { unsafe inflateEnd(&stream) }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var (consumed, kept, surplus) = (0, 0, 0)
    while true {
      let (status, read, written, message) = unsafe step(&stream, try piece(consumed), into: &chunk)
      consumed += read
      let wanted = min(written, limit - kept)
      if wanted > 0 { try write(chunk[..<wanted]) }
      kept += wanted
      surplus += written - wanted
      guard surplus <= 1 << 20 else {
        throw .contradiction(
          path: path, first: "its header tells of \(limit) bytes", second: "more than a MiB follows them",
          advice: "The file was probably put together wrongly; convert the scan again.")
      }
      if status == Z_STREAM_END {
        // A gzip file may be several members in a row.
        guard consumed < count, try piece(consumed).starts(with: [0x1f, 0x8b]) else { return }
        unsafe inflateReset(&stream)
      } else if status != Z_OK || (read == 0 && written == 0) {
        let reason = consumed >= count ? "it ends before the end of the stream" : message
        throw .corruptCompression(path: path, offset: consumed, reason: reason)
      }
      if kept >= limit && !verifying { return }
    }
  }

  /// `bytes` as one gzip member.
  static func compressed(_ bytes: [UInt8]) -> [UInt8] {
    var stream = unsafe z_stream()
    guard unsafe gzip_deflate_begin(&stream) == Z_OK else { preconditionFailure("no memory for a gzip stream") }
    defer { unsafe deflateEnd(&stream) }
    let bound = unsafe Int(deflateBound(&stream, UInt(bytes.count)))
    var input = bytes
    return unsafe [UInt8](unsafeUninitializedCapacity: bound) { output, count in
      unsafe input.withUnsafeMutableBufferPointer { source in
        unsafe stream.next_in = source.baseAddress
        unsafe stream.avail_in = UInt32(source.count)
        unsafe stream.next_out = output.baseAddress
        unsafe stream.avail_out = UInt32(bound)
        let status = unsafe deflate(&stream, Z_FINISH)
        precondition(status == Z_STREAM_END, "deflateBound promised enough room")
      }
      count = unsafe bound - Int(stream.avail_out)
    }
  }

  private static func step(
    _ stream: inout z_stream, _ bytes: ArraySlice<UInt8>, into chunk: inout [UInt8]
  ) -> (status: Int32, read: Int, written: Int, message: String) {
    let available = bytes.count
    let room = chunk.count
    return unsafe bytes.withUnsafeBufferPointer { source in
      unsafe chunk.withUnsafeMutableBufferPointer { target in
        unsafe stream.next_in = source.baseAddress.map { unsafe UnsafeMutablePointer(mutating: $0) }
        unsafe stream.avail_in = UInt32(available)
        unsafe stream.next_out = target.baseAddress!
        unsafe stream.avail_out = UInt32(room)
        let status = unsafe inflate(&stream, Z_NO_FLUSH)
        let message = unsafe stream.msg.map { unsafe String(cString: $0) } ?? "invalid data"
        return unsafe (status, available - Int(stream.avail_in), room - Int(stream.avail_out), message)
      }
    }
  }
}
