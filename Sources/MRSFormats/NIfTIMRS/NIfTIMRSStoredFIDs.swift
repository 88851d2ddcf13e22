import MRSCore

/// The FIDs of a long NIfTI-MRS scan where they lie in the file, in the package's sign and from the echo on.
struct NIfTIMRSStoredFIDs: StoredFIDs {
  let count: Int
  let points: Int
  private let file: RandomAccessFile
  private let header: NIfTIHeader
  /// The first sample of each FID, counted from the first of the file.
  private let firsts: [Int]
  private let start: EchoStart

  /// - Precondition: one voxel: the samples of an FID follow one another.
  init(_ file: RandomAccessFile, header: NIfTIHeader, firsts: [Int], start: EchoStart) {
    self.file = file
    self.header = header
    self.firsts = firsts
    self.start = start
    count = firsts.count
    points = header.lengths[3] - start.dropped
  }

  func samples(of fid: Int, in range: Range<Int>) -> ComplexVector {
    guard start.isOnSample else {
      return start.fromEcho(stored(fid, 0..<header.lengths[3]))[range]
    }
    return stored(fid, range.lowerBound + start.dropped..<range.upperBound + start.dropped)
  }

  /// As ``NIfTIMRSFile`` has them of shorter scans.
  private func stored(_ fid: Int, _ range: Range<Int>) -> ComplexVector {
    let offset = header.dataOffset + (firsts[fid] + range.lowerBound) * header.bytesPerSample
    var vector = ComplexVector(zeros: range.count)
    func fill(_ number: (Int) -> Double) {
      for i in 0..<range.count {
        vector.real[i] = header.slope * number(2 * i)
        vector.imaginary[i] = -header.slope * number(2 * i + 1)
      }
    }
    if header.bytesPerSample == 8 {
      let bits = file.numbers(at: offset, count: 2 * range.count, or: Float.nan.bitPattern)
      let isLittle = header.order == .little
      fill { Double(Float(bitPattern: isLittle ? UInt32(littleEndian: bits[$0]) : UInt32(bigEndian: bits[$0]))) }
    } else {
      let bits = file.numbers(at: offset, count: 2 * range.count, or: Double.nan.bitPattern)
      let isLittle = header.order == .little
      fill { Double(bitPattern: isLittle ? UInt64(littleEndian: bits[$0]) : UInt64(bigEndian: bits[$0])) }
    }
    return vector
  }
}
