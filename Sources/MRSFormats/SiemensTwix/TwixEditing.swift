import MRSCore

/// The conditions of an edited scan that a loop counter tells apart.
struct TwixEditing: Sendable {
  /// `"Eco"`.
  let counter: String
  /// Each in the order in which it was measured; the lowest value of the counter first.
  let conditions: [[TwixAcquisition]]
  let doubts: [Doubt]

  /// Which counter has the conditions, by the sequence's name: what FID-A's loader (io_loadspec_twix, Near) has for WIP 529 and
  /// 859, for the McGill and for the CMRR sequences.
  private static func known(_ sequence: String, isVB: Bool) -> String? {
    if sequence.contains("edit_529") || sequence.contains("eja_svs_mpress") { return "Eco" }
    if sequence.contains("edit_859") { return "Ide" }
    return sequence.contains("jn_mega") ? isVB ? "Ida" : "Set" : nil
  }

  /// - Parameter names: of sequence and protocol, of which one must speak of editing.
  /// - Returns: `nil` for a scan that is not edited, or whose counters do not tell its conditions.
  init?(_ signals: [TwixAcquisition], names: [String], isVB: Bool) {
    guard names.contains(where: { SequenceName.editing(in: $0) != .unlikely }) else { return nil }
    func values(_ counter: String) -> [Int] { Set(signals.map { $0.readout.counters[counter] }).sorted() }
    func isCondition(_ counter: String) -> Bool { [2, 4].contains(values(counter).count) }
    let known = names.first.flatMap { Self.known($0.lowercased(), isVB: isVB) }.flatMap { isCondition($0) ? $0 : nil }
    // VB counts repetitions in Set, later versions in Ave.
    let candidates = ["Eco", "Phs", "Set", "Seg", "Ida", "Idb", "Idc", "Idd", "Ide"]
      .filter { !(isVB && $0 == "Set") && isCondition($0) }
    guard let found = known ?? (candidates.count == 1 ? candidates.first : nil) else { return nil }
    let all = values(found).map { value in signals.filter { $0.readout.counters[found] == value } }
    // A scan that was stopped ends within a turn.
    let least = all.map(\.count).min() ?? 0
    counter = found
    conditions = all.map { Array($0.prefix(least)) }
    var doubts: [Doubt] = []
    if known == nil {
      doubts.append(
        .assumedField(field: "EditCondition", value: "that the counter \(found) counts \(all.count) conditions"))
    }
    if let most = all.map(\.count).max(), most > least {
      doubts.append(
        .contradictoryFields(
          first: "a condition has \(most) readouts", second: "another has \(least)",
          used: "the first \(least) of each were taken"))
    }
    self.doubts = doubts
  }
}
