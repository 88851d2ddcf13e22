/// A sum of species that the field reports under one name: tCho = GPC + PCh + Cho.
public struct SpeciesSum: Hashable, Sendable {
  /// `"tCho"`.
  public let name: String
  /// `"Total choline"`.
  public let title: String
  /// The species, by the names of the vocabulary, in order.
  public let members: [String]
  /// What is summed where none of ``members`` is there; `nil` for nothing.
  public let otherwise: Species.Kind?
  /// True for a sum that every quantification prints.
  public let isReported: Bool
  /// The sum of which it must hold more than all to be printed; `nil` where it always is.
  public let beyond: String?
  public let source: String

  /// Those of `names` that belong to the sum, whatever synonym they are written as: in the order of ``members``.
  public func members(among names: [String]) -> [String] {
    let vocabulary = Vocabulary.standard
    let found = members.flatMap { member in names.filter { vocabulary.canonicalName(of: $0) == member } }
    guard found.isEmpty, let otherwise else { return found }
    return names.filter { vocabulary.kind(of: $0) == otherwise }
  }

  /// GPC + PCh + free choline: the one definition of tCho.
  public static let totalCholine = Vocabulary.standard.sum(named: "tCho")
  /// Glutamate and glutamine.
  public static let glx = Vocabulary.standard.sum(named: "Glx")
  /// The targets of liver fat, or whatever another basis names as a lipid.
  public static let totalLipid = Vocabulary.standard.sum(named: "tLip")
  /// Everything that has its trimethylammonium singlet near 3.2 ppm: tCho, betaine, TMAO and carnitine.
  public static let totalTrimethylamines = Vocabulary.standard.sum(named: "tTMA")
}
