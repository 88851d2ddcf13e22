import MRSCore
import MRSProcessing

/// A subject whose scan is processed, water-referenced and in mM.
public struct AnalysedSubject: Sendable {
  public let id: String
  public let group: String
  /// What tells the scan from others of the subject; `nil` where there is one only.
  public let scan: String?
  /// How many samples the scan had; of more than the protocol has, the first were taken.
  public let pointsMeasured: Int
  /// The scan in mM, with its water.
  public let signal: ScaledSignal
  /// The water of ``signal``, without which there are no concentrations.
  public let water: WaterReference

  /// - Parameter pointsMeasured: `nil` for those of the signal.
  /// - Throws: ``StudyError/noWater(subject:)``.
  public init(
    id: String, group: String, scan: String? = nil, pointsMeasured: Int? = nil, signal: ScaledSignal
  ) throws(StudyError) {
    guard let water = signal.water else { throw .noWater(subject: id) }
    self.id = id
    self.group = group
    self.scan = scan
    self.pointsMeasured = pointsMeasured ?? signal.fid.acquisition.points
    self.signal = signal
    self.water = water
  }

  public var fid: FID { signal.fid }

  /// The nuisances that a diagnosis must not be made from: noise (mM), linewidth (Hz), averages rejected.
  public var nuisances: [Double] {
    [
      NoiseEstimate(of: fid).temporal, water.linewidth,
      Double(signal.averagesRejected) / Double(max(1, signal.averages)),
    ]
  }

  /// What groups are compared in before they are told apart: how they were scanned, and the fat of the liver, by which
  /// patients may have been chosen. The width is that of the field alone, the Gauss part of the water line, in Hz.
  public var alarms: [Double] {
    [nuisances[0], water.lineshape.gaussian, nuisances[2], water.fatFraction]
  }
  public static let alarmNames = ["noise", "Gauss width of water", "averages rejected", "fat fraction"]

  public static let nuisanceNames = ["noise", "water linewidth", "averages rejected"]
}
