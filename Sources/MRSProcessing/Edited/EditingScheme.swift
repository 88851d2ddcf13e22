/// How the sub-spectra of an edited scan are added up: MEGA (Mescher et al. 1998,
/// doi:10.1002/(SICI)1099-1492(199810)11:6<266::AID-NBM530>3.0.CO;2-J) has two of them, HERMES (Saleh et al. 2016,
/// doi:10.1016/j.neuroimage.2016.03.043) four.
public struct EditingScheme: Sendable, Hashable, Codable {
  /// One spectrum made of all.
  public struct Combination: Sendable, Hashable, Codable {
    /// `"difference"`, `"difference-1.90ppm"`, `"sum"`.
    public let name: String
    /// One a condition.
    public let weights: [Double]
  }

  public let conditions: [EditingCondition]
  /// The differences first, the sum last: a difference is the mean of the conditions with a pulse less the mean of those without,
  /// the sum the mean of all, so that amounts keep their scale.
  public let combinations: [Combination]
  /// What had to be assumed, in words; `nil` where the file says which condition is which.
  public let assumption: String?

  public init(_ conditions: [EditingCondition]) {
    self.conditions = conditions
    var differences: [Combination] = []
    var assumption: String?
    let count = conditions.count
    let names = conditions.map { $0.name.uppercased() }
    if let edited = Self.edited(conditions), !edited.isEmpty {
      differences = edited.map { place in
        Combination(
          name: edited.count == 1 ? "difference" : "difference-\(place)ppm",
          weights: Self.weights(conditions.map { ($0.pulses ?? []).map(Self.rounded).contains(place) }))
      }
    } else if count == 2, let on = names.firstIndex(of: "ON"), names.contains("OFF") {
      differences = [Combination(name: "difference", weights: Self.weights((0..<2).map { $0 == on }))]
    } else if count == 2 {
      assumption = "ON for the first and OFF for the second condition"
      differences = [Combination(name: "difference", weights: [1, -1])]
    } else if count == 4 {
      assumption = "both, the first, the second and no resonance edited, in this order (HERMES)"
      differences = [
        Combination(name: "difference-1", weights: Self.weights([true, true, false, false])),
        Combination(name: "difference-2", weights: Self.weights([true, false, true, false])),
      ]
    }
    self.assumption = assumption
    combinations =
      differences + [Combination(name: "sum", weights: [Double](repeating: 1 / Double(count), count: count))]
  }

  /// The pulses that some conditions have and others not, and that are not the mirror image of such beyond water (4.65 ppm), where
  /// MEGA puts the pulse of its OFF; `nil` where a condition does not say its pulses.
  private static func edited(_ conditions: [EditingCondition]) -> [String]? {
    guard conditions.allSatisfy({ $0.pulses != nil }) else { return nil }
    let sets = conditions.map { Set(($0.pulses ?? []).filter { (0.5...4.9).contains($0) }.map(rounded)) }
    let all = sets.reduce(into: Set<String>()) { $0.formUnion($1) }
    return all.filter { place in
      let with = sets.count { $0.contains(place) }
      return with > 0 && with < sets.count
    }.sorted()
  }

  private static func rounded(_ ppm: Double) -> String {
    let hundredths = Int((100 * ppm).rounded())
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }

  private static func weights(_ isOn: [Bool]) -> [Double] {
    let on = Double(max(1, isOn.count { $0 }))
    let off = Double(max(1, isOn.count { !$0 }))
    return isOn.map { $0 ? 1 / on : -1 / off }
  }
}
