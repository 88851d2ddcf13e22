import MRSModel

extension StudyProtocol {
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
}
