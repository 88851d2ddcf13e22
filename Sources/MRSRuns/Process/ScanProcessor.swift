import Foundation
import MRSCore
import MRSFormats
import MRSProcessing
import MRSProfile

/// From files to a ``ProcessedFile``: the way that `quantify` goes before its fit, with pictures and quality.
struct ScanProcessor {
  let request: ProcessRequest
  /// Told how far a long scan is read and its coils combined.
  var worker: Worker = .quiet()

  /// The water as it is processed, and the acquisition that its file gave.
  private typealias Reference = (signals: FIDArray, acquisition: Acquisition)

  /// - Throws: `FormatError`, `ProcessingError`, ``RunError/notEdited(_:rows:count:)``.
  func processed() throws -> ProcessedFile {
    let scans = try scans()
    let first = scans[0]
    let waterScan = try request.water.map {
      try SignalFile.read($0, overrides: request.overrides.sampling, worker: worker)
    }
    let water = waterScan.map { $0.water ?? $0.signals } ?? first.water
    let name = request.file.lastPathComponent
    let names = SignalNames(
      scan: name, water: waterScan?.url.lastPathComponent ?? (water == nil ? "the water scan" : "the water in \(name)"))
    var doubts = [first, waterScan].compactMap { $0 }.flatMap { file in
      file.doubts.map { Doubt.inFile(file.url.lastPathComponent, $0) }
    }
    let profile = request.profile
    let reference = water.map { (signals: profile.referenced($0), acquisition: $0.acquisition) }
    if scans.count > 1 {
      let scheme = EditingScheme(scans.enumerated().map { $1.editingCondition(index: $0) })
      return try edited(
        scheme, scans.map { profile.referenced($0.signals) }, source: first, water: reference, names: names, doubts)
    }
    let signals = profile.referenced(first.signals)
    let set = try SignalSet(scan: signals, water: reference?.signals, names: names)
    if let count = request.rowsInTurn, count > 1 {
      guard signals.averages >= count else {
        throw RunError.notEdited(name, rows: signals.averages, count: count)
      }
      return try edited(count, signals, source: first, water: reference, names: names, doubts)
    }
    var stages: [ProcessedPart.Stage] = []
    let scan = try set.processed(by: request.steps, isOneCondition: request.rowsInTurn == 1, worker: worker) {
      stages.append(ProcessedPart.Stage($0, $1, $2))
    }
    // Two rows that differ do not say that rows differ in turn.
    if request.rowsInTurn == nil, signals.averages >= 4, scan.doubts.contains(where: { $0.code == .alternatingRows }) {
      return try edited(2, signals, source: first, water: reference, names: names, doubts)
    }
    doubts += set.doubts + scan.doubts
    let part = part("scan", scan, stages, averages: signals.averages)
    return ProcessedFile(
      request: request, source: first, parts: [part], edited: nil, names: names, waterAcquisition: water?.acquisition,
      doubts: doubts)
  }

  /// The scan, or the conditions of an edited one.
  private func scans() throws(FormatError) -> [Scan] {
    let all = try SignalFile.readAll(request.file, overrides: request.overrides, worker: worker)
    let isWhole = request.overrides.part.isEmpty
    let axes = Set((all.first?.part?.coordinates ?? []).filter { $0.count > 1 }.map(\.axis))
    if isWhole, axes == ["DIM_EDIT"], all.count > 1 { return all }
    return [try SignalFile.chosen(from: all, of: request.file, overrides: request.overrides)]
  }

  private func edited(
    _ count: Int, _ signals: FIDArray, source: Scan, water: Reference?, names: SignalNames, _ doubts: [Doubt]
  ) throws(ProcessingError) -> ProcessedFile {
    let conditions = (0..<count).map { EditingCondition(name: "row \($0 + 1) of \(count)") }
    return try edited(
      EditingScheme(conditions), EditedSignals.rows(signals, inTurn: count), source: source, water: water, names: names,
      doubts + [.assumedField(field: "EditCondition", value: "that rows are \(count) conditions in turn")])
  }

  private func edited(
    _ scheme: EditingScheme, _ signals: [FIDArray], source: Scan, water: Reference?, names: SignalNames,
    _ doubts: [Doubt]
  ) throws(ProcessingError) -> ProcessedFile {
    var doubts = doubts
    if let assumption = scheme.assumption { doubts.append(.assumedField(field: "EditPulse", value: assumption)) }
    var stages = [[ProcessedPart.Stage]](repeating: [], count: signals.count)
    let edited = try EditedSignals(scheme: scheme, conditions: signals, water: water?.signals, names: names)
      .processed(by: request.steps) { index, record, before, after in
        stages[index].append(ProcessedPart.Stage(record, before, after))
      }
    for (condition, scan) in zip(scheme.conditions, edited.conditions) {
      doubts += scan.doubts.map { .inFile(condition.name, $0) }
    }
    let parts = signals.indices.map { index in
      part(
        scheme.conditions[index].name, edited.conditions[index], stages[index], averages: signals[index].averages)
    }
    return ProcessedFile(
      request: request, source: source, parts: parts, edited: edited, names: names,
      waterAcquisition: water?.acquisition,
      doubts: doubts)
  }

  private func part(
    _ name: String, _ scan: ProcessedScan, _ stages: [ProcessedPart.Stage], averages: Int
  ) -> ProcessedPart {
    let limits = QualityLimits(tissue: request.profile.water.tissue)
    let quality = ScanQuality(of: scan, averages: averages, lines: limits.lines)
    return ProcessedPart(
      name: name, scan: scan, stages: stages, quality: quality,
      checks: limits.checks(of: quality, on: scan.fid.acquisition))
  }
}

extension Scan {
  /// What the header says of the editing of this condition.
  fileprivate func editingCondition(index: Int) -> EditingCondition {
    var name = "condition \(index + 1)"
    if case .string(let text)? = standard["EditCondition"], !text.isEmpty { name = text }
    // A condition that is not described there has no pulse, as the OFF of a HERMES scan.
    guard case .object(let all)? = standard["EditPulse"], !all.isEmpty else { return EditingCondition(name: name) }
    var pulses: [Double] = []
    if case .object(let own)? = all[name] {
      switch own["PulseOffset"] {
      case .number(let ppm): pulses = [ppm]
      case .array(let values): pulses = values.compactMap { if case .number(let ppm) = $0 { ppm } else { nil } }
      default: break
      }
    }
    return EditingCondition(name: name, pulses: pulses)
  }
}
