import MRSCore
import Numerics

/// Broad signals for a basis set that was made without them: macromolecules as Gaussian lines.
///
/// Positions and widths are those of the usual parameterised model of brain macromolecules and mobile lipids at short
/// TE (review: Cudalbu et al. 2021, doi:10.1002/nbm.4393); each line is fitted by itself.
public enum Macromolecules {
  /// The name, position (ppm) and full width at half maximum (ppm) of each line.
  public static let lines: [(name: String, shift: Double, width: Double)] = [
    ("MM09", 0.91, 0.14), ("MM12", 1.21, 0.15), ("MM14", 1.43, 0.17), ("MM17", 1.67, 0.15), ("MM20", 2.08, 0.20),
    ("MM23", 2.25, 0.20), ("MM30", 3.00, 0.20), ("MM38", 3.80, 0.25),
  ]

  /// One proton a line, on the grid of `acquisition`.
  public static func basisFunctions(on acquisition: Acquisition) -> [BasisFunction] {
    lines.map { line in
      let lineshape = Lineshape(
        shift: acquisition.offset(of: .ppm(line.shift)).hertz, lorentzian: 0,
        gaussian: line.width * acquisition.spectrometerFrequency.megahertz)
      return BasisFunction(name: line.name, signal: .sampled(lineshape.decay(on: acquisition)))
    }
  }

  /// True for a name that says macromolecule or lipid, as basis sets write it: `MM09`, `Lip13`, `Mac`.
  public static func isBroad(_ name: String) -> Bool {
    let lower = name.lowercased()
    return lower.hasPrefix("mm") || lower.hasPrefix("lip") || lower.hasPrefix("mac")
  }
}
