import MRSCore

/// One step of what is done to a raw scan before it is analysed; a profile lists them in order.
///
/// As text a step is an object with its name and options, all of which may be left out:
/// `{ step = "alignAverages", largestShift = 30 }`. No step apodises or fills with zeros: both would lie to the fit about the
/// noise.
public enum ProcessingStep: Hashable, Sendable {
  /// The coils combined with the weights of the highest SNR, from the first `points` samples of the water, or of the scan
  /// where there is no water. Nothing for one coil.
  case combineCoils(points: Int = 64)
  /// Averages left out that are unlike the others. They are judged as they would be after alignment, since drift alone makes
  /// averages unlike, but stay as they are, so that the bad ones have no say in the alignment that follows.
  case rejectBadAverages(OutlierRejection = OutlierRejection())
  /// The averages moved to one frequency and phase.
  case alignAverages(SpectralRegistration = SpectralRegistration())
  /// The mean of the averages; those that are not finite are left out.
  case average
  /// The phase that eddy currents write on every sample, as the water shows it, taken off scan and water. Nothing without
  /// water. It takes the phase of fat for that of water: for brains, not for livers (Documentation/Decisions/0006).
  case correctEddyCurrents
  /// Residual water taken off the averaged scan, where there is more than noise of it; the water scan stays.
  case removeWater(WaterRemoval = WaterRemoval())
  /// Scan and water moved and turned by one frequency and one phase: water, or without a water scan lines of the scan itself, to
  /// where they resonate, upright. What is quantified afterwards is registered anyway; for pictures and other programs.
  case reference(LineReference = LineReference())
}

extension ProcessingStep {
  /// Why the 2021 consensus has this step (Near et al., doi:10.1002/nbm.4257).
  public var reason: String {
    switch self {
    case .combineCoils:
      "coils differ in phase and sensitivity: weighting by both gives the highest signal-to-noise ratio"
    case .rejectBadAverages: "averages spoilt by motion widen lines and add lipids from outside the voxel"
    case .alignAverages: "drift and breathing move the averages: their mean as they are would be broad and low"
    case .average: "the noise of the mean falls with the square root of the number of averages"
    case .correctEddyCurrents: "gradients leave currents that distort all lines of a voxel as they distort its water"
    case .removeWater: "the skirts of residual water reach into the metabolites and bend their baseline"
    case .reference: "chemical shifts are read off against a line whose shift is known"
    }
  }
}

extension [ProcessingStep] {
  /// The order and the defaults that the 2021 consensus recommends (Near et al., doi:10.1002/nbm.4257).
  public static let consensus: [ProcessingStep] = withoutEddyCurrents + [.correctEddyCurrents]

  /// The same without the eddy-current correction, for organs with fat.
  public static let withoutEddyCurrents: [ProcessingStep] = [
    .combineCoils(), .rejectBadAverages(), .alignAverages(), .average,
  ]
}
