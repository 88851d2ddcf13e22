import MRSCore
import MRSFitting
import MRSModel

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
    let scan = try metabolites.processed(by: Processing(correctsEddyCurrents: false), waterReference: water)
    guard let waterFID = scan.water else { throw FittingError.noSignal }
    let reference = try waterReference(fitting: waterFID, lipids: lipids)
    return AnalysedSubject(
      id: id, group: group, fid: reference.scaled(reference.registered(scan.fid)), water: reference,
      averaged: scan.fid, averagedWater: waterFID, averagesRejected: scan.record.rejected.count,
      averages: metabolites.averages)
  }

  /// Water and fat of an unsuppressed FID of this protocol.
  /// - Parameter lipids: ``lipidFunctions()``.
  /// - Throws: `FittingError`.
  public func waterReference(fitting fid: FID, lipids: [BasisFunction]) throws -> WaterReference {
    var attenuations = self.attenuations
    attenuations["Water"] = waterRelaxation.attenuation(
      echoTime: echoTime, repetitionTime: acquisition.repetitionTime / 1000)
    var widths = naturalWidths
    widths["Water"] = Lineshape.lorentzianWidth(relaxationTime: waterRelaxation.t2)
    return try WaterReference(
      fitting: fid, lipids: lipids, waterShift: waterShift, protonConcentration: water.protonConcentration,
      attenuations: attenuations, naturalWidths: widths)
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
