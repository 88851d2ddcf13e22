import MRSCore
import MRSModel
import MRSVocabulary
import Numerics

extension AnalysisProfile {
  /// The lines of added groups that are only nearly known.
  /// - Parameter proton: the signal of one proton at unit amount.
  func uncertainLines(of groups: [MacromoleculeGroup], proton: Double) -> [UncertainLines] {
    guard let shapes = macromolecules.shapes, groups.contains(where: { $0.name == shapes.reference }) else { return [] }
    return groups.filter { Vocabulary.standard.kind(of: $0.name) == .macromolecule }.map { group in
      UncertainLines(
        name: group.name,
        lines: group.lines.map { .init(shift: $0.shift, width: $0.width, signal: proton * $0.protons) },
        reference: shapes.reference, ratio: ratios.first { $0.name == group.name }?.mean ?? 1,
        shiftDeviation: shapes.shiftDeviation, widthVariation: shapes.widthVariation,
        areaVariation: shapes.areaVariation, components: shapes.components, draws: shapes.draws)
    }
  }

  /// Broad signals that are fitted beside a basis that has none of its own.
  public struct MacromoleculeSection: Hashable, Sendable, Codable {
    public var groups: [MacromoleculeGroup]
    /// How their lines may in truth lie; `nil` where they are taken as they are.
    public var shapes: MacromoleculeShapes?
  }

  /// How the lines of macromolecules may look otherwise (`UncertainLines`).
  public struct MacromoleculeShapes: Hashable, Sendable, Codable {
    /// The group with which all others occur, of which the signal is seen best.
    public var reference: String
    /// The standard deviation of a line's place, ppm.
    public var shiftDeviation: Double
    /// Of the logarithm of its width.
    public var widthVariation: Double
    /// Of the logarithm of its share in its group.
    public var areaVariation: Double
    /// What is expected of the Lorentz width that all species share beyond their own, and its standard deviation, Hz: the wings of
    /// a wide line imitate what is broad below it.
    public var lorentzianMean: Double
    public var lorentzianDeviation: Double
    /// How many principal components a group, and how many shapes are drawn to find them.
    public var components: Int
    public var draws: Int
    /// What else macromolecules may be like: amounts are means over these and the profile's own groups, by how likely the data make
    /// them. `nil` for the profile's own alone.
    public var alternatives: [MacromoleculeAlternative]?
  }

  /// Gaussian lines of fixed proportions, fitted with one amount: a free broad line near creatine or glutamate takes what is
  /// theirs.
  public struct MacromoleculeGroup: Hashable, Sendable, Codable {
    /// One Gaussian line.
    public struct Line: Hashable, Sendable, Codable {
      /// ppm.
      public var shift: Double
      /// The least full width at half maximum, ppm.
      public var width: Double
      public var protons: Double
    }

    public var name: String
    public var lines: [Line]
    /// How much wider than the least the lines are expected to be (Lorentz), ppm.
    public var broadening: Double
    /// The standard deviation of that, ppm.
    public var broadeningDeviation: Double
    /// The standard deviation of the group's own shift, ppm.
    public var shiftDeviation: Double
    /// What is expected of its amount, mM of protons, for a fit with priors of amounts: the mean; 0 where nothing is known.
    public var amount: Double
    /// The standard deviation of that.
    public var amountDeviation: Double

    /// Its signal at its least width, on the grid of `acquisition`, each proton of amplitude `proton`.
    public func function(on acquisition: Acquisition, proton: Double) -> BasisFunction {
      let decays = lines.map { line in
        line.protons * proton
          * Lineshape(
            shift: acquisition.offset(of: .ppm(line.shift)).hertz, lorentzian: 0,
            gaussian: line.width * acquisition.spectrometerFrequency.megahertz
          ).decay(on: acquisition)
      }
      return BasisFunction(name: name, signal: .sampled(decays.dropFirst().reduce(decays[0], +)))
    }
  }
}
