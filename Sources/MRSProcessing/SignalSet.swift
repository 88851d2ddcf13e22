import MRSCore

/// A scan and, where there is one, the unsuppressed water of the same voxel and coils: each coils × averages, processed
/// together.
public struct SignalSet: Sendable, Hashable {
  public let scan: FIDArray
  public let water: FIDArray?

  /// - Throws: ``ProcessingError/mismatchedReference(property:scan:reference:)`` where coils, points or dwell times differ.
  public init(scan: FIDArray, water: FIDArray? = nil) throws(ProcessingError) {
    if let water { try Self.check(water, against: scan) }
    self.scan = scan
    self.water = water
  }

  private init(checked scan: FIDArray, _ water: FIDArray?) {
    self.scan = scan
    self.water = water
  }

  /// Scan and water each put through `change`, which keeps points and dwell time and makes the same of the coils of both.
  func mapped(_ change: (FIDArray) throws(ProcessingError) -> FIDArray) throws(ProcessingError) -> SignalSet {
    guard let water else { return SignalSet(checked: try change(scan), nil) }
    return SignalSet(checked: try change(scan), try change(water))
  }

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
  /// - Throws: ``ProcessingError``; ``ProcessingError/notOneSignal(coils:averages:)`` where the steps leave more than one FID.
  public func processed(by steps: [ProcessingStep] = .consensus) throws(ProcessingError) -> ProcessedScan {
    var signals = self
    var records: [ProcessingRecord] = []
    for step in steps {
      let (next, record) = try step.applied(to: signals)
      signals = next
      records.append(record)
    }
    for part in [signals.scan, signals.water].compactMap({ $0 }) where part.samples.count != 1 {
      throw .notOneSignal(coils: part.coils, averages: part.averages)
    }
    return ProcessedScan(fid: signals.scan[0, 0], water: signals.water?[0, 0], records: records)
  }
}
