/// The chemical shift of water as a function of temperature: hydrogen bonds loosen as water warms, and its resonance
/// moves upfield by about 0.0106 ppm a kelvin, away from metabolites that hardly move.
///
/// δ(T) = δ(37 °C) + g(T) − g(37 °C), g(T) = 5.060 − 0.0122·T + 2.11·10⁻⁵·T² with T in °C from 0 to 100 (Gottlieb,
/// Kotlyar, Nudelman 1997, J Org Chem 62:7512, doi:10.1021/jo971176v; measured for HDO in D2O against TSP). Only the
/// differences are Gottlieb's: g(37 °C) is 4.637 ppm, while in vivo 4.65 ppm has become the convention
/// (Near et al. 2021, doi:10.1002/nbm.4257). Other measurements of the slope lie between −0.0096 and −0.0119 ppm/K;
/// salt and pH move water by some 0.01 ppm more.
public struct WaterShift: Hashable, Sendable {
  /// The shift at ``bodyTemperature``.
  public let atBodyTemperature: ChemicalShift

  /// 37 °C.
  public static let bodyTemperature = 37.0
  /// Where the relation holds, °C.
  public static let range = 0.0...100.0

  public init(atBodyTemperature: ChemicalShift = .bodyWater) { self.atBodyTemperature = atBodyTemperature }

  /// The shift at a temperature in °C; exactly ``atBodyTemperature`` at 37 °C.
  public func shift(atCelsius temperature: Double) -> ChemicalShift {
    .ppm(atBodyTemperature.ppm + Self.difference(atCelsius: temperature))
  }

  /// δ(T) − δ(37 °C) in ppm: negative above body temperature.
  public static func difference(atCelsius temperature: Double) -> Double {
    let warmer = temperature - bodyTemperature
    return warmer * (-0.0122 + 2.11e-5 * (temperature + bodyTemperature))
  }
}
