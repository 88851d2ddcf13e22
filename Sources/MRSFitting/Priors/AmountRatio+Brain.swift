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
    /// What the basis calls a species of the vocabulary.
    func own(_ name: String) -> String { Vocabulary.standard.names(of: name, among: names).first ?? name }
    func ratio(_ name: String, to reference: [String: Double], _ mean: Double, _ deviation: Double) -> AmountRatio {
      AmountRatio(own(name), to: reference, mean: mean, deviation: deviation)
    }
    let macromolecule = weights([(own("MM09"), 1)])
    let lipid = weights([(own("Lip13a"), 1), (own("Lip13b"), 1)])
    return [
      ratio("Asp", to: large, 0.05, 0.05),
      ratio("GABA", to: large, 0.03, 0.03),
      ratio("Glc", to: large, 0.03, 0.03),
      ratio("Tau", to: large, 0.05, 0.05),
      ratio("GSH", to: weights([(own("Gln"), 1), (own("GSH"), 1)]), 0.286, 0.126),
      ratio("MM12", to: macromolecule, 0.3, 0.1),
      ratio("MM14", to: macromolecule, 0.75, 0.45),
      ratio("MM17", to: macromolecule, 0.375, 0.3),
      ratio("MM20", to: macromolecule, 1.5, 0.375),
      ratio("Lip09", to: lipid, 0.267, 0.1),
      ratio("Lip20", to: lipid, 0.15, 0.07),
      // By that name only, see above.
      AmountRatio("Scyllo", to: large, mean: 0.01, deviation: 0.01),
    ].filter { $0.indexed(in: names) != nil }
  }

  private static func weights(_ pairs: [(String, Double)]) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: pairs)
  }
}
