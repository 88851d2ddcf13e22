import MRSVocabulary

extension AmountRatio {
  /// The ratios that LCModel assumes of brain spectra by default, for the names of one basis.
  ///
  /// Provencher, LCModel & LCMgui User's Manual, the table of default concentration ratios; the first use of such priors:
  /// Provencher 1993, doi:10.1002/mrm.1910300604. They hold what one spectrum hardly knows: weak metabolites relative to
  /// tNAA + tCr + 3·tCho, macromolecules to the one at 0.9 ppm, lipids to those at 1.3 ppm, GSH to Gln. Empty for a basis
  /// without NAA, creatine and choline, which is of no brain. As with LCModel, scyllo-inositol is held under the name
  /// Scyllo only: as sIns it is left to the data, which in LCModel's own test have two and a half times what the ratio expects.
  public static func brain(of names: [String]) -> [AmountRatio] {
    let (naa, creatine) = (SpeciesSum.totalNAA.members(among: names), SpeciesSum.totalCreatine.members(among: names))
    let choline = SpeciesSum.totalCholine.members(among: names)
    guard !Vocabulary.standard.names(of: "NAA", among: naa).isEmpty, !creatine.isEmpty, !choline.isEmpty else {
      return []
    }
    let large = weights((naa + creatine).map { ($0, 1) } + choline.map { ($0, 3) })
    let macromolecule = weights([("MM09", 1)])
    let lipid = weights([("Lip13a", 1), ("Lip13b", 1)])
    return [
      AmountRatio("Asp", to: large, mean: 0.05, deviation: 0.05),
      AmountRatio("GABA", to: large, mean: 0.03, deviation: 0.03),
      AmountRatio("Glc", to: large, mean: 0.03, deviation: 0.03),
      AmountRatio("Tau", to: large, mean: 0.05, deviation: 0.05),
      AmountRatio("GSH", to: weights([("Gln", 1), ("GSH", 1)]), mean: 0.286, deviation: 0.126),
      AmountRatio("MM12", to: macromolecule, mean: 0.3, deviation: 0.1),
      AmountRatio("MM14", to: macromolecule, mean: 0.75, deviation: 0.45),
      AmountRatio("MM17", to: macromolecule, mean: 0.375, deviation: 0.3),
      AmountRatio("MM20", to: macromolecule, mean: 1.5, deviation: 0.375),
      AmountRatio("Lip09", to: lipid, mean: 0.267, deviation: 0.1),
      AmountRatio("Lip20", to: lipid, mean: 0.15, deviation: 0.07),
      AmountRatio("Scyllo", to: large, mean: 0.01, deviation: 0.01),
    ].filter { $0.indexed(in: names) != nil }
  }

  private static func weights(_ pairs: [(String, Double)]) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: pairs)
  }
}
