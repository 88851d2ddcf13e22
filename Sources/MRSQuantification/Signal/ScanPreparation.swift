import MRSCore
import MRSModel
import MRSProcessing
import MRSProfile
import MRSVocabulary
import Synchronization

/// Makes scans and their waters into signals in mM, as a profile has it: for every method, cohort and batch.
public final class ScanPreparation: Sendable {
  public let profile: AnalysisProfile
  public let studyProtocol: StudyProtocol
  /// What is known of water and fat, by the water scans' acquisitions: lipids simulated and the fit made ready once each.
  private let models = Mutex<[Acquisition: WaterModel]>([:])

  /// - Parameter studyProtocol: whose sequence the lipid functions are simulated with, at the scan's field and times.
  public init(profile: AnalysisProfile, studyProtocol: StudyProtocol) {
    self.profile = profile
    self.studyProtocol = studyProtocol
  }

  /// The signal of one scan.
  ///
  /// - Parameters:
  ///   - scan, water: as files gave them, coils × averages.
  ///   - timing: of both.
  ///   - worker: told how far the coils of a scan too long for the memory are combined.
  /// - Throws: `ProcessingError`, `FittingError`, `SimulationError`.
  public func signal(
    scan: FIDArray, water: FIDArray?, timing: SignalTiming, worker: Worker = .quiet()
  ) throws -> ScaledSignal {
    try signal(
      referenced: profile.referenced(scan), water: water.map(profile.referenced), timing: timing, worker: worker)
  }

  /// The signal of a scan whose 0 Hz is where the tissue's water is, as a virtual patient's.
  /// - Throws: as ``signal(scan:water:timing:)``.
  public func signal(
    referenced scan: FIDArray, water: FIDArray?, timing: SignalTiming, worker: Worker = .quiet()
  ) throws -> ScaledSignal {
    try ScaledSignal(
      scan: scan, water: water, steps: profile.processing,
      model: try water.map { try waterModel(of: $0.acquisition, timing: timing) }, names: timing.names,
      worker: worker)
  }

  /// What is known of the water and fat of a voxel before its water scan is fitted.
  private func waterModel(of acquisition: Acquisition, timing: SignalTiming) throws -> WaterModel {
    var timed = acquisition
    (timed.echoTime, timed.repetitionTime) = (timing.waterEchoTime, timing.waterRepetitionTime)
    if let known = models.withLock({ $0[timed] }) { return known }
    let functions = try ProtocolSimulator(studyProtocol.adapted(to: timed)).lipidFunctions()
    let relaxations = Dictionary(
      functions.compactMap { function in
        profile.relaxationSection(of: function.name)
          .map { (function.name, Relaxation(t1: $0.t1 / 1000, t2: $0.t2 / 1000)) }
      }, uniquingKeysWith: { first, _ in first })
    let attenuations = relaxations.mapValues {
      $0.attenuation(echoTime: timing.waterEchoTime, repetitionTime: timing.waterRepetitionTime)
    }
    let model = WaterModel(
      tissue: profile.tissueWater, waterShift: profile.waterShift, echoTime: timing.waterEchoTime,
      repetitionTime: timing.waterRepetitionTime, lipids: functions, relaxations: relaxations,
      shapes: profile.uncertainShapes(
        among: functions.map(\.name), proton: 1, attenuations: attenuations, linewidth: 0),
      shapeFamilies: profile.shapeFamilies(echoTime: timing.waterEchoTime)
    ).prepared(for: acquisition)
    models.withLock { $0[timed] = model }
    return model
  }
}
