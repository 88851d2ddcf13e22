import MRSCore
import MRSFitting
import MRSModel
import MRSVocabulary
import Numerics

/// The voxel's water and fat from an unsuppressed FID: what turns signals into concentrations.
///
/// The FID is fitted as one Voigt line of water and the triglyceride resonances, so that fat does not count as water.
public struct WaterReference: Sendable {
  /// The signal of one proton at 1 mM before relaxation, in the unit of the FID: dividing by it gives mM.
  public let gain: Double
  /// The relative standard deviation of ``gain``.
  public let gainDeviation: Double
  /// Lipid/(lipid + water), all protons, corrected for nominal relaxation: the proton-density fat fraction.
  public let fatFraction: Double
  /// One standard deviation of ``fatFraction``: the Cramér–Rao bound propagated.
  public let fatFractionDeviation: Double
  /// The full width at half maximum of the water line, in Hz.
  public let linewidth: Double
  /// The phase of water at time zero, in radians.
  public let phase: Double
  /// The offset of water from where the acquisition has it, in Hz.
  public let frequency: Double

  /// - Throws: ``ProcessingError/noWater(evidence:)``, `FittingError`.
  public init(fitting fid: FID, model: WaterModel) throws {
    let acquisition = fid.acquisition
    let water = BasisFunction(
      name: WaterModel.waterName,
      signal: .lines(
        TransitionLines(
          frequencies: [acquisition.offset(of: model.waterShift).hertz],
          amplitudes: ComplexVector(real: [1], imaginary: [0]))))
    let lipids = model.lipids ?? TriglycerideModel.basisFunctions(on: acquisition)
    let basis = BasisSet(functions: [water] + lipids, acquisition: acquisition, source: "water reference")
    let options = LeastSquaresOptions(
      window: .ppm(0) ... .ppm(7), baselineKnotSpacing: nil, naturalWidths: model.naturalWidths,
      expectedAmounts: [WaterModel.waterName: 1000], frequencyRange: 30, gaussianRange: 0...60, lorentzianRange: 0...60,
      firstOrderPhaseDeviation: 2, shiftDeviation: 0.01, broadeningDeviation: 2)
    let fit = try LeastSquares(
      model: ForwardModel(basis: basis, acquisition: acquisition, attenuations: model.attenuations), options: options
    ).fit(fid)

    // Protons a unit of each basis function: 1.60 ppm goes with 2.24, the glycerol methine with its methylene.
    let protons = Dictionary(uniqueKeysWithValues: FatFunction.all.map { ($0.name, $0.protons) })
    let weights = lipids.map { protons[$0.name] ?? 1 }
    let waterAmount = fit.parameters.amounts[0]
    guard waterAmount > 0 else { throw ProcessingError.noWater(evidence: "its amount was found to be zero") }
    let fat = zip(weights, fit.parameters.amounts.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    let total = waterAmount + fat

    gain = waterAmount / model.tissue.protonConcentration
    gainDeviation = fit.covariance[0, 0].squareRoot() / waterAmount
    fatFraction = fat / total
    // ∂PDFF/∂water = −fat/total², ∂PDFF/∂lipid_k = w_k·water/total².
    let gradient = [-fat / (total * total)] + weights.map { $0 * waterAmount / (total * total) }
    var variance = 0.0
    for i in gradient.indices {
      for j in gradient.indices where fit.covariance[i, j].isFinite {
        variance += gradient[i] * fit.covariance[i, j] * gradient[j]
      }
    }
    fatFractionDeviation = max(0, variance).squareRoot()
    linewidth = Lineshape(lorentzian: fit.parameters.lorentzians[0], gaussian: fit.parameters.gaussian).width
    phase = fit.parameters.phase
    frequency = fit.parameters.frequency
  }

  /// An FID of the same voxel and receiver settings in mM: divided by the gain.
  public func scaled(_ fid: FID) -> FID {
    FID(samples: (1 / gain) * fid.samples, acquisition: fid.acquisition)
  }

  /// An FID of the same voxel with water's phase taken off and water moved to where the acquisition has it.
  public func registered(_ fid: FID) -> FID {
    fid.phased(by: .radians(-phase)).shifted(by: .hertz(-frequency))
  }
}
