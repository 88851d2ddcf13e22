/// What a virtual study repeats.
public struct VirtualStudyPlan: Sendable, Codable, Hashable {
  /// k of each effect, rising: ratios of the protocol to the power k.
  public let effects: [Double]
  /// Replicates, each a whole cohort at every effect.
  public let repeats: Int

  public init(effects: [Double], repeats: Int) {
    self.effects = Set(effects).sorted()
    self.repeats = repeats
  }
}
