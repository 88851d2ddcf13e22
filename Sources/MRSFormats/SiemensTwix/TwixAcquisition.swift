import MRSCore

/// One readout of all channels.
struct TwixAcquisition: Sendable {
  let readout: TwixReadout
  /// Where the samples of each channel begin.
  let offsets: [Int]

  /// VB's headers of single channels put together: those that follow one another with one count of measurements.
  /// - Throws: ``FormatError/contradiction(path:first:second:advice:)`` where one has other channels than the rest.
  static func grouped(_ readouts: [TwixReadout], path: String) throws(FormatError) -> [TwixAcquisition] {
    var acquisitions: [TwixAcquisition] = []
    for readout in readouts {
      if let last = acquisitions.last, last.readout.scan == readout.scan, last.readout.kind == readout.kind,
        last.readout.counters == readout.counters, last.readout.offsets.count == 1
      {
        acquisitions[acquisitions.count - 1] = TwixAcquisition(
          readout: last.readout, offsets: last.offsets + readout.offsets)
      } else {
        acquisitions.append(TwixAcquisition(readout: readout, offsets: readout.offsets))
      }
    }
    return acquisitions
  }

  /// The channels' samples; `nil` where all are zero, as rows are that a sequence fills without measuring.
  func samples(in file: SeekableFile) throws(FormatError) -> [ComplexVector]? {
    var channels: [ComplexVector] = []
    var isEmpty = true
    for offset in offsets {
      let data = try file.bytes(at: offset, count: 8 * readout.samples, part: "the samples of a readout")
      var vector = ComplexVector(zeros: readout.samples)
      unsafe data.withUnsafeBytes { bytes in
        for i in 0..<readout.samples {
          vector.real[i] = Double(
            Float(bitPattern: UInt32(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: 8 * i, as: UInt32.self))))
          vector.imaginary[i] = Double(
            Float(
              bitPattern: UInt32(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: 8 * i + 4, as: UInt32.self))))
        }
      }
      isEmpty = isEmpty && vector.indices.allSatisfy { vector.real[$0] == 0 && vector.imaginary[$0] == 0 }
      channels.append(vector)
    }
    return isEmpty ? nil : channels
  }
}
