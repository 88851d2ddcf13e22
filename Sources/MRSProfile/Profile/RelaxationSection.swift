import MRSModel
import MRSVocabulary

extension AnalysisProfile {
  /// The relaxation of a species or of a kind of species.
  public struct RelaxationSection: Hashable, Sendable, Codable {
    /// ms.
    public var t1: Double
    /// ms.
    public var t2: Double
    /// ms: how T2 spreads from one subject to another, and so how far a species' own width may be from its nominal one.
    public var t2Deviation: Double
  }

  /// The names in ``relaxation`` that stand for kinds of species.
  public enum RelaxationKind: String, CaseIterable, Sendable {
    case metabolite, lipid, macromolecule
  }

  /// The times that are taken for a species: its own, or those of its kind.
  public func relaxationSection(of name: String) -> RelaxationSection? {
    if let own = relaxation[name] ?? relaxation[Vocabulary.standard.canonicalName(of: name)] { return own }
    let kind: RelaxationKind =
      switch Vocabulary.standard.kind(of: name) {
      case .macromolecule: .macromolecule
      case .lipid: .lipid
      case .metabolite, .water: .metabolite
      }
    return relaxation[kind.rawValue]
  }

  /// Species whose times are those of a typical metabolite, and not their own.
  public func namesWithoutRelaxation(among names: [String]) -> [String] {
    names.filter {
      relaxation[$0] == nil && relaxation[Vocabulary.standard.canonicalName(of: $0)] == nil
        && !Vocabulary.standard.isBroad($0)
    }
  }

  /// The share of each species' signal that is left at TE and TR (s): exp(−TE/T2)·(1 − exp(−TR/T1)).
  public func attenuations(of names: [String], echoTime: Double, repetitionTime: Double) -> [String: Double] {
    Dictionary(
      names.map { name in
        let times = relaxationSection(of: name)
        return (
          name,
          times.map {
            Relaxation(t1: $0.t1 / 1000, t2: $0.t2 / 1000)
              .attenuation(echoTime: echoTime, repetitionTime: repetitionTime)
          } ?? 1
        )
      }, uniquingKeysWith: { first, _ in first })
  }

  /// By how much an amount is uncertain because T2 of its species is, relative: TE·σ_T2/T2², TE in s.
  public func relaxationDeviation(of name: String, echoTime: Double) -> Double {
    relaxationSection(of: name).map { 1000 * echoTime * $0.t2Deviation / ($0.t2 * $0.t2) } ?? 0
  }

  /// The Lorentz width 1/(π·T2) of each species, in Hz.
  public func relaxationWidths(of names: [String]) -> [String: Double] {
    Dictionary(
      names.compactMap { name in
        relaxationSection(of: name).map { (name, Lineshape.lorentzianWidth(relaxationTime: $0.t2 / 1000)) }
      }, uniquingKeysWith: { first, _ in first })
  }
}
