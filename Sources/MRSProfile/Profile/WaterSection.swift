import MRSCore
import MRSModel

extension AnalysisProfile {
  /// The water of the tissue, the standard of all concentrations.
  public struct WaterSection: Hashable, Sendable, Codable {
    /// The tissue, as results name it.
    public var tissue: String
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
    /// ms, the standard deviation over subjects.
    public var t1Deviation: Double
    /// ms.
    public var t2: Double
    /// ms, the standard deviation over subjects.
    public var t2Deviation: Double
  }

  /// The water of the tissue, in SI units.
  public var tissueWater: TissueWater {
    TissueWater(
      protonConcentration: water.protonConcentration,
      protonConcentrationVariation: water.protonConcentrationVariation, density: water.density,
      relaxation: waterRelaxation, t1Deviation: water.t1Deviation / 1000, t2Deviation: water.t2Deviation / 1000)
  }

  public var waterRelaxation: Relaxation { Relaxation(t1: water.t1 / 1000, t2: water.t2 / 1000) }

  /// Where water is at the tissue's temperature.
  public var waterShift: ChemicalShift { WaterShift().shift(atCelsius: water.temperature) }

  /// Signals of a file, whose format has water at body temperature, with their 0 Hz where this tissue's water is.
  public func referenced(_ signals: FIDArray) -> FIDArray {
    var acquisition = signals.acquisition
    acquisition.carrierShift = WaterShift(atBodyTemperature: acquisition.carrierShift)
      .shift(atCelsius: water.temperature)
    return FIDArray(
      acquisition: acquisition, coils: signals.coils, averages: signals.averages, samples: signals.samples)
  }
}
