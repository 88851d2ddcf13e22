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
  /// Where the tallest point of the water line is from where the acquisition has it, in Hz.
  public let offset: Double
  /// What the fit leaves of the signal in its window beyond noise, 0 … 1: the root of the ratio of the energies.
  public let unexplained: Double
  /// The same as a share of the fat's signal.
  public let unexplainedFat: Double
  /// The residual of the fit over the noise.
  public let misfit: Double
  /// The lineshape that all signals of the voxel share.
  public let lineshape: ExpectedLineshape
  /// Of water and the lipid functions, in the unit of the FID.
  private let amounts: [Double]
  private let names: [String]

  /// Whether the fit leaves more of the water scan than it does where its amounts are right: more than 3 % of all, or of what
  /// stands out of the noise more than 4.5 % of the fat's signal, where there is fat that is more than what is left.
  ///
  /// Of 1000 simulated water scans with fat of our shape (Gauss or Lorentz widths of 8 to 40 Hz, skewed lines, eddy currents)
  /// 1.5 % are doubted, and PDFF or Lip130 are more than a tenth off in 0.4 %. These were counted
  /// with rigid shapes of fat; now that they may err (Documentation/Decisions/0015) single lines are explained, and right.
  var isUnexplained: Bool {
    unexplained > 0.03 || (fatFraction > 0.005 && misfit > 1.15 && unexplainedFat > 0.045 && unexplainedFat < 1)
  }

  /// The amount of a fitted function by name, in the unit of the FID; `nil` for a name that was not fitted.
  public func amount(_ name: String) -> Double? { names.firstIndex(of: name).map { amounts[$0] } }

  /// - Throws: ``ProcessingError/noWater(evidence:)``, `FittingError`.
  public init(fitting fid: FID, model: WaterModel) throws {
    let acquisition = fid.acquisition
    let expected = acquisition.offset(of: model.waterShift).hertz
    let line = try WaterLine(of: fid)
    offset = line.offset.hertz - expected
    let ppm = offset / acquisition.spectrometerFrequency.megahertz
    guard abs(ppm) < Self.farthest, line.prominence > Self.leastProminence else {
      throw ProcessingError.noWater(
        evidence: abs(ppm) < Self.farthest
          ? "nothing stands out of its noise"
          : "its tallest line is \((ppm * 10).rounded() / 10) ppm from where water is expected, where fat and metabolites are"
      )
    }
    let lipids = model.functions(on: acquisition)
    let fitter = model.fitter(on: acquisition).changing {
      // Skewed lines are skewed over their width.
      $0.lineshapeSpacing = max(0.02, 0.1 * line.width / acquisition.spectrometerFrequency.megahertz)
    }
    let natural = model.naturalWidths[WaterModel.waterName] ?? 0
    let guess = FirstGuess(
      frequency: 0, phase: line.phase, gaussian: Self.gaussian(width: line.width, lorentzian: natural + 1))
    let fit = try fitter.fit(fid.shifted(by: .hertz(-offset)), startingFrom: guess)
    names = fitter.model.names
    amounts = fit.parameters.amounts
    misfit = fit.residualToNoise
    // Of the residual, what noise alone would leave is taken off.
    let left = max(0, (fit.data - fit.model).energy - 2 * Double(fit.data.count) * fit.noise * fit.noise)
    unexplained = (left / max(fit.data.energy, .leastNormalMagnitude)).squareRoot()
    let fatSignal = fit.components.dropFirst().reduce(ComplexVector(zeros: fit.data.count), +)
    unexplainedFat = (left / max(fatSignal.energy, .leastNormalMagnitude)).squareRoot()

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
    let isSkewed = fit.isSkewed
    lineshape = ExpectedLineshape(
      gaussian: fit.parameters.gaussian,
      gaussianDeviation: max(
        Self.leastWidthDeviation, (isSkewed ? Self.skewedWidthVariation : Self.widthVariation) * fit.parameters.gaussian
      ),
      lorentzian: max(0, fit.parameters.lorentzians[0] - natural),
      lorentzianDeviation: max(
        Self.leastWidthDeviation, model.tissue.lorentzianDeviation, isSkewed ? Self.skewedWidthVariation * linewidth : 0
      ))
    phase = fit.parameters.phase
    frequency = offset + fit.parameters.frequency
  }

  /// An FID of the same voxel and receiver settings in mM: divided by the gain.
  public func scaled(_ fid: FID) -> FID {
    FID(samples: (1 / gain) * fid.samples, acquisition: fid.acquisition)
  }

  /// An FID of the same voxel with water's phase taken off and water moved to where the acquisition has it.
  public func registered(_ fid: FID) -> FID {
    fid.phased(by: .radians(-phase)).shifted(by: .hertz(-frequency))
  }

  /// How far the Gauss width that water has is from that of metabolites, as a share, and Hz at least. In 32 simulated scans
  /// with lipids of other shapes, 8 to 40 Hz wide, it was 0.7 Hz off at most (lipids.md of the prototype). A line that is no
  /// Voigt line has no one width.
  private static let widthVariation = 0.04
  private static let skewedWidthVariation = 0.15
  private static let leastWidthDeviation = 0.3

  /// ppm: fat without water is 3.35 from where water should be, and may itself be 0.85 off.
  private static let farthest = 2.5
  /// The height over the median of the magnitude spectrum; noise alone reaches 4.
  private static let leastProminence = 6.0

  /// The Gauss width of a Voigt line of the given full width, Hz: w ≈ 0.5346·L + √(0.2166·L² + G²) (Olivero & Longbothum
  /// 1977, doi:10.1016/0022-4073(77)90161-3).
  private static func gaussian(width: Double, lorentzian: Double) -> Double {
    let rest = width - 0.5346 * lorentzian
    return max(2, max(0, rest * rest - 0.2166 * lorentzian * lorentzian).squareRoot())
  }
}
