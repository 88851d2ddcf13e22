/// Where a P-file of one revision keeps its numbers: byte offsets in its raw header and in its image header.
///
/// Facts of the scanner's header files (rdbm.h, imagedb.h) as public readers have them.
struct GELayout: Sendable {
  /// Offsets in the raw header, from the start of the file.
  struct Raw: Sendable {
    /// 16-bit: echoes, acquisitions summed to a frame, frames, bytes of a number, points of a frame, frames with the
    /// dummy.
    let echoes, summed, frames, pointSize, columns, rows: Int
    /// Four pairs of 16-bit numbers: the first and last receiver of each board.
    let receivers: Int
    /// 32-bit floats, of which user0 is the spectral width (Hz), user4 the acquisitions, user19 the water frames.
    let user0: Int
    /// A 32-bit float, Hz, and four 16-bit numbers: dimensions and voxels of a grid.
    let spectralWidth, grid: Int
    /// A 32-bit unsigned number, in 0.1 Hz.
    let frequency: Int

    static let early = Raw(
      echoes: 70, summed: 72, frames: 74, pointSize: 82, columns: 102, rows: 104, receivers: 200, user0: 216,
      spectralWidth: 368, grid: 372, frequency: 424)
    static let late = Raw(
      echoes: 146, summed: 148, frames: 150, pointSize: 158, columns: 178, rows: 180, receivers: 264, user0: 280,
      spectralWidth: 432, grid: 436, frequency: 488)
  }

  /// Offsets in the image header, from its start.
  struct Image: Sendable {
    /// Three 32-bit floats each: the voxel's edges (mm), its centre (mm; right, anterior, superior).
    let user8, user11: Int
    /// 32-bit floats: the waveform of editing, and the switches of the sequence.
    let user19, user24: Int
    /// Nine 32-bit floats: three corners of the slice (mm; right, anterior, superior).
    let corners: Int
    /// 32-bit numbers, in µs.
    let repetitionTime, echoTime: Int
    /// A 16-bit number, in degrees.
    let flipAngle: Int
    /// 33 characters.
    let sequence: Int

    /// Revisions 14 to 16: those from 16 on begin 48 bytes later.
    static func middle(later shift: Int, flipAngle: Int) -> Image {
      Image(
        user8: 148 + shift, user11: 160 + shift, user19: 192 + shift, user24: 220 + shift, corners: 480 + shift,
        repetitionTime: 712 + shift, echoTime: 720 + shift, flipAngle: flipAngle, sequence: 1272 + shift)
    }

    static let recent = Image(
      user8: 388, user11: 400, user19: 432, user24: 460, corners: 720, repetitionTime: 1056, echoTime: 1064,
      flipAngle: 1412, sequence: 1632)
  }

  /// A place in the file: known, or written at another place.
  enum Place: Sendable {
    case fixed(Int)
    case written(at: Int)
  }

  let raw: Raw
  let data: Place
  let image: (start: Place, offsets: Image)?

  /// The layout of a revision; `nil` for one that is not known.
  init?(revision: Double) {
    let isEarly = revision < 26
    raw = isEarly ? .early : .late
    let written = Place.written(at: isEarly ? 1504 : 40)
    switch revision {
    case 5..<6: (data, image) = (.fixed(39_940), nil)
    case 7: (data, image) = (.fixed(39_984), (.fixed(0), Self.seven))
    case 8: (data, image) = (.fixed(60_464), nil)
    case 9: (data, image) = (.fixed(61_464), (.fixed(0), Self.nine))
    case 11: (data, image) = (.fixed(66_072), (.fixed(64_472), Self.eleven))
    case 14..<15: (data, image) = (.written(at: 1468), (written, .middle(later: 0, flipAngle: 1068)))
    case 15..<16: (data, image) = (.written(at: 1468), (written, .middle(later: 0, flipAngle: 1064)))
    case 16..<17: (data, image) = (.written(at: 1468), (written, .middle(later: 48, flipAngle: 1112)))
    case 10, 20..<26: (data, image) = (.written(at: 1468), (written, .recent))
    case 26..<32: (data, image) = (.written(at: 4), (written, .recent))
    default: return nil
    }
  }

  private static let seven = Image(
    user8: 39_396, user11: 39_408, user19: 39_440, user24: 39_460, corners: 39_100, repetitionTime: 39_140,
    echoTime: 39_148, flipAngle: 39_200, sequence: 39_260)
  private static let nine = Image(
    user8: 60_384, user11: 60_396, user19: 60_428, user24: 60_540, corners: 60_088, repetitionTime: 60_128,
    echoTime: 60_136, flipAngle: 60_188, sequence: 60_248)
  private static let eleven = Image(
    user8: 148, user11: 160, user19: 192, user24: 220, corners: 480, repetitionTime: 552, echoTime: 560,
    flipAngle: 772, sequence: 902)
}
