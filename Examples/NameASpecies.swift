import MRSVocabulary

/// MRSVocabulary: what names of basis sets mean, and what the field sums.
///
/// Prints PCh, and the members of tCho under the names that a basis uses.
func nameASpecies() {
  print(Vocabulary.standard.canonicalName(of: "PCho"))
  print(SpeciesSum.totalCholine.members(among: ["NAA", "GPC", "PCho", "Cr"]))
}
