import MRSCore

/// The nine ¹H resonances of triglycerides as functions of three numbers (Hamilton et al. 2011, doi:10.1002/nbm.1622).
public struct TriglycerideModel: Hashable, Sendable, Codable {
  /// The mean number of carbons a fatty-acid chain, CL.
  public let chainLength: Double
  /// The number of double bonds a molecule, ndb.
  public let doubleBonds: Double
  /// The number of methylene-interrupted double bonds a molecule, nmidb.
  public let interruptedDoubleBonds: Double

  public init(chainLength: Double, doubleBonds: Double, interruptedDoubleBonds: Double) {
    self.chainLength = chainLength
    self.doubleBonds = doubleBonds
    self.interruptedDoubleBonds = interruptedDoubleBonds
  }

  /// Liver fat at 3 T (Hamilton et al. 2011): CL 17.5, ndb 1.92, nmidb 0.32.
  public static let liver = TriglycerideModel(chainLength: 17.5, doubleBonds: 1.92, interruptedDoubleBonds: 0.32)

  /// A resonance of the molecule.
  public enum Resonance: String, CaseIterable, Hashable, Sendable, Codable {
    case methyl, methylene, betaCarboxyl, allylic, alphaCarboxyl, diallylic, glycerolMethylene, glycerolMethine,
      olefinic

    public var shift: ChemicalShift {
      switch self {
      case .methyl: .ppm(0.90)
      case .methylene: .ppm(1.30)
      case .betaCarboxyl: .ppm(1.60)
      case .allylic: .ppm(2.02)
      case .alphaCarboxyl: .ppm(2.24)
      case .diallylic: .ppm(2.76)
      case .glycerolMethylene: .ppm(4.20)
      case .glycerolMethine: .ppm(5.19)
      case .olefinic: .ppm(5.29)
      }
    }
  }

  /// The number of protons of a resonance in one molecule.
  public func protons(of resonance: Resonance) -> Double {
    switch resonance {
    case .methyl: 9
    case .methylene: 6 * (chainLength - 4) - 8 * doubleBonds + 2 * interruptedDoubleBonds
    case .betaCarboxyl: 6
    case .allylic: 4 * (doubleBonds - interruptedDoubleBonds)
    case .alphaCarboxyl: 6
    case .diallylic: 2 * interruptedDoubleBonds
    case .glycerolMethylene: 4
    case .glycerolMethine: 1
    case .olefinic: 2 * doubleBonds
    }
  }

  /// The protons of one molecule.
  public var protons: Double { Resonance.allCases.reduce(0) { $0 + protons(of: $1) } }

  /// g/mol of the molecule, C(3·CL + 3) H(6·CL + 2 − 2·ndb) O6.
  public var molarMass: Double {
    12.011 * (3 * chainLength + 3) + 1.008 * (6 * chainLength + 2 - 2 * doubleBonds) + 6 * 15.999
  }

  /// Protons in a kilogram, mol.
  public var protonsPerKilogram: Double { 1000 * protons / molarMass }

  /// The share of a resonance in the molecule's protons.
  public func fraction(of resonance: Resonance) -> Double { protons(of: resonance) / protons }

  /// The five lipid targets and two nuisances as basis functions at the carrier and field of `acquisition`.
  ///
  /// Each has amplitude 1 a proton of the resonance it is named after. 1.60 ppm goes with 2.24 (both 6 protons), the
  /// glycerol methine with the glycerol methylene (1 to 4): those ratios are fixed by the molecule.
  public static func basisFunctions(on acquisition: Acquisition) -> [BasisFunction] {
    let groups: [(name: String, lines: [(Resonance, Double)])] = [
      ("Lip090", [(.methyl, 1)]),
      ("Lip130", [(.methylene, 1)]),
      ("Lip202", [(.allylic, 1)]),
      ("Lip224", [(.alphaCarboxyl, 1), (.betaCarboxyl, 1)]),
      ("Lip276", [(.diallylic, 1)]),
      ("LipGlycerol", [(.glycerolMethylene, 1), (.glycerolMethine, 0.25)]),
      ("Lip529", [(.olefinic, 1)]),
    ]
    return groups.map { group in
      BasisFunction(
        name: group.name,
        signal: .lines(
          TransitionLines(
            frequencies: group.lines.map { acquisition.offset(of: $0.0.shift).hertz },
            amplitudes: ComplexVector(real: group.lines.map(\.1), imaginary: group.lines.map { _ in 0 }))))
    }
  }

  /// The amount of every lipid basis function, in mM of protons, for a total of `protonConcentration` mM lipid protons.
  public func amounts(protonConcentration: Double) -> [String: Double] {
    let named: [(String, Resonance)] = [
      ("Lip090", .methyl), ("Lip130", .methylene), ("Lip202", .allylic), ("Lip224", .alphaCarboxyl),
      ("Lip276", .diallylic), ("LipGlycerol", .glycerolMethylene), ("Lip529", .olefinic),
    ]
    return Dictionary(uniqueKeysWithValues: named.map { ($0, protonConcentration * fraction(of: $1)) })
  }
}
