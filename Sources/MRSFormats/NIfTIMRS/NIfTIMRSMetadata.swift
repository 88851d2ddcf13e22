import MRSCore

/// The JSON header extension of NIfTI-MRS (code 44), read with suspicion.
struct NIfTIMRSMetadata: Sendable {
  let values: [String: JSONValue]

  static let extensionCode = 44

  /// The first extension of code 44 between the header and the data.
  /// - Throws: ``FormatError/missingField(path:field:advice:)`` when there is none, other cases when it is damaged.
  init(_ content: [UInt8], header: NIfTIHeader, path: String) throws(FormatError) {
    var offset = header.size
    let end = min(header.dataOffset, content.count)
    guard content[header.size - 4] != 0 else { throw Self.missing(path) }
    while offset + 8 <= end {
      let size = header.order.int32(in: content, at: offset)
      guard size >= 8, size <= end - offset else {
        throw .invalidField(
          path: path, location: .byte(offset), field: "esize", found: String(size),
          expected: "the length of a header extension, 8 to \(end - offset) bytes", consequence: "The file is damaged.")
      }
      if header.order.int32(in: content, at: offset + 4) == Self.extensionCode {
        let text = content[(offset + 8)..<(offset + size)]
        let last = text.lastIndex { $0 != 0 && $0 != 0x20 }
        values = try Self.object(Array(last.map { text[...$0] } ?? []), at: offset + 8, path: path)
        return
      }
      offset += size
    }
    throw Self.missing(path)
  }

  private static func object(_ json: [UInt8], at start: Int, path: String) throws(FormatError) -> [String: JSONValue] {
    let value: JSONValue
    do {
      value = try JSONText.value(of: json)
    } catch {
      throw .invalidField(
        path: path, location: .byte(start + error.offset), field: "header extension 44", found: error.found,
        expected: "a JSON object; \(error.expected) was expected there",
        consequence: "The metadata cannot be read without it.")
    }
    guard case .object(let values) = value else {
      throw .invalidField(
        path: path, location: .byte(start), field: "header extension 44",
        found: "\"\(LatinText.string(json.prefix(24)))\"", expected: "a JSON object",
        consequence: "The metadata cannot be read without it.")
    }
    return values
  }

  private static func missing(_ path: String) -> FormatError {
    .missingField(
      path: path, field: "header extension 44",
      advice: "The file is NIfTI but not NIfTI-MRS: it lacks the frequency and nucleus. Convert it with spec2nii.")
  }

  /// SpectrometerFrequency[0], in MHz in the file.
  func spectrometerFrequency(path: String) throws(FormatError) -> Frequency {
    guard let value = values["SpectrometerFrequency"] else {
      throw .missingField(
        path: path, field: "SpectrometerFrequency", advice: "It gives the ppm axis; add it to the header (MHz).")
    }
    guard let megahertz = value.number, SamplingLimits.frequency.contains(megahertz) else {
      throw .invalidField(
        path: path, location: .file, field: "SpectrometerFrequency", found: value.description,
        expected: "an array of one number in megahertz, 1 to 3000",
        consequence: (value.number ?? 0) > 1e6 ? "It is probably in hertz." : "It gives the ppm axis.")
    }
    return .megahertz(megahertz)
  }

  func nucleus(path: String) throws(FormatError) -> String {
    guard let value = values["ResonantNucleus"] else {
      throw .missingField(path: path, field: "ResonantNucleus", advice: "Add it to the header, for instance [\"1H\"].")
    }
    guard let nucleus = value.string, !nucleus.isEmpty else {
      throw .invalidField(
        path: path, location: .file, field: "ResonantNucleus", found: value.description,
        expected: "an array of one string, for instance [\"1H\"]", consequence: "It says what the frequency is of.")
    }
    return nucleus
  }

  /// The chemical shift at 0 Hz: SpecFreqChemShift + RxOffset, both in ppm.
  /// - Throws: ``FormatError/invalidField(path:location:field:found:expected:consequence:)``.
  func carrierShift(nucleus: String, path: String) throws(FormatError) -> ChemicalShift {
    let stated = number("SpecFreqChemShift")
    let offset = number("RxOffset")
    // Beyond these lies no resonance of ¹H or ¹³C, nor a receiver that is to catch one; other nuclei have wider scales.
    for (key, value) in [("SpecFreqChemShift", stated), ("RxOffset", offset)] {
      guard let value, abs(value) > 1000 else { continue }
      throw .invalidField(
        path: path, location: .file, field: key, found: "\(value)", expected: "a number of ppm, −1000 to 1000",
        consequence: "It is probably in hertz.")
    }
    if stated == nil, offset == nil, case .object(let carrier)? = values[NIfTIMRSFile.carrierKey],
      let ppm = carrier["Value"]?.number
    {
      return .ppm(ppm)
    }
    let nominal = nucleus == "1H" ? ChemicalShift.bodyWater.ppm : 0
    return .ppm((stated ?? nominal) + (offset ?? 0))
  }

  /// - Throws: ``FormatError/notYetRead(path:format:advice:)`` for data that are places in k-space, not in the body.
  func requireImageSpace(path: String) throws(FormatError) {
    guard case .array(let axes)? = values["kSpace"], axes.contains(.bool(true)) else { return }
    throw .notYetRead(
      path: path, format: "NIfTI-MRS in k-space ('kSpace')",
      advice: "reconstruct the voxels first (fsl_mrs, for instance)")
  }

  private init(values: [String: JSONValue]) { self.values = values }

  /// The metadata of one index of each of some dimensions: what `dim_N_header` lists for it wins.
  func of(_ places: [(dimension: Int, index: Int)]) -> NIfTIMRSMetadata {
    var own = values
    for (dimension, index) in places {
      guard case .object(let header)? = values["dim_\(dimension)_header"] else { continue }
      for (key, value) in header {
        if let element = value.element(index) { own[key] = element }
      }
    }
    return NIfTIMRSMetadata(values: own)
  }

  /// What ``Acquisition`` has no place for.
  var standard: StandardFields {
    StandardFields(
      values.filter { key, _ in !Self.structural.contains(key) && !key.hasPrefix("dim_") })
  }

  private static let structural: Set = [
    "SpectrometerFrequency", "ResonantNucleus", "EchoTime", "RepetitionTime", "AcquisitionStartTime", "SpectralWidth",
    "SpecFreqChemShift", "RxOffset", NIfTIMRSFile.carrierKey,
  ]

  /// The localisation; of what was added up from the sub-spectra of an edited scan that too (``SubspectrumCombination``).
  var sequence: String? {
    let localisation = SequenceName.localisation(in: values["SequenceName"]?.string, values["ProtocolName"]?.string)
    // SPECIAL and ISIS add up sub-spectra for their localisation.
    guard let localisation, ["PRESS", "SLASER"].contains(localisation),
      case .array(let steps)? = values["ProcessingApplied"]
    else { return localisation }
    let methods = steps.compactMap { step -> String? in
      if case .object(let entry) = step { entry["Method"]?.string } else { nil }
    }
    if methods.contains("Subtraction of sub-spectra") {
      return SubspectrumCombination.difference.name(of: localisation)
    }
    if methods.contains("Addition of sub-spectra") { return SubspectrumCombination.sum.name(of: localisation) }
    return localisation
  }

  /// The number of `key`; `nil` where the key is missing or holds none.
  func number(_ key: String) -> Double? { values[key]?.number }

  /// A time in seconds; NaN where the key holds no number.
  func time(_ key: String) -> StatedTimes.Field { (key, values[key].map { $0.number ?? .nan }) }

  /// What dimension 5, 6 or 7 holds: its tag, or the standard's default order where there is none.
  func tag(ofDimension dimension: Int) -> (tag: String, isGiven: Bool) {
    if let tag = values["dim_\(dimension)"]?.string { return (tag, true) }
    return (["DIM_COIL", "DIM_DYN", "DIM_INDIRECT_0"][dimension - 5], false)
  }

  /// The key of `dim_N_header` by which the elements of dimension N were measured differently; `nil` where all were
  /// measured alike.
  func changing(alongDimension dimension: Int) -> String? {
    guard case .object(let header)? = values["dim_\(dimension)_header"] else { return nil }
    return Self.conditions.first { header[$0]?.changes == true }
  }

  /// What makes another spectrum when it changes.
  private static let conditions = [
    "EditCondition", "EditPulse", "EchoTime", "RepetitionTime", "InversionTime", "MixingTime", "ExcitationFlipAngle",
    "WaterSuppressed",
  ]

  /// Fields that say otherwise than those that are used.
  func contradictions(with header: NIfTIHeader) -> [Doubt] {
    var doubts: [Doubt] = []
    // Widths are often rounded to whole hertz.
    if let width = number("SpectralWidth"), abs(width * header.dwellTime - 1) > 0.01 {
      doubts.append(
        .contradictoryFields(
          first: "'SpectralWidth' is \(width) Hz",
          second:
            "'pixdim[4]', the dwell time, is \(header.dwellTime * 1000) ms, which makes \(1 / header.dwellTime) Hz",
          used: "the latter was used"))
    }
    // γ/2π of ¹H is 42.58 MHz/T; nominal fields ("3" for 2.89 T) are off by up to 4 %.
    if let tesla = number("MagneticFieldStrength"), let megahertz = number("SpectrometerFrequency"),
      values["ResonantNucleus"]?.string == "1H", abs(42.577 * tesla / megahertz - 1) > 0.06
    {
      doubts.append(
        .contradictoryFields(
          first: "'MagneticFieldStrength' is \(tesla) T", second: "'SpectrometerFrequency' is \(megahertz) MHz",
          used: "the latter was used"))
    }
    return doubts
  }

  var fields: [HeaderField] {
    values.sorted { $0.key < $1.key }.map { HeaderField(name: $0.key, value: $0.value.description) }
  }
}
