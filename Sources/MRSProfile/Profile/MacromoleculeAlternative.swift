extension AnalysisProfile {
  /// What macromolecules are like by another source than the profile's own groups.
  public struct MacromoleculeAlternative: Hashable, Sendable, Codable {
    /// Lines and proportion of a group by this source.
    public struct Group: Hashable, Sendable, Codable {
      /// Of the group of the profile that it stands for.
      public var name: String
      /// The profile's own where none are given.
      public var lines: [MacromoleculeGroup.Line]?
      /// Its amount over that of the reference, and the standard deviation of that; the profile's own where none are given.
      public var ratio: Double?
      public var deviation: Double?
    }

    /// What results call it.
    public var name: String
    /// How likely it is before the data, beside 1 for the profile's own groups.
    public var probability: Double
    /// Whether it is what no source knows: where the data make it the likeliest amounts are doubted. False where it is not said.
    public var isUnlikeAll: Bool?
    /// How much wider than `width` lines are expected to be (Lorentz), ppm; the profile's own where it is not given.
    public var broadening: Double?
    /// How lines may lie and look otherwise (``MacromoleculeShapes``); the profile's own where they are not given.
    public var shiftDeviation: Double?
    public var areaVariation: Double?
    public var components: Int?
    public var groups: [Group]
  }

  /// The same profile with macromolecules as an alternative has them; `nil` where that is the same.
  func assuming(_ alternative: MacromoleculeAlternative) -> AnalysisProfile? {
    var profile = self
    for other in alternative.groups {
      guard let index = profile.macromolecules.groups.firstIndex(where: { $0.name == other.name }) else { continue }
      profile.macromolecules.groups[index].lines = other.lines ?? profile.macromolecules.groups[index].lines
      profile.macromolecules.groups[index].broadening =
        alternative.broadening ?? profile.macromolecules.groups[index].broadening
      if let ratio = profile.ratios.firstIndex(where: { $0.name == other.name }) {
        profile.ratios[ratio].mean = other.ratio ?? profile.ratios[ratio].mean
        profile.ratios[ratio].deviation = other.deviation ?? profile.ratios[ratio].deviation
      }
    }
    if var shapes = profile.macromolecules.shapes {
      shapes.shiftDeviation = alternative.shiftDeviation ?? shapes.shiftDeviation
      shapes.areaVariation = alternative.areaVariation ?? shapes.areaVariation
      shapes.components = alternative.components ?? shapes.components
      profile.macromolecules.shapes = shapes
    }
    return profile == self ? nil : profile
  }
}
