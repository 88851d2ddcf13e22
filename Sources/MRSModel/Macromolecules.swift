import MRSCore
import Numerics

/// Broad signals for a basis set of the brain that was made without them: macromolecules and mobile lipids as groups of
/// Gaussian lines of fixed proportions.
///
/// Positions, widths and protons are those that LCModel simulates at short echo times (Provencher, LCModel & LCMgui User's
/// Manual, the table of simulated lipids and macromolecules; review: Cudalbu et al. 2021, doi:10.1002/nbm.4393). Lines of
/// one group are tied because a free broad line near creatine or glutamate takes what is theirs.
public enum Macromolecules {
  /// One Gaussian line of a group.
  public struct Line: Hashable, Sendable {
    /// ppm.
    public let shift: Double
    /// The least full width at half maximum, ppm.
    public let width: Double
    public let protons: Double
  }

  /// Lines that are fitted with one amount.
  public struct Group: Hashable, Sendable {
    public let name: String
    public let lines: [Line]
    /// How much wider than the least the lines are expected to be, ppm.
    public let broadening: Double
    /// The standard deviation of that, ppm.
    public let broadeningDeviation: Double
    /// The standard deviation of the group's own shift, ppm.
    public let shiftDeviation: Double

    init(
      _ name: String, _ lines: [(shift: Double, width: Double, protons: Double)],
      broadening: (mean: Double, deviation: Double), shiftDeviation: Double
    ) {
      self.name = name
      self.lines = lines.map { Line(shift: $0.shift, width: $0.width, protons: $0.protons) }
      self.broadening = broadening.mean
      broadeningDeviation = broadening.deviation
      self.shiftDeviation = shiftDeviation
    }
  }

  public static let groups = [
    Group("MM09", [(0.91, 0.14, 3)], broadening: (0.03, 0.015), shiftDeviation: 0.02),
    Group("MM12", [(1.21, 0.15, 2)], broadening: (0.05, 0.02), shiftDeviation: 0.01),
    Group("MM14", [(1.43, 0.17, 2)], broadening: (0.03, 0.02), shiftDeviation: 0.02),
    Group("MM17", [(1.67, 0.15, 2)], broadening: (0.02, 0.02), shiftDeviation: 0.03),
    Group(
      "MM20", [(2.08, 0.15, 1.33), (2.25, 0.20, 0.33), (1.95, 0.15, 0.33), (3.00, 0.20, 0.40)],
      broadening: (0.03, 0.01), shiftDeviation: 0.005),
    Group("Lip09", [(0.89, 0.14, 3)], broadening: (0.05, 0.035), shiftDeviation: 0.02),
    Group("Lip13a", [(1.28, 0.15, 2)], broadening: (0.05, 0.035), shiftDeviation: 0.01),
    Group("Lip13b", [(1.28, 0.089, 2)], broadening: (0.001, 0.035), shiftDeviation: 0.01),
    Group(
      "Lip20", [(2.04, 0.15, 1.33), (2.25, 0.15, 0.67), (2.80, 0.20, 0.87)], broadening: (0.05, 0.025),
      shiftDeviation: 0.005),
  ]

  /// Every group at its least width, on the grid of `acquisition`.
  public static func basisFunctions(on acquisition: Acquisition) -> [BasisFunction] {
    groups.map { group in
      let decays = group.lines.map { line in
        line.protons
          * Lineshape(
            shift: acquisition.offset(of: .ppm(line.shift)).hertz, lorentzian: 0,
            gaussian: line.width * acquisition.spectrometerFrequency.megahertz
          ).decay(on: acquisition)
      }
      return BasisFunction(name: group.name, signal: .sampled(decays.dropFirst().reduce(decays[0], +)))
    }
  }
}
