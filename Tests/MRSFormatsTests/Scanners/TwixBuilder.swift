import Foundation
import MRSCore

/// Siemens raw data made byte by byte from known signals, as the layout in ../shared/formats.md has it.
struct TwixBuilder {
  enum Version {
    case vb
    case vd
  }

  struct Readout {
    var mask: UInt64 = 1 << 3
    /// Values of the loop counters that are not zero, by their place: 1 averages, 4 echoes, 5 phases, 7 sets, 13 the last free one.
    var counters: [Int: Int] = [:]
    var channels: [ComplexVector]
  }

  var version = Version.vd
  var software = "syngo MR E11"
  var readouts: [Readout] = []
  /// How many zeros stand before and after each signal: what the cut-off and the centre say.
  var before = 0
  var after = 0
  var settings: [(key: String, value: String)] = []
  var hasEndMark = true
  /// Adjustments that stand before the scan, by the name of their sequence.
  var adjustments: [String] = []

  static func settings(_ acquisition: Acquisition, vectorSize: Int) -> [(key: String, value: String)] {
    [
      ("tSequenceFileName", "\"\"%SiemensSeq%\\svs_se\"\""), ("alTR[0]", "2000000"), ("alTE[0]", "30000"),
      ("sRXSPEC.alDwellTime[0]", "\(Int((acquisition.dwellTime * 1e9).rounded()))"),
      ("sTXSPEC.asNucleusInfo[0].tNucleus", "\"1H\""),
      ("sTXSPEC.asNucleusInfo[0].lFrequency", "\(Int(acquisition.spectrometerFrequency.hertz))"),
      ("sSpecPara.lVectorSize", "\(vectorSize)"), ("sSpecPara.dDeltaFrequency", "-2.3"),
      ("sSpecPara.sVoI.sPosition.dSag", "-10.5"), ("sSpecPara.sVoI.sPosition.dTra", "0x20"),
      ("sSpecPara.sVoI.sNormal.dTra", "1"), ("sSpecPara.sVoI.dThickness", "30"),
      ("sSpecPara.sVoI.dPhaseFOV", "25"), ("sSpecPara.sVoI.dReadoutFOV", "20"),
    ]
  }

  func file() -> [UInt8] {
    let names = adjustments.map { [("tSequenceFileName", "\"%SiemensSeq%\\\($0)\"")] }
    let measurements =
      names.map { measurement(settings: $0, readouts: []) } + [
        measurement(settings: settings, readouts: readouts)
      ]
    guard version == .vd else { return measurements.last ?? [] }
    var table = bytes(UInt32(0)) + bytes(UInt32(measurements.count))
    var offset = 10_240
    var body: [UInt8] = []
    for (index, measurement) in measurements.enumerated() {
      table += bytes(UInt32(index + 1)) + bytes(UInt32(7)) + bytes(UInt64(offset)) + bytes(UInt64(measurement.count))
      table += [UInt8](repeating: 0, count: 128)
      let padded = (measurement.count + 511) / 512 * 512
      body += measurement + [UInt8](repeating: 0, count: padded - measurement.count)
      offset += padded
    }
    return table + [UInt8](repeating: 0, count: 10_240 - table.count) + body
  }

  private func measurement(settings: [(key: String, value: String)], readouts: [Readout]) -> [UInt8] {
    let dicom = """
      <XProtocol> { <ParamMap."DICOM"> { <ParamString."SoftwareVersions">  { "\(software)"  }
      <ParamString."tPatientName">  { "Planted^Name"  } <ParamString."Manufacturer">  { "SIEMENS"  }
      <ParamString."tProtocolName">  { "liver_press"  } <ParamString."InstitutionName">  { "Planted Hospital" } } }
      """
    let lines = settings.map { "\($0.key)\t = \t\($0.value)\n" }.joined()
    var header = part("Config", "") + part("Dicom", dicom) + part("MeasYaps", "### ASCCONV BEGIN ###\n" + lines)
    header = bytes(UInt32(8 + header.count)) + bytes(UInt32(3)) + header
    for (index, readout) in readouts.enumerated() { header += block(readout, scan: index + 1) }
    if hasEndMark {
      let end = Readout(mask: 1, channels: [])
      header += head(end, scan: readouts.count + 1, samples: 0, channel: 0, length: version == .vb ? 128 : 192)
    }
    return header
  }

  private func part(_ name: String, _ text: String) -> [UInt8] {
    Array(name.utf8) + [0] + bytes(UInt32(text.utf8.count)) + Array(text.utf8)
  }

  private func block(_ readout: Readout, scan: Int) -> [UInt8] {
    let samples = readout.channels.map { vector in
      [UInt8](repeating: 0, count: 8 * before)
        + vector.indices.flatMap {
          bytes(Float(vector.real[$0]).bitPattern) + bytes(Float(vector.imaginary[$0]).bitPattern)
        } + [UInt8](repeating: 0, count: 8 * after)
    }
    let count = (samples.first?.count ?? 0) / 8
    if version == .vb {
      return samples.enumerated().flatMap { channel, data in
        head(readout, scan: scan, samples: count, channel: channel, length: 128 + data.count) + data
      }
    }
    return head(readout, scan: scan, samples: count, channel: 0, length: 192)
      + samples.flatMap { [UInt8](repeating: 0, count: 32) + $0 }
  }

  private func head(_ readout: Readout, scan: Int, samples: Int, channel: Int, length: Int) -> [UInt8] {
    let size = version == .vb ? 128 : 192
    let shift = version == .vb ? 0 : 20
    var head = [UInt8](repeating: 0, count: size)
    func put(_ field: [UInt8], at offset: Int) { head.replaceSubrange(offset..<(offset + field.count), with: field) }
    put(bytes(UInt32(length)), at: 0)
    put(bytes(UInt32(scan)), at: 8)
    put(bytes(readout.mask), at: 20 + shift)
    put(bytes(UInt16(samples)), at: 28 + shift)
    put(bytes(UInt16(readout.channels.count)), at: 30 + shift)
    for (place, value) in readout.counters { put(bytes(UInt16(value)), at: 32 + shift + 2 * place) }
    put(bytes(UInt16(0)) + bytes(UInt16(after)) + bytes(UInt16(before)), at: 60 + shift)
    if version == .vb { put(bytes(UInt16(channel)), at: 124) }
    return head
  }

  private func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    (0..<(value.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}
