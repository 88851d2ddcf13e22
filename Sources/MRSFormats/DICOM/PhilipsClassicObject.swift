import Foundation
import MRSCore

/// Philips' own object of spectroscopy (SOP class 1.3.46.670589.11.0.0.12.1): float32 pairs in (2005,1270).
///
/// Sign: as stored, a resonance downfield of the carrier has positive frequency, our own convention.
enum PhilipsClassicObject {
  static func scans(
    _ dataset: DICOMDataset, url: URL, overrides: SignalOverrides
  ) throws(FormatError) -> [Scan] {
    let path = dataset.file.path
    guard let bytes = dataset.bytes(.philipsClassicData), !bytes.isEmpty, bytes.count.isMultiple(of: 8) else {
      throw .missingField(
        path: path, field: "(2005,1270)",
        advice: "The object holds no samples; anonymisers remove it: take the one before.")
    }
    func positive(_ tag: DICOMTag, _ fallback: DICOMTag?, _ type: String, _ unit: String) throws(FormatError) -> Double
    {
      guard let value = dataset.number(tag, as: type) ?? fallback.flatMap({ dataset.number($0, as: "FD") }), value > 0
      else {
        throw .missingField(
          path: path, field: "\(tag)",
          advice: "It must be a positive number (\(unit)); the signal has no frequency axis without it.")
      }
      return value
    }
    let frame = dataset.items(.philipsFrames).first ?? dataset
    for (name, tag) in [
      ("columns", DICOMTag(0x0018, 0x9234)), ("rows", DICOMTag(0x0018, 0x9095)), ("slices", DICOMTag(0x0018, 0x9159)),
    ] where (frame.number(tag, as: "UL") ?? 1) > 1 {
      throw .notYetRead(
        path: path, format: "a Philips DICOM object of a spectroscopic image (several \(name))",
        advice: "export SDAT and SPAR, or enhanced DICOM")
    }
    let width = try positive(.philipsClassicWidth, .spectralWidth, "SS", "hertz")
    try SamplingLimits.check(dwellTime: 1 / width, field: "(2005,1357)", path: path, unit: "hertz")
    let megahertz = try positive(.philipsFrequency, .transmitterFrequency, "DS", "megahertz")
    try SamplingLimits.check(megahertz: megahertz, field: "(2001,1083)", path: path)
    let points = frame.number(DICOMTag(0x0018, 0x9127), as: "UL").flatMap { Int(exactly: $0) } ?? bytes.count / 8
    guard points >= 2, points <= SamplingLimits.mostPoints, (bytes.count / 8).isMultiple(of: points) else {
      throw .contradiction(
        path: path, first: "the header gives \(points) samples", second: "(2005,1270) has \(bytes.count / 8)",
        advice: "The object was changed; export it again.")
    }
    let fids = DICOMReader.fids(bytes, count: bytes.count / 8 / points, points: points, isConjugated: false)
    let nucleus = dataset.string(.philipsNucleus)
    func time(_ tag: DICOMTag) -> Double? { dataset.number(tag, as: "DS").flatMap { $0 == 0 ? nil : $0 / 1000 } }
    let times = StatedTimes(
      echo: ("(0018,0081) Echo Time", time(.echoTime)),
      repetition: ("(0018,0080) Repetition Time", time(.repetitionTime)),
      nucleus: nucleus ?? "1H", readout: StatedTimes.readout(of: fids, dwellTime: 1 / width), overrides: overrides)
    let acquisition = Acquisition(
      nucleus: nucleus ?? "1H", spectrometerFrequency: .megahertz(megahertz), dwellTime: 1 / width, points: points,
      carrierShift: (nucleus ?? "1H") == "1H" ? .bodyWater : .ppm(0),
      sequence: SequenceName.localisation(
        in: dataset.string(.sequenceName), dataset.string(.protocolName), dataset.string(.seriesDescription)),
      echoTime: times.echoTime, repetitionTime: times.repetitionTime)
    // Of two signals the second is the water's.
    let hasWater = fids.count == 2
    func array(_ fids: [ComplexVector]) -> FIDArray {
      FIDArray(acquisition: acquisition, coils: 1, averages: fids.count, samples: fids)
    }
    let standard = DICOMReader.standard(dataset)
    return [
      Scan(
        url: url, format: .dicom, signals: array(hasWater ? [fids[0]] : fids), water: hasWater ? array([fids[1]]) : nil,
        averagesRepresented: nil, standard: standard, fields: DICOMReader.fields(standard),
        doubts: times.doubts + (nucleus == nil ? [.assumedField(field: "(2001,1087)", value: "1H")] : []))
    ]
  }
}
