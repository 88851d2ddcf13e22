import MRSCore
import MRSVocabulary

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

  /// The number of protons of a resonance in one molecule.
  public func protons(of resonance: TriglycerideResonance) -> Double {
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
  public var protons: Double { TriglycerideResonance.allCases.reduce(0) { $0 + protons(of: $1) } }

  /// g/mol of the molecule, C(3·CL + 3) H(6·CL + 2 − 2·ndb) O6.
  public var molarMass: Double {
    12.011 * (3 * chainLength + 3) + 1.008 * (6 * chainLength + 2 - 2 * doubleBonds) + 6 * 15.999
  }

  /// Protons in a kilogram, mol.
  public var protonsPerKilogram: Double { 1000 * protons / molarMass }

  /// The share of a resonance in the molecule's protons.
  public func fraction(of resonance: TriglycerideResonance) -> Double { protons(of: resonance) / protons }

  /// The five lipid targets and two nuisances as basis functions at the carrier and field of `acquisition`.
  ///
  /// Which they are, and which resonances go together, is said by `FatFunction`.
  public static func basisFunctions(on acquisition: Acquisition) -> [BasisFunction] {
    FatFunction.all.map { function in
      BasisFunction(
        name: function.name,
        signal: .lines(
          TransitionLines(
            frequencies: function.parts.map { acquisition.offset(of: .ppm($0.resonance.shift)).hertz },
            amplitudes: ComplexVector(real: function.parts.map(\.protons), imaginary: function.parts.map { _ in 0 }))))
    }
  }

  /// The amount of every lipid basis function, in mM of protons, for a total of `protonConcentration` mM lipid protons.
  public func amounts(protonConcentration: Double) -> [String: Double] {
    Dictionary(
      uniqueKeysWithValues: FatFunction.all.map {
        ($0.name, protonConcentration * fraction(of: $0.parts[0].resonance))
      })
  }
}
