import Foundation
import MRSCore
import MRSFormats
import MRSProcessing

extension ProcessedFile {
  /// The files of processed signals, by their names in the run folder, with what is in each.
  var signalFiles: [(name: String, content: String)] {
    let water = waterAcquisition == nil ? [] : [("water.nii.gz", "the water, processed with the scan")]
    guard let edited else { return [("scan.nii.gz", "the processed scan")] + water }
    return [("conditions.nii.gz", "the conditions, aligned to one another")]
      + edited.combinations.map {
        (
          "\($0.name).nii.gz",
          $0.name == "sum" ? "the mean of all conditions" : "conditions with the pulse less those without"
        )
      } + water
  }

  /// The names of these files.
  public var files: [String] { signalFiles.map(\.name) }

  /// Writes one of ``signalFiles``.
  /// - Parameter time: ISO 8601.
  /// - Throws: `FormatError`.
  func write(_ name: String, time: String, to url: URL) throws(FormatError) {
    guard let first = parts.first else { return }
    var applied = applied(time, steps: steps, isWater: name == "water.nii.gz")
    if name == "water.nii.gz" {
      guard let water = first.scan.water, let waterAcquisition else { return }
      try write([scan(FID(samples: water.samples, acquisition: waterAcquisition))], applied, isWater: true, to: url)
    } else if let edited {
      let methods = ("Alignment of subtraction sub-spectra", alignmentWords(edited))
      applied.append(entry(time, method: methods.0, details: methods.1))
      if let combination = edited.combinations.first(where: { "\($0.name).nii.gz" == name }),
        let weights = edited.scheme.combinations.first(where: { $0.name == combination.name })?.weights
      {
        let terms = zip(edited.scheme.conditions, weights).map { "\(($1 * 1e4).rounded() / 1e4) × \($0.name)" }
        applied.append(
          entry(
            time, method: combination.name == "sum" ? "Addition of sub-spectra" : "Subtraction of sub-spectra",
            details: terms.joined(separator: " + ")))
        try write([scan(combination.fid)], applied, to: url)
      } else {
        let names = edited.scheme.conditions.map(\.name)
        try write(
          zip(names, edited.aligned).enumerated().map { index, condition in
            scan(
              condition.1, part: ScanPart([.init(axis: "DIM_EDIT", index: index, count: names.count)]),
              condition: condition.0)
          }, applied, to: url)
      }
    } else {
      try write([scan(first.scan.fid)], applied, to: url)
    }
  }

  private func write(
    _ scans: [Scan], _ applied: [JSONValue], isWater: Bool = false, to url: URL
  ) throws(FormatError) {
    var metadata: [String: JSONValue] = ["ProcessingApplied": .array(earlier + applied)]
    metadata["WaterSuppressed"] = isWater ? .bool(false) : source.standard["WaterSuppressed"]
    // Who converted a file that was NIfTI-MRS already stays.
    if source.format == .niftiMRS, let method = source.standard["ConversionMethod"] {
      metadata["ConversionMethod"] = method
    }
    try NIfTIMRSFile.write(
      scans, keepsIdentity: request.keepsIdentity, metadata: metadata, precision: .complex128, to: url)
  }

  /// One FID with the source's header and place; its 0 Hz is the source's.
  /// - Parameter condition: the name of the one that it is; `nil` for what was added up, and for a scan that is not edited.
  private func scan(_ fid: FID, part: ScanPart? = nil, condition: String? = nil) -> Scan {
    var acquisition = fid.acquisition
    acquisition.carrierShift = source.acquisition.carrierShift
    var standard = source.standard
    standard["ProcessingApplied"] = nil
    if edited != nil { standard["EditCondition"] = condition.map(JSONValue.string) }
    return Scan(
      url: source.url, format: source.format,
      signals: FIDArray(FID(samples: fid.samples, acquisition: acquisition)), averagesRepresented: nil, part: part,
      geometry: source.geometry, standard: standard, fields: [], doubts: [])
  }

  // MARK: What was done

  private var earlier: [JSONValue] {
    if case .array(let entries)? = source.standard["ProcessingApplied"] { return entries }
    return []
  }

  private func applied(
    _ time: String, steps: [(record: ProcessingRecord, text: String)], isWater: Bool
  ) -> [JSONValue] {
    steps.filter { step in
      if isWater, case .removeWater = step.record.step { return false }
      return parts.contains { part in part.scan.records.contains { $0.step == step.record.step && $0.isChange } }
    }.map { entry(time, method: $0.record.step.method, details: "\($0.record.step.title): \($0.text)") }
  }

  private func entry(_ time: String, method: String, details: String) -> JSONValue {
    .object([
      "Time": .string(time), "Program": .string("Hepatica"), "Version": .string(Versions.current),
      "Method": .string(method), "Details": .string(details), "Link": .null,
    ])
  }

  func alignmentWords(_ edited: EditedScan) -> String {
    zip(edited.scheme.conditions, edited.corrections).dropFirst().map { condition, correction in
      let hertz = (correction.frequency.hertz * 1000).rounded() / 1000
      let degrees = (correction.phase.radians * 1800 / .pi).rounded() / 10
      return "\(condition.name) moved by \(hertz) Hz and turned by \(degrees)° onto \(edited.scheme.conditions[0].name)"
    }.joined(separator: "; ")
  }
}

extension ProcessingStep {
  /// As `ProcessingApplied` of NIfTI-MRS names it (Clarke et al. 2022, doi:10.1002/mrm.29418, and its specification).
  fileprivate var method: String {
    switch self {
    case .combineCoils: "RF coil combination"
    case .rejectBadAverages: "Outlier removal"
    case .alignAverages: "Frequency and phase correction"
    case .average: "Signal averaging"
    case .correctEddyCurrents: "Eddy current correction"
    case .removeWater: "Nuisance peak removal"
    case .reference: "Frequency and phase correction"
    }
  }
}
