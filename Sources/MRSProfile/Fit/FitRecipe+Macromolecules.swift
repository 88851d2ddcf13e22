extension FitRecipe {
  /// The same recipes with macromolecules as other sources have them, where macromolecules are added at all.
  func otherMacromolecules(
    beside names: [String]
  ) -> [(alternative: AnalysisProfile.MacromoleculeAlternative, recipe: FitRecipe)] {
    guard let shapes = profile.macromolecules.shapes,
      addedBroadSignals(to: names).contains(where: { $0.name == shapes.reference })
    else { return [] }
    return (shapes.alternatives ?? []).compactMap { alternative in
      profile.assuming(alternative).map {
        (
          alternative,
          FitRecipe(profile: $0, choices: choices, echoTime: echoTime, repetitionTime: repetitionTime)
        )
      }
    }
  }

  /// What results call the profile's own groups of macromolecules.
  static let ownMacromolecules = "general"
}
