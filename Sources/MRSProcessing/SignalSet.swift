import MRSCore

/// A scan and, where there is one, the unsuppressed water of the same voxel and coils: each coils × averages, processed
/// together.
public struct SignalSet: Sendable, Hashable {
  public let scan: FIDArray
  public let water: FIDArray?
  /// What errors and doubts call them.
  public let names: SignalNames
  /// Of scan and water, in this order, where their averages have been judged: to align them once more would find the same.
  let alignments: [KnownAlignment]

  /// - Throws: ``ProcessingError/mismatchedReference(property:scan:reference:)``, in the water's name, where coils, points or
  ///   dwell times differ.
  public init(scan: FIDArray, water: FIDArray? = nil, names: SignalNames = SignalNames()) throws(ProcessingError) {
    if let water {
      do { try Self.check(water, against: scan) } catch { throw .inSignal(names.water, error) }
    }
    self.names = names
    self.scan = scan
    self.water = water
    alignments = []
  }

  private init(
    checked scan: FIDArray, _ water: FIDArray?, _ names: SignalNames, alignments: [KnownAlignment] = []
  ) {
    self.names = names
    self.scan = scan
    self.water = water
    self.alignments = alignments
  }

  /// The same signals, whose alignment is known.
  func knowing(_ alignments: [KnownAlignment]) -> SignalSet {
    SignalSet(checked: scan, water, names, alignments: alignments)
  }

  /// Scan and water each put through `change`, which keeps points and dwell time and makes the same of the coils of both.
  /// - Throws: what `change` throws, in the name of the one it was of.
  func mapped(_ change: (FIDArray) throws(ProcessingError) -> FIDArray) throws(ProcessingError) -> SignalSet {
    func changed(_ signal: FIDArray, _ name: String) throws(ProcessingError) -> FIDArray {
      do { return try change(signal) } catch { throw .inSignal(name, error) }
    }
    let scan = try changed(scan, names.scan)
    guard let water else { return SignalSet(checked: scan, nil, names) }
    return SignalSet(checked: scan, try changed(water, names.water), names)
  }

  /// Another scan of the same acquisition with the same water.
  func replacing(scan: FIDArray) -> SignalSet { replacing(scan: scan, water: water) }

  func replacing(scan: FIDArray, water: FIDArray?) -> SignalSet { SignalSet(checked: scan, water, names) }

  private static func check(_ reference: FIDArray, against scan: FIDArray) throws(ProcessingError) {
    func compare(_ property: String, _ own: String, _ other: String) throws(ProcessingError) {
      guard own == other else { throw .mismatchedReference(property: property, scan: own, reference: other) }
    }
    let (own, other) = (scan.acquisition, reference.acquisition)
    try compare("number of coils", "\(scan.coils)", "\(reference.coils)")
    try compare("number of points", "\(own.points)", "\(other.points)")
    guard abs(other.dwellTime / own.dwellTime - 1) < 1e-4 else {
      throw .mismatchedReference(
        property: "dwell time (s)", scan: "\(own.dwellTime)", reference: "\(other.dwellTime)")
    }
  }
}

extension SignalSet {
  /// One FID made by the steps, in their order, and what each did.
  /// - Parameters:
  ///   - isOneCondition: whether the rows are known to be of one condition, and not the conditions of an edited scan in turn.
  ///   - worker: told how far the coils of a scan too long for the memory are combined.
  ///   - observe: told of every step, with the signals before and after it.
  /// - Throws: ``ProcessingError``; ``ProcessingError/notOneSignal(coils:averages:)`` where the steps leave more than one FID.
  public func processed(
    by steps: [ProcessingStep] = .consensus, isOneCondition: Bool = false, worker: Worker = .quiet(),
    observe: (_ record: ProcessingRecord, _ before: SignalSet, _ after: SignalSet) -> Void = { _, _, _ in }
  ) throws(ProcessingError) -> ProcessedScan {
    var signals = self
    var records: [ProcessingRecord] = []
    var doubts: [Doubt] = []
    for step in steps {
      if case .average = step, !isOneCondition, let ratio = signals.alternation(after: records) {
        doubts.append(.alternatingRows(ratio: ratio))
      }
      let (next, record) = try step.applied(to: signals, worker: worker)
      observe(record, signals, next)
      signals = next
      records.append(record)
    }
    for part in [signals.scan, signals.water].compactMap({ $0 }) where part.samples.count != 1 {
      throw .notOneSignal(coils: part.coils, averages: part.averages)
    }
    let fid = signals.scan[0, 0]
    if let doubt = fid.noiseDoubt { doubts.append(doubt) }
    if let time = fid.millisecondsBeforeEcho { doubts.append(.startsBeforeEcho(milliseconds: time)) }
    return ProcessedScan(fid: fid, water: signals.water?[0, 0], records: records, doubts: doubts)
  }

  /// What the samples as they were measured give reason to doubt.
  public var doubts: [Doubt] {
    var doubts: [Doubt] = []
    if let part = scan.emptyChannel { doubts.append(.singleChannel(empty: part)) }
    let clipped = scan.clippedSamples
    if clipped > 0 { doubts.append(.signalClipped(samples: clipped)) }
    if let water {
      if let part = water.emptyChannel { doubts.append(.inFile(names.water, .singleChannel(empty: part))) }
      let clipped = water.clippedSamples
      if clipped > 0 { doubts.append(.waterClipped(samples: clipped)) }
    }
    return doubts + mismatches
  }

  /// Whether the rows of the scan differ in turn, told by the averages that the steps so far have left.
  private func alternation(after records: [ProcessingRecord]) -> Double? {
    guard scan.coils == 1, scan.averages > 1 else { return nil }
    let total = records.lazy.compactMap(\.scan).first?.total ?? scan.averages
    var rows = Array(0..<total)
    for record in records {
      let left = Set(record.scan?.rejected.map(\.index) ?? [])
      rows = rows.indices.filter { !left.contains($0) }.map { rows[$0] }
    }
    return rows.count == scan.averages ? scan.alternation(rows: rows) : nil
  }
}
