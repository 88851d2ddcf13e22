import MRSCore
import Numerics

/// The conditions of an edited scan, each coils × averages, and the water that they share.
public struct EditedSignals: Sendable {
  public let scheme: EditingScheme
  public let conditions: [FIDArray]
  public let water: FIDArray?
  public let names: SignalNames

  /// - Precondition: as many signals as the scheme has conditions, of one acquisition and as many coils.
  public init(
    scheme: EditingScheme, conditions: [FIDArray], water: FIDArray? = nil, names: SignalNames = SignalNames()
  ) {
    precondition(scheme.conditions.count == conditions.count && !conditions.isEmpty)
    precondition(
      conditions.allSatisfy {
        $0.coils == conditions[0].coils && $0.acquisition.points == conditions[0].acquisition.points
      })
    self.scheme = scheme
    self.conditions = conditions
    self.water = water
    self.names = names
  }

  /// Rows of one scan that are the conditions in turn: row i is of condition i modulo `count`. Rows beyond the last whole turn are
  /// left out.
  public static func rows(_ scan: FIDArray, inTurn count: Int) -> [FIDArray] {
    let turns = scan.averages / max(1, count)
    return (0..<count).map { condition in scan.selecting(averages: (0..<turns).map { $0 * count + condition }) }
  }

  /// Each condition processed by the steps, coils combined with the same weights; then all moved and turned onto the first, and
  /// added up.
  /// - Throws: ``ProcessingError``.
  public func processed(
    by steps: [ProcessingStep],
    observe: (_ condition: Int, _ record: ProcessingRecord, _ before: SignalSet, _ after: SignalSet) -> Void = {
      _, _, _, _ in
    }
  ) throws(ProcessingError) -> EditedScan {
    var sets: [SignalSet] = []
    for condition in conditions { sets.append(try SignalSet(scan: condition, water: water, names: names)) }
    var before: [ProcessingRecord] = []
    var rest = steps[...]
    if case .combineCoils? = rest.first, let step = rest.popFirst() {
      let (combined, record) = try step.applied(to: try SignalSet(scan: joined, water: water, names: names))
      before.append(record)
      var first = 0
      for (index, condition) in conditions.enumerated() {
        let own = combined.scan.selecting(averages: Array(first..<first + condition.averages))
        first += condition.averages
        let next = sets[index].replacing(scan: own, water: combined.water)
        observe(index, record, sets[index], next)
        sets[index] = next
      }
    }
    var scans: [ProcessedScan] = []
    for (index, set) in sets.enumerated() {
      let scan = try set.processed(by: Array(rest), isOneCondition: true) { record, before, after in
        observe(index, record, before, after)
      }
      scans.append(scan.preceded(by: before))
    }
    return aligned(scans)
  }

  private func aligned(_ scans: [ProcessedScan]) -> EditedScan {
    let first = scans[0].fid
    let alignment = SubspectrumAlignment(on: first.acquisition)
    var corrections = [SpectralRegistration.Correction.none]
    var moved = [first]
    for scan in scans.dropFirst() {
      let correction =
        alignment?.correction(
          of: scan.fid.samples, to: first.samples, largestShift: SpectralRegistration().largestShift) ?? .none
      corrections.append(correction)
      moved.append(FIDArray(scan.fid).corrected(by: [correction])[0, 0])
    }
    let combinations = scheme.combinations.map { combination in
      var sum = ComplexVector(zeros: first.samples.count)
      for (fid, weight) in zip(moved, combination.weights) { sum.add(fid.samples, scaledBy: weight) }
      return EditedScan.Output(name: combination.name, fid: FID(samples: sum, acquisition: first.acquisition))
    }
    return EditedScan(
      scheme: scheme, conditions: scans, aligned: moved, corrections: corrections, combinations: combinations)
  }

  /// The averages of all conditions one after the other.
  private var joined: FIDArray {
    let first = conditions[0]
    return FIDArray(
      acquisition: first.acquisition, coils: first.coils, averages: conditions.reduce(0) { $0 + $1.averages },
      samples: FIDSamples(
        (0..<first.coils).flatMap { coil in
          conditions.map { (samples: $0.samples, range: coil * $0.averages..<(coil + 1) * $0.averages) }
        }))
  }
}
