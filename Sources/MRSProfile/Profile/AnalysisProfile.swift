import Foundation
import MRSCore
import MRSModel
import MRSProcessing

/// What an analysis assumes of a signal, and where each number is from: tissue, processing, and what a fit may vary.
///
/// It follows from the tissue and its measurement, never from where a basis came from. Profiles are TOML files with units and
/// sources in comments (`Sources/MRSProfile/Resources/Profiles`); a study's protocol names one, and a user may lay a file over
/// it. The whole, resolved, is in every run folder as `profile.toml`, and ``sha256`` is that of the whole.
public struct AnalysisProfile: Hashable, Sendable, Codable {
  /// The built-in profile that this one is, or is laid over.
  public var base: String
  public var name: String
  public var title: String
  /// The observed nucleus, `"1H"`.
  public var nucleus: String
  /// The steps from the raw scan to one FID, in order.
  public var processing: [ProcessingStep]
  public var water: WaterSection
  /// The relaxation times by species; those of `metabolite`, `lipid` and `macromolecule` stand for species that are not named.
  public var relaxation: [String: RelaxationSection]
  public var window: WindowSection
  public var lineshape: LineshapeSection
  public var phase: PhaseSection
  public var baseline: BaselineSection
  public var ties: TieSection
  /// What is known of amounts relative to others: LCModel's soft constraints.
  public var ratios: [RatioSection]
  public var macromolecules: MacromoleculeSection
  public var lipids: LipidSection
  /// How the functions of fat may look otherwise; `nil` where they are taken as they are.
  public var shapes: ShapeSection?
  /// The amounts that are expected, mM by species: for the first registration of a fit, and for its result as far as
  /// ``amounts`` says.
  public var expected: [String: Double]
  /// How weakly a fit without a prior is drawn towards them; `nil` for not at all.
  public var amounts: AmountSection?

  /// What a fit in mM without a prior of its own assumes of amounts.
  public struct AmountSection: Hashable, Sendable, Codable {
    /// The standard deviation of an amount about the expected one, as a share of it.
    public var variation: Double
    /// What amounts have in common, where a prior is of the literature and not of the study's own patients.
    public var common: [CommonVariation]
  }

  /// How far the members of a sum may all be more or less than the literature has them, of one pathway as they are.
  public struct CommonVariation: Hashable, Sendable, Codable {
    /// The sum, by its name in the vocabulary.
    public var sum: String
    /// The standard deviation of the common part of the logarithms of their amounts.
    public var deviation: Double
  }

  /// The part of the spectrum that is fitted, ppm.
  public struct WindowSection: Hashable, Sendable, Codable {
    public var low: Double
    public var high: Double
  }

  /// The phase that varies along the spectrum.
  public struct PhaseSection: Hashable, Sendable, Codable {
    /// Degrees a ppm, one standard deviation.
    public var firstOrderDeviation: Double
  }

  /// What is broad and belongs to no species: splines.
  public struct BaselineSection: Hashable, Sendable, Codable {
    /// ppm between knots.
    public var knotSpacing: Double
    /// How far it bends from knot to knot, a share of the tallest point: the first guess.
    public var bend: Double
    /// The other bends that are tried, as decades from the likeliest.
    public var trials: [Double]
  }
}

extension AnalysisProfile {
  /// The fitted part of the spectrum.
  public var spectralWindow: ClosedRange<ChemicalShift> { .ppm(window.low) ... .ppm(window.high) }
}
