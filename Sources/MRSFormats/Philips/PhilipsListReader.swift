import Foundation
import MRSCore

/// Philips raw data: `.data`, 32-bit little-endian floats, real and imaginary in turn; `.list`, which vector is where; and the
/// `.SPAR` of the same scan, which alone says how it was sampled.
///
/// Sign: as stored, a resonance downfield of the carrier has positive frequency, as here. Where there are two mixes, the
/// second is the water of the scan.
enum PhilipsListReader: SignalReader {
  static let format = SignalFormat.philipsList
  static let extensions: Set<String> = ["list", "data"]

  /// A file of this format holds one.
  static func count(at url: URL) throws(FormatError) -> Int? { 1 }

  /// True for a list by its content, for data by the list beside it.
  static func recognises(_ beginning: FileBytes) -> Bool {
    if PhilipsList.isList(beginning) { return true }
    return (beginning.path as NSString).pathExtension.lowercased() == "data" && beginning.hasSibling(extension: "list")
  }

  static func scans(at url: URL, overrides: SignalOverrides) throws(FormatError) -> [Scan] {
    let isList = url.pathExtension.lowercased() != "data"
    let companion = try PhilipsFile.companion(of: url, extension: isList ? "data" : "list")
    let list = try PhilipsList(FileBytes(isList ? url : companion))
    let data = try FileBytes(isList ? companion : url)
    guard let scanned = try PhilipsVectors(list, data, mix: 0) else {
      throw .contradiction(
        path: list.path, first: "a scan has vectors of type STD and mix 0", second: "the list has none",
        advice: "It is of a preparation, or not all of the scan; export it again.")
    }
    let water = try PhilipsVectors(list, data, mix: 1)
    let header = try spar(of: url)
    return [try scan(url, list, scanned, water, header, overrides)]
  }

  private static func scan(
    _ url: URL, _ list: PhilipsList, _ scanned: PhilipsVectors, _ water: PhilipsVectors?, _ beside: PhilipsSampling?,
    _ overrides: SignalOverrides
  ) throws(FormatError) -> Scan {
    let header = beside?.header
    if scanned.averages > 1 {
      try edited(header, averages: scanned.averages)
    }
    let sampling = try StatedSampling(
      dwellTime: .init(
        name: "sample_frequency (of a SPAR beside it)", value: header?.sampleFrequency.map { 1 / $0 },
        location: header?.location("sample_frequency") ?? .file, unit: "hertz"),
      megahertz: .init(
        name: "synthesizer_frequency (of a SPAR beside it)",
        value: header?.number("synthesizer_frequency").map { $0 / 1e6 },
        location: header?.location("synthesizer_frequency") ?? .file, unit: "hertz"),
      overrides: overrides, path: list.path)
    var doubts = scanned.doubts + (water?.doubts ?? []) + (beside?.doubts ?? []) + sampling.doubts
    if let points = header?.number("samples"), points != Double(scanned.points) {
      doubts.append(
        .contradictoryFields(
          first: "the list has \(scanned.points) samples", second: "the SPAR's 'samples' is \(points)",
          used: "the former was used: is the SPAR of this scan?"))
    }
    if list.vectors.contains(where: { $0.type == "STD" && $0.mix > 1 }) {
      doubts.append(
        .contradictoryFields(
          first: "the list has vectors of more than two mixes", second: "what the third holds is not said",
          used: "the first two were used, as scan and water"))
    }
    let nucleus = header?.nucleus
    if nucleus == nil { doubts.append(.assumedField(field: "nucleus", value: "1H")) }
    let times = StatedTimes(
      echo: header?.time("echo_time") ?? ("echo_time", nil),
      repetition: header?.time("repetition_time") ?? ("repetition_time", nil), nucleus: nucleus ?? "1H",
      readout: StatedTimes.readout(of: scanned.fids, dwellTime: sampling.dwellTime), overrides: overrides)
    let acquisition = Acquisition(
      nucleus: nucleus ?? "1H", spectrometerFrequency: sampling.frequency, dwellTime: sampling.dwellTime,
      points: scanned.points, carrierShift: (nucleus ?? "1H") == "1H" ? .bodyWater : .ppm(0),
      sequence: SequenceName.localisation(in: header?.string("scan_id")), echoTime: times.echoTime,
      repetitionTime: times.repetitionTime)
    return Scan(
      url: url, format: format,
      signals: FIDArray(
        acquisition: acquisition, coils: scanned.coils, averages: scanned.averages, samples: scanned.fids),
      water: water.map {
        FIDArray(
          acquisition: acquisition.with(points: $0.points), coils: $0.coils, averages: $0.averages, samples: $0.fids)
      },
      averagesRepresented: 1, geometry: header?.geometry, standard: header?.standard ?? StandardFields(),
      fields: list.fields + (header?.fields ?? []), doubts: doubts + times.doubts)
  }

  /// - Throws: ``FormatError/invalidField(path:location:field:found:expected:consequence:)`` for an edited scan.
  private static func edited(_ header: SPARHeader?, averages: Int) throws(FormatError) {
    guard let header, let name = header.string("scan_id") else { return }
    let folded = name.lowercased()
    guard SequenceName.editing(in: name) == .certain || folded.contains("hyper") || folded.contains("isthmus") else {
      return
    }
    throw .invalidField(
      path: header.path, location: header.location("scan_id"), field: "scan_id",
      found: "'\(name)' with \(averages) averages",
      expected: "that of a scan whose averages are of one condition",
      consequence: """
        Averages of an edited scan must not be averaged. Convert it with 'spec2nii philips_dl DATA LIST SPAR' and take one \
        condition with 'mrs_tools split'.
        """)
  }

  /// The SPAR beside raw data: of the same name, else the only one of the folder, or the only one of a metabolite scan
  /// (…_act.SPAR), with a doubt.
  private static func spar(of url: URL) throws(FormatError) -> PhilipsSampling? {
    guard let (file, isOfSameName) = sparFile(of: url) else { return nil }
    return PhilipsSampling(
      header: SPARHeader(try FileBytes(file)),
      doubts: isOfSameName
        ? [] : [.assumedField(field: "the SPAR of \(url.lastPathComponent)", value: file.lastPathComponent)])
  }

  /// The place of that SPAR, and whether its name is that of the raw data; `nil` where there is none.
  static func sparFile(of url: URL) -> (url: URL, isOfSameName: Bool)? {
    let folder = url.deletingLastPathComponent()
    let siblings = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    let headers = siblings.filter { $0.lowercased().hasSuffix(".spar") }.sorted()
    let stem = url.deletingPathExtension().lastPathComponent.lowercased()
    if let same = headers.first(where: { $0.lowercased() == "\(stem).spar" }) {
      return (folder.appending(path: same), true)
    }
    let scans = headers.filter { $0.lowercased().hasSuffix("_act.spar") }
    let name = headers.count == 1 ? headers.first : scans.count == 1 ? scans.first : nil
    return name.map { (folder.appending(path: $0), false) }
  }
}

/// The header by which raw data are sampled, and what is to be said of it.
private struct PhilipsSampling {
  let header: SPARHeader
  let doubts: [Doubt]
}
