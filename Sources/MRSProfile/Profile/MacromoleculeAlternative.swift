extension AnalysisProfile {
  /// What macromolecules are like by another source than the profile's own groups.
  public struct MacromoleculeAlternative: Hashable, Sendable, Codable {
    /// Lines and proportion of a group by this source.
    public struct Group: Hashable, Sendable, Codable {
      /// Of the group of the profile that it stands for.
      public var name: String
      public var lines: [MacromoleculeGroup.Line]
      /// Its amount over that of the reference, and the standard deviation of that; none for the reference itself.
      public var ratio: Double?
      public var deviation: Double?
    }

    /// What results call it.
    public var name: String
    /// How likely it is before the data, beside 1 for the profile's own groups.
    public var probability: Double
    /// How much wider than `width` lines are expected to be (Lorentz), ppm.
    public var broadening: Double
    public var groups: [Group]
  }

  /// The same profile with macromolecules as an alternative has them; `nil` where it has none of the profile's groups.
  func assuming(_ alternative: MacromoleculeAlternative) -> AnalysisProfile? {
    var profile = self
    for other in alternative.groups {
      guard let index = profile.macromolecules.groups.firstIndex(where: { $0.name == other.name }) else { continue }
      profile.macromolecules.groups[index].lines = other.lines
      profile.macromolecules.groups[index].broadening = alternative.broadening
      if let ratio = profile.ratios.firstIndex(where: { $0.name == other.name }) {
        profile.ratios[ratio].mean = other.ratio ?? profile.ratios[ratio].mean
        profile.ratios[ratio].deviation = other.deviation ?? profile.ratios[ratio].deviation
      }
    }
    return profile.macromolecules == macromolecules ? nil : profile
  }
}
