import MRSCore
import MRSModel
import MRSNetworks

/// Everything a study is described by, as a protocol file (TOML) writes it. Units are those of the file: MHz, ms, ppm,
/// Hz, degrees, mM; the properties of `StudyProtocol+Model.swift` turn them into SI values.
public struct StudyProtocol: Hashable, Sendable, Codable {
  public var name: String
  public var title: String
  public var acquisition: AcquisitionSection
  public var localisation: LocalisationSection
  public var scan: ScanSection
  public var window: WindowSection
  public var water: WaterSection
  public var species: [SpeciesSection]
  public var lipids: LipidSection
  public var nuisances: NuisanceSection
  public var cohort: CohortSection
  public var fit: FitSection
  public var priors: PriorSection
  public var training: TrainingSection

  public struct AcquisitionSection: Hashable, Sendable, Codable {
    public var nucleus: String
    /// MHz.
    public var spectrometerFrequency: Double
    /// ms.
    public var dwellTime: Double
    public var points: Int
    /// ppm: what lies at 0 Hz when water is at body temperature; `water.temperature` moves it with water.
    public var carrierShift: Double
    public var sequence: String
    /// ms.
    public var firstEchoTime: Double
    /// ms. TE is the sum of both; only PRESS knows them apart.
    public var secondEchoTime: Double
    /// ms; of STEAM alone.
    public var mixingTime: Double
    /// ms.
    public var repetitionTime: Double
    public var pulses: Pulses
  }

  /// How pulses are simulated.
  public enum Pulses: String, Hashable, Sendable, Codable {
    /// Instantaneous and everywhere the same.
    case ideal
    /// Of finite length, each selecting a slice: the section `localisation`.
    case shaped
  }

  /// The pulses of a localised sequence and where it is sampled; read where `acquisition.pulses` is shaped.
  public struct LocalisationSection: Hashable, Sendable, Codable {
    /// ppm: the shift to which the pulses are tuned.
    public var transmitterShift: Double
    /// A file of the 90° pulse's shape (Siemens .pta, Varian .RF, Bruker), played out in `excitationDuration`; empty for a
    /// Hamming-windowed sinc of `excitationBandwidth`.
    public var excitationFile: String
    /// The same of the 180° pulses; empty for one by Shinnar and Le Roux.
    public var refocusingFile: String
    /// ms.
    public var excitationDuration: Double
    /// Hz.
    public var excitationBandwidth: Double
    /// ms.
    public var refocusingDuration: Double
    /// Hz.
    public var refocusingBandwidth: Double
    /// ms.
    public var adiabaticDuration: Double
    /// Hz.
    public var adiabaticBandwidth: Double
    /// Positions along each axis.
    public var gridPoints: Int
    /// Slice widths that the positions span.
    public var gridExtent: Double
  }

  public struct ScanSection: Hashable, Sendable, Codable {
    public var coils: Int
    public var averages: Int
    public var waterAverages: Int
    /// Hz.
    public var frequencyJitter: Double
    /// Degrees.
    public var phaseJitter: Double
    public var badAverages: Double
    /// Hz over the scan.
    public var drift: Distribution
  }

  /// ppm.
  public struct WindowSection: Hashable, Sendable, Codable {
    public var low: Double
    public var high: Double
  }

  public struct WaterSection: Hashable, Sendable, Codable {
    /// °C; water moves with it and metabolites do not.
    public var temperature: Double
    /// mM of protons, a litre of tissue without its fat.
    public var protonConcentration: Double
    /// The coefficient of variation of `protonConcentration` over subjects.
    public var protonConcentrationVariation: Double
    /// kg/L of tissue without its fat.
    public var density: Double
    /// ms.
    public var t1: Double
    /// ms.
    public var t1Deviation: Double
    /// ms.
    public var t2: Double
    /// ms.
    public var t2Deviation: Double
  }

  public struct SpeciesSection: Hashable, Sendable, Codable {
    public enum Role: String, Hashable, Sendable, Codable { case target, nuisance }

    public var name: String
    public var role: Role
    /// mM.
    public var amount: Distribution
    /// The amount with HCC over that without, at effect 1.
    public var ratio: Double
    /// ms.
    public var t1: Double
    /// ms.
    public var t2: Distribution
    /// ppm.
    public var shiftDeviation: Double
    public var source: String
  }

  public struct LipidSection: Hashable, Sendable, Codable {
    public var protonDensityFatFraction: Distribution
    public var fatFractionRange: [Double]
    public var ratio: Double
    public var chainLength: Distribution
    public var doubleBonds: Distribution
    public var interruptedDoubleBonds: Distribution
    public var ownVariation: Double
    /// ms.
    public var t1: Double
    /// ppm.
    public var shiftDeviation: Double
    /// ms, by resonance.
    public var t2: [String: Distribution]
  }

  /// What a signal has besides its species: `Documentation/Corruptions.md` says what each is and where it enters.
  public struct NuisanceSection: Hashable, Sendable, Codable {
    /// Hz.
    public var gaussian: Distribution
    /// Hz.
    public var ownBroadening: Distribution
    /// Hz: the standard deviation of the field over the regions of a voxel.
    public var fieldInhomogeneity: Distribution
    public var fieldRegions: Int
    /// Hz: the Gauss width within each region.
    public var fieldRegionWidth: Distribution
    /// Hz.
    public var frequency: Distribution
    /// Degrees.
    public var phase: Distribution
    /// Degrees a ppm.
    public var firstOrderPhase: Distribution
    /// As ``StudyProtocol/noiseAtUnitSignalToNoise`` defines it.
    public var signalToNoise: Distribution
    /// Degrees: the turn in all.
    public var eddyCurrents: Distribution
    /// ms: the time constant.
    public var eddyCurrentTime: Distribution
    /// The share of the height that is left by combining coils and averages.
    public var combinationGain: Distribution
    /// A share of the water signal.
    public var residualWater: Distribution
    /// Hz.
    public var residualWaterWidth: Distribution
    public var residualWaterLines: Int
    /// Hz: the standard deviation of the lines' places.
    public var residualWaterSpread: Double
    /// mM of protons a line.
    public var macromolecules: Distribution
    /// Hz.
    public var macromoleculeWidth: Distribution
    /// ppm.
    public var macromoleculePositions: [Double]
    /// ppm: the standard deviation of each position.
    public var macromoleculeShiftDeviation: Double
    /// mM of protons.
    public var outOfVoxelLipid: Distribution
    public var outOfVoxelLipidShare: Double
    /// Hz from 1.30 ppm.
    public var outOfVoxelLipidDisplacement: Distribution
    /// Hz.
    public var outOfVoxelLipidWidth: Distribution
    /// mM of protons.
    public var spuriousEcho: Distribution
    public var spuriousEchoShare: Double
    /// ms: the centre of the burst.
    public var spuriousEchoTime: Distribution
    /// ms: its standard deviation in time.
    public var spuriousEchoDuration: Distribution
    /// Hz from the carrier.
    public var spuriousEchoFrequency: Distribution
  }

  public struct CohortSection: Hashable, Sendable, Codable {
    public var negativeGroup: String
    public var positiveGroup: String
    public var negatives: Int
    public var positives: Int
    public var priorSubjects: Int
    /// k: every ratio is taken to the power k.
    public var effect: Double
  }

  public struct FitSection: Hashable, Sendable, Codable {
    /// ppm.
    public var baselineKnotSpacing: Double
    /// A share of the tallest point.
    public var baselineBend: Double
    /// ppm.
    public var shiftDeviation: Double
    /// Hz.
    public var broadeningDeviation: Double
    /// Degrees a ppm.
    public var firstOrderPhaseDeviation: Double
  }

  public struct PriorSection: Hashable, Sendable, Codable {
    public var widening: Double
    public var minimumDeviation: Double
  }

  public struct TrainingSection: Hashable, Sendable, Codable {
    public var quantificationExamples: Int
    public var classificationExamples: Int
    public var validationExamples: Int
    public var testExamples: Int
    public var batchSize: Int
    public var quantificationEpochs: Int
    public var classificationEpochs: Int
    public var learningRate: Double
    public var engineThreads: Int
    /// The channels and kernel of each convolution block, each followed by a pooling of 2.
    public var channels: [Int]
    public var kernels: [Int]
    public var quantificationDropout: Double
    public var classificationDropout: Double
    /// The units of the hidden layer behind the blocks.
    public var quantificationHeadWidth: Int
    public var classificationHeadWidth: Int
    public var activation: NetworkArchitecture.Activation
    /// β of the likelihood (``LossFunction/gaussianNegativeLogLikelihood(beta:)``).
    public var likelihoodBeta: Double
    public var weightDecay: Double
    /// At most; never more than a tenth of the steps.
    public var warmUpSteps: Int
    public var finalLearningRateFraction: Double
    public var fixedStatisticsFraction: Double
    public var gradientNormLimit: Double
    /// How often a training measures the validation loss.
    public var validations: Int
    /// From how many times the median noise on a spectrum is compressed.
    public var encoderNoise: Double
    /// mM: smaller amounts are taken as this where their logarithm is a target.
    public var leastAmount: Double
    /// The ridge penalties of the logistic regressions beside the cCNN.
    public var amountPenalty: Double
    public var nuisancePenalty: Double
  }
}
