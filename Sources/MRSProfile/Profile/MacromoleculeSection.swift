import MRSCore
import MRSModel
import Numerics

extension AnalysisProfile {
  /// Broad signals that are fitted beside a basis that has none of its own.
  public struct MacromoleculeSection: Hashable, Sendable, Codable {
    public var groups: [MacromoleculeGroup]
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
