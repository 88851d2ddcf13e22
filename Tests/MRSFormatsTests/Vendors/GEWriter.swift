import MRSCore

/// A P-file byte by byte, by the published tables of offsets.
struct GEWriter {
  var revision = 24.0
  var isBig = false
  var pointSize = 4
  /// Acquisitions summed to a frame, and whether the scanner summed them.
  var summed = 8
  var isSummed = true
  var echoes = 1
  var sequence = "probe-p"
  var switches = 0.0
  var editing = 0.0
  /// As the header states it; the number of water frames where `nil`.
  var waterFrames: Double?
  var isAlternating: Bool?

  /// Offsets in the raw header: echoes, summed, frames, size, points, rows, receivers, user0, width, grid, frequency.
  private var raw: [Int] {
    revision < 26
      ? [70, 72, 74, 82, 102, 104, 200, 216, 368, 372, 424] : [146, 148, 150, 158, 178, 180, 264, 280, 432, 436, 488]
  }

  /// Where the data and the image header begin.
  var starts: (data: Int, image: Int) {
    switch revision {
    case 7: (39_984, 0)
    case 9: (61_464, 0)
    case 11: (66_072, 64_472)
    case ..<20: (145_908, 143_860)
    case ..<26: (157_276, 147_340)
    case ..<27.001: (213_684, 198_180)
    default: (228_020, 206_372)
    }
  }

  /// Offsets in the image header: TE, TR, user8, user11, user19, user24, corners, sequence.
  private var image: [Int] {
    switch revision {
    case 7: [39_148, 39_140, 39_396, 39_408, 39_440, 39_460, 39_100, 39_260]
    case 9: [60_136, 60_128, 60_384, 60_396, 60_428, 60_540, 60_088, 60_248]
    case 11: [560, 552, 148, 160, 192, 220, 480, 902]
    case ..<16: [720, 712, 148, 160, 192, 220, 480, 1272]
    case ..<20: [768, 760, 196, 208, 240, 268, 528, 1320]
    default: [1064, 1056, 388, 400, 432, 460, 720, 1632]
    }
  }

  /// - Parameters:
  ///   - signals: the frames of each echo, coil by coil; those of echo e are elements e, e + 1, … of its averages.
  func bytes(_ signals: [FIDArray], water: [FIDArray]) -> [UInt8] {
    let (coils, points) = (signals[0].coils, signals[0].acquisition.points)
    let (frames, waterCount) = (signals[0].averages, water.first?.averages ?? 0)
    var file = ByteWriter(count: starts.data, isBig: isBig)
    file.put(float: revision, at: 0)
    let counts = [echoes, summed, frames + waterCount, pointSize, points, frames + waterCount + 1]
    for (offset, value) in zip(raw, counts) { file.put(int16: value, at: offset) }
    file.put(int16: coils - 1, at: raw[6] + 2)
    file.put(float: 1 / VendorScan.acquisition.dwellTime, at: raw[7])
    file.put(float: Double(frames * (isSummed ? summed : 1)), at: raw[7] + 16)
    file.put(float: waterFrames ?? Double(waterCount), at: raw[7] + 76)
    file.put(float: 1 / VendorScan.acquisition.dwellTime, at: raw[8])
    for index in 1...3 { file.put(int16: 1, at: raw[9] + 2 * index) }
    file.put(int32: 1_277_000_000, at: raw[10])
    if revision > 11 {
      file.put(int32: starts.data, at: revision < 26 ? 1468 : 4)
      file.put(int32: starts.image, at: revision < 26 ? 1504 : 40)
    }
    putImage(&file)
    let alternates = isAlternating ?? !isSummed
    for coil in 0..<coils {
      for echo in 0..<echoes {
        append(ComplexVector(real: [Double](repeating: 9999, count: points), imaginary: .init(zeros: points)), 1, &file)
        for set in [water, [signals[echo]]].map({ $0.first }) {
          guard let set else { continue }
          for index in 0..<set.averages {
            let sign: Double = alternates && !index.isMultiple(of: 2) ? -1 : 1
            append(set.samples[coil * set.averages + index], sign, &file)
          }
        }
      }
    }
    return file.bytes
  }

  private func putImage(_ file: inout ByteWriter) {
    let places = image.map { $0 + starts.image }
    file.put(int32: 30_000, at: places[0])
    file.put(int32: 2_000_000, at: places[1])
    for (index, value) in [20.0, 25, 30].enumerated() { file.put(float: value, at: places[2] + 4 * index) }
    for (index, value) in [5.0, -6, 7].enumerated() { file.put(float: value, at: places[3] + 4 * index) }
    file.put(float: editing, at: places[4])
    file.put(float: switches, at: places[5])
    let corners: [Double] = [120, 100, 10, -120, 100, 10, -120, -140, 10]
    for (index, value) in corners.enumerated() { file.put(float: value, at: places[6] + 4 * index) }
    file.put(text: sequence, at: places[7])
  }

  /// As the scanner stores it: the imaginary part has the other sign.
  private func append(_ fid: ComplexVector, _ sign: Double, _ file: inout ByteWriter) {
    for i in fid.indices {
      for value in [sign * fid.real[i], -sign * fid.imaginary[i]] {
        if pointSize == 2 { file.append(int16: value) } else { file.append(int32: value) }
      }
    }
  }
}

extension Array where Element == Double {
  fileprivate init(zeros count: Int) { self.init(repeating: 0, count: count) }
}
