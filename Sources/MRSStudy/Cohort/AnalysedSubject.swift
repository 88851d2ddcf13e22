import MRSCore
import MRSFitting
import MRSModel
import MRSProcessing

/// A subject whose scan is processed, water-referenced and in mM.
public struct AnalysedSubject: Sendable {
  public let id: String
  public let group: String
  /// In mM: a species of amount 1 mM has its basis function's amplitude times its relaxation weight.
  public let fid: FID
  public let water: WaterReference
  /// The averaged FID and its water reference in the scanner's unit, before phase and scale.
  public let averaged: FID
  public let averagedWater: FID
  public let averagesRejected: Int
  public let averages: Int

  /// The nuisances that a diagnosis must not be made from: noise (mM), linewidth (Hz), averages rejected.
  public var nuisances: [Double] {
    [NoiseEstimate(of: fid).temporal, water.linewidth, Double(averagesRejected) / Double(averages)]
  }

  public static let nuisanceNames = ["noise", "water linewidth", "averages rejected"]
}

extension StudyProtocol {
  /// A raw scan and its water reference made into one FID in mM.
  ///
  /// Eddy currents are not corrected: Klose's method takes the phase of the whole unsuppressed signal, and in a fatty
  /// liver that of fat with it, which puts half of the fat on the other side of water (Documentation/Decisions/0006).
  /// - Parameter lipids: ``lipidFunctions()``.
  /// - Throws: `ProcessingError`, `FittingError`.
  public func analysed(
    id: String, group: String, metabolites: FIDArray, water: FIDArray, lipids: [BasisFunction]
  ) throws -> AnalysedSubject {
    let signal = try ScaledSignal(
      scan: metabolites, water: water, steps: .withoutEddyCurrents, model: waterModel(lipids: lipids))
    guard let reference = signal.water, let averagedWater = signal.averagedWater else {
      throw ProcessingError.noSignal(what: "the water")
    }
    return AnalysedSubject(
      id: id, group: group, fid: signal.fid, water: reference, averaged: signal.averaged,
      averagedWater: averagedWater, averagesRejected: signal.averagesRejected, averages: signal.averages)
  }

  /// The water and fat of this protocol's tissue, with its times as those of the water scan.
  /// - Parameter lipids: ``lipidFunctions()``.
  public func waterModel(lipids: [BasisFunction]) -> WaterModel {
    WaterModel(
      tissue: tissueWater, waterShift: waterShift, echoTime: echoTime,
      repetitionTime: acquisition.repetitionTime / 1000, lipids: lipids, relaxations: relaxations)
  }

  /// Signals of a file, whose format has water at body temperature, with their 0 Hz where this protocol's water is.
  public func referenced(_ signals: FIDArray) -> FIDArray {
    var acquisition = signals.acquisition
    acquisition.carrierShift = WaterShift(atBodyTemperature: acquisition.carrierShift)
      .shift(atCelsius: water.temperature)
    return FIDArray(
      acquisition: acquisition, coils: signals.coils, averages: signals.averages, samples: signals.samples)
  }
}
