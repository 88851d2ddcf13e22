import MRSCore

/// FIDs of a scan too long for the memory, kept in a temporary file as they were made of what the scanner's file has: the real,
/// then the imaginary parts of each in double precision.
struct SpooledFIDs: StoredFIDs {
  let count: Int
  let points: Int
  private let file: RandomAccessFile

  /// - Parameter next: the FIDs in turn; nil after the last.
  /// - Throws: what `next` throws; ``FormatError/unreadable(path:reason:)`` where there is no room.
  init(
    points: Int, path: String, next: () throws(FormatError) -> [ComplexVector]?
  ) throws(FormatError) {
    let temporary = try FormatError.spooling(path) { () throws(FileFailure) in try TemporaryFile() }
    var count = 0
    while let fids = try next() {
      count += fids.count
      try FormatError.spooling(path) { () throws(FileFailure) in
        for fid in fids {
          try temporary.append(fid.real)
          try temporary.append(fid.imaginary)
        }
      }
    }
    file = try FormatError.spooling(path) { () throws(FileFailure) in try temporary.reading() }
    self.count = count
    self.points = points
  }

  func samples(of fid: Int, in range: Range<Int>) -> ComplexVector {
    func part(_ index: Int) -> [Double] {
      file.numbers(at: 8 * ((2 * fid + index) * points + range.lowerBound), count: range.count, or: .nan)
    }
    return ComplexVector(real: part(0), imaginary: part(1))
  }
}

extension RandomAccessFile {
  /// Numbers as they are in memory from `offset` on; `missing` where they can no longer be read.
  func numbers<Number: BitwiseCopyable>(at offset: Int, count: Int, or missing: Number) -> [Number] {
    var numbers = [Number](repeating: missing, count: count)
    let isWhole = unsafe numbers.withUnsafeMutableBytes { target in
      (unsafe read(into: target, at: offset)) == .success(true)
    }
    return isWhole ? numbers : [Number](repeating: missing, count: count)
  }
}

extension FormatError {
  /// - Throws: ``unreadable(path:reason:)`` of the file that is unpacked.
  static func spooling<Output>(
    _ path: String, _ body: () throws(FileFailure) -> Output
  ) throws(FormatError) -> Output {
    do {
      return try body()
    } catch {
      throw .unreadable(
        path: path,
        reason: "it is too long for the memory, and the folder for temporary files (TMPDIR) refuses it: \(error)")
    }
  }
}
