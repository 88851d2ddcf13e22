import Foundation
import MRSCore

/// GE P-files (P….7) of one voxel, revisions 5 to 31.
///
/// Sign: as stored, a resonance downfield of the carrier has negative frequency; the samples are conjugated. Water that
/// the sequence measured before the metabolites is the scan's water. Several echoes are conditions of editing, each a
/// part of its own.
enum GEPFileReader: SignalReader {
  static let format = SignalFormat.gePFile
  static let extensions: Set<String> = ["7"]

  /// True where the file begins with a revision and its header's numbers can be those of a P-file.
  static func recognises(_ beginning: FileBytes) -> Bool {
    guard let (revision, order) = GEHeader.revision(of: beginning), let layout = GELayout(revision: revision),
      beginning.bytes.count >= 2048
    else { return false }
    let megahertz = Double(order.integer(UInt32.self, in: beginning.bytes, at: layout.raw.frequency)) / 1e7
    let size = order.int16(in: beginning.bytes, at: layout.raw.pointSize)
    return SamplingLimits.frequency.contains(megahertz) && (size == 2 || size == 4)
  }

  static func scans(at url: URL, overrides: SignalOverrides) throws(FormatError) -> [Scan] {
    let file = try FileBytes(url)
    let header = try GEHeader(file)
    guard header.grid.reduce(1, *) == 1 else {
      throw .notYetRead(
        path: file.path, format: "a GE P-file of \(header.grid.map(String.init).joined(separator: " × ")) voxels",
        advice: "convert it to NIfTI-MRS with 'spec2nii ge FILE'")
    }
    if header.image?.sequence == "hbcd2" {
      throw .notYetRead(
        path: file.path, format: "a GE P-file of the ISTHMUS sequence (several echo times in turn)",
        advice: "convert it to NIfTI-MRS with 'spec2nii ge FILE'")
    }
    let frames = try GEFrames(header)
    let samples = try GESamples(file, header, frames)
    let conditions = header.echoes > 1 ? header.echoes : header.image?.isEdited == true ? 2 : 1
    guard conditions == 1 || header.echoes > 1 || frames.metabolites.isMultiple(of: conditions) else {
      throw .contradiction(
        path: file.path, first: "the frames are of \(conditions) conditions in turn",
        second: "there are \(frames.metabolites)",
        advice: "The scan was stopped early; convert it with 'spec2nii ge FILE'.")
    }
    var scans: [Scan] = []
    for condition in 0..<conditions {
      let part = conditions == 1 ? nil : ScanPart([.init(axis: "DIM_EDIT", index: condition, count: conditions)])
      let metabolites = samples.metabolites(of: condition, conditions: conditions)
      let water = samples.water(of: condition, conditions: conditions)
      scans.append(
        scan(url, header, frames, metabolites, water, samples.doubts, part: part, overrides: overrides))
    }
    return scans
  }

  private static func scan(
    _ url: URL, _ header: GEHeader, _ frames: GEFrames, _ metabolites: [[ComplexVector]], _ water: [[ComplexVector]],
    _ doubts: [Doubt], part: ScanPart?, overrides: SignalOverrides
  ) -> Scan {
    let dwellTime = 1 / header.spectralWidth
    let nucleus = nucleus(at: header.frequency)
    let times = StatedTimes(
      echo: ("te", header.image?.echoTime), repetition: ("tr", header.image?.repetitionTime), nucleus: nucleus ?? "1H",
      readout: StatedTimes.readout(of: metabolites.flatMap { $0 }, dwellTime: dwellTime), overrides: overrides)
    let acquisition = Acquisition(
      nucleus: nucleus ?? "1H", spectrometerFrequency: .megahertz(header.frequency), dwellTime: dwellTime,
      points: header.points, carrierShift: nucleus ?? "1H" == "1H" ? .bodyWater : .ppm(0),
      sequence: header.image?.localisation, echoTime: times.echoTime, repetitionTime: times.repetitionTime)
    func array(_ fids: [[ComplexVector]]) -> FIDArray {
      FIDArray(
        acquisition: acquisition, coils: fids.count, averages: fids.first?.count ?? 0, samples: fids.flatMap { $0 })
    }
    var standard = StandardFields()
    standard.set("Manufacturer", "GE")
    standard.set("SequenceName", header.image?.sequence)
    standard.set("ExcitationFlipAngle", header.image.flatMap { $0.flipAngle > 0 ? $0.flipAngle : nil })
    let assumed: [Doubt] = nucleus == nil ? [.assumedField(field: "nucleus", value: "1H")] : []
    return Scan(
      url: url, format: format, signals: array(metabolites), water: water.first?.isEmpty == false ? array(water) : nil,
      averagesRepresented: frames.isSummed ? header.summed : 1, part: part, geometry: header.image?.geometry,
      standard: standard, fields: header.fields, doubts: header.doubts + frames.doubts + doubts + assumed + times.doubts
    )
  }

  /// The nucleus whose frequency at a field of GE's scanners (0.5, 1.5, 3, 4 or 7 T) this is; the header names none.
  private static func nucleus(at megahertz: Double) -> String? {
    let ratios = [
      ("1H", 42.577), ("31P", 17.235), ("13C", 10.708), ("19F", 40.078), ("23Na", 11.262), ("2H", 6.536),
    ]
    for (name, ratio) in ratios {
      for field in [0.5, 1.5, 3, 4, 7] where abs(megahertz / (ratio * field) - 1) < 0.02 { return name }
    }
    return nil
  }
}
