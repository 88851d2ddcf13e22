/// What a NIfTI-MRS file says of each index of a dimension, `dim_6_header` = {"EditCondition": ["ON", "OFF"]}, from scans that are
/// its parts.
struct DimensionHeaders: Sendable {
  /// By `dim_5_header` to `dim_7_header`.
  let values: [String: JSONValue]
  /// The keys whose values differ between the parts: the header of the whole cannot have them.
  let changing: Set<String>

  /// A key is of the dimension along whose axis alone it changes. Conditions of editing without a name are counted, since the
  /// standard wants names.
  /// - Parameters:
  ///   - axes: the tags of the dimensions that part the scans, in their order.
  ///   - first: the number of the first of them, 5 to 7.
  init(of scans: [Scan], along axes: [String], first: Int, keepsIdentity: Bool) {
    let own = scans.map { scan in
      var fields = (keepsIdentity ? scan.standard : scan.standard.withoutIdentity).inStandardForm
      fields["EchoTime"] = scan.acquisition.echoTime.map(JSONValue.number)
      fields["RepetitionTime"] = scan.acquisition.repetitionTime.map(JSONValue.number)
      let condition = scan.part?.index(along: "DIM_EDIT") ?? 0
      if axes.contains("DIM_EDIT"), fields["EditCondition"] == nil {
        fields["EditCondition"] = .string("condition \(condition + 1)")
      }
      return fields
    }
    let changing = Set(own.flatMap(\.keys)).filter { key in Set(own.map { $0[key] ?? .null }).count > 1 }
    var values: [String: JSONValue] = [:]
    for (number, axis) in axes.enumerated() {
      var header: [String: JSONValue] = [:]
      for key in changing {
        var byIndex: [Int: Set<JSONValue>] = [:]
        for (scan, fields) in zip(scans, own) {
          byIndex[scan.part?.index(along: axis) ?? 0, default: []].insert(fields[key] ?? .null)
        }
        let list = byIndex.keys.sorted().compactMap { byIndex[$0]?.count == 1 ? byIndex[$0]?.first : nil }
        if list.count == byIndex.count { header[key] = Self.together(list) }
      }
      if !header.isEmpty { values["dim_\(first + number)_header"] = .object(header) }
    }
    self.values = values
    self.changing = changing
  }

  /// A list of values; of keys that the standard does not define, one value with the description that all have.
  private static func together(_ list: [JSONValue]) -> JSONValue {
    let objects = list.compactMap { value -> [String: JSONValue]? in
      if case .object(let fields) = value, fields["Value"] != nil { fields } else { nil }
    }
    guard objects.count == list.count, let first = objects.first else { return .array(list) }
    return .object(first.merging(["Value": .array(objects.compactMap { $0["Value"] })]) { $1 })
  }
}
