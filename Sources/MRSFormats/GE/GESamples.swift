import MRSCore

/// The frames of a P-file as FIDs in the package's sign: coil, then frame.
struct GESamples: Sendable {
  private let header: GEHeader
  private let frames: GEFrames
  /// An element an echo, in it one a coil.
  private let metabolites, water: [[[ComplexVector]]]
  let doubts: [Doubt]

  /// - Throws: ``FormatError/truncated(path:part:needed:found:)`` where the file is shorter than its header says.
  init(_ file: FileBytes, _ header: GEHeader, _ frames: GEFrames) throws(FormatError) {
    self.header = header
    self.frames = frames
    let bytesPerFrame = 2 * header.pointSize * header.points
    let needed = header.dataOffset + header.receivers * header.echoes * header.rows * bytesPerFrame
    guard file.bytes.count >= needed else {
      throw .truncated(
        path: file.path,
        part: "\(header.receivers) receivers × \(header.echoes * header.rows) frames × \(header.points) points",
        needed: needed, found: file.bytes.count)
    }
    func fid(_ coil: Int, _ echo: Int, _ row: Int) -> ComplexVector {
      let frame = (coil * header.echoes + echo) * header.rows + row
      return Self.fid(file, header, at: header.dataOffset + frame * bytesPerFrame)
    }
    func set(_ rows: Range<Int>) -> [[[ComplexVector]]] {
      (0..<header.echoes).map { echo in
        (0..<header.receivers).map { coil in rows.map { fid(coil, echo, $0) } }
      }
    }
    let water = set(1..<(1 + frames.water))
    let metabolites = set((1 + frames.water)..<(1 + frames.water + frames.metabolites))
    // One acquisition a frame and none to sum it with: such frames may alternate too, which is no contradiction.
    let mayAlternate = !frames.isSummed || (header.summed == 1 && header.echoes == 1)
    let isExpected = !frames.isSummed && (header.image?.switches ?? 0) < 16_384
    var doubts: [Doubt] = []
    func aligned(_ set: [[[ComplexVector]]], _ name: String) -> [[[ComplexVector]]] {
      let (alternates, isMeasured) = GEFrames.alternates(set.flatMap { $0 }, expected: isExpected)
      if isMeasured, alternates != isExpected, !(alternates && mayAlternate && frames.isSummed) {
        doubts.append(
          .contradictoryFields(
            first: "by the header, \(name) \(isExpected ? "alternate in sign" : "are of one sign")",
            second: "by the samples, they \(alternates ? "alternate" : "do not")", used: "the latter was used"))
      }
      let scale = frames.isSummed ? 1 : Double(header.summed)
      return set.map { echo in
        echo.map { coil in
          coil.enumerated().map { index, fid in
            let factor = alternates && !index.isMultiple(of: 2) ? -scale : scale
            return factor == 1 ? fid : factor * fid
          }
        }
      }
    }
    self.water = aligned(water, "frames of water")
    self.metabolites = aligned(metabolites, "frames of metabolites")
    self.doubts = doubts
  }

  /// The samples at `offset`, conjugated.
  private static func fid(_ file: FileBytes, _ header: GEHeader, at offset: Int) -> ComplexVector {
    var fid = ComplexVector(zeros: header.points)
    let (order, size) = (header.order, header.pointSize)
    for i in 0..<header.points {
      let place = offset + 2 * size * i
      if size == 2 {
        fid.real[i] = Double(order.int16(in: file.bytes, at: place))
        fid.imaginary[i] = -Double(order.int16(in: file.bytes, at: place + 2))
      } else {
        fid.real[i] = Double(order.int32(in: file.bytes, at: place))
        fid.imaginary[i] = -Double(order.int32(in: file.bytes, at: place + 4))
      }
    }
    return fid
  }

  /// The metabolites of one condition: an echo, or every second frame of the one echo there is.
  func metabolites(of condition: Int, conditions: Int) -> [[ComplexVector]] {
    guard header.echoes == 1 else { return metabolites[condition] }
    return metabolites[0].map { Self.every(conditions, from: condition, of: $0) }
  }

  /// The water of one condition. Of the eight frames of GE's semi-LASER, four are for the scale and four, with the outer
  /// volume suppressed as in the scan, for its eddy currents; those for the scale are kept.
  func water(of condition: Int, conditions: Int) -> [[ComplexVector]] {
    let echo = header.echoes == 1 ? 0 : condition
    guard frames.water == 8, header.echoes == 1, conditions == 1, let sequence = header.image?.sequence else {
      return water[echo]
    }
    switch sequence {
    case "oslaser", "slaser_cni": return water[echo].map { coil in [0, 1, 4, 5].map { coil[$0] } }
    case "slaser", "probe-sl": return water[echo].map { coil in [2, 3, 6, 7].map { coil[$0] } }
    default: return water[echo]
    }
  }

  private static func every(_ stride: Int, from first: Int, of frames: [ComplexVector]) -> [ComplexVector] {
    Swift.stride(from: first, to: frames.count, by: stride).map { frames[$0] }
  }
}
