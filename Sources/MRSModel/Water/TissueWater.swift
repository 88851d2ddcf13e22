import Numerics

/// The water of a tissue as the standard of concentration, with how well it is known.
///
/// Concentrations from water are no better than these numbers; in the liver, whose water decays with a T2 of the order of
/// the echo time, the T2 matters most (``WaterScaling/scaleDeviation``).
public struct TissueWater: Hashable, Sendable, Codable {
  /// Protons of MR-visible water in a litre of tissue without its fat, mM.
  public let protonConcentration: Double
  /// The relative standard deviation of ``protonConcentration`` from one subject to another.
  public let protonConcentrationVariation: Double
  /// Of the tissue without its fat, kg/L.
  public let density: Double
  public let relaxation: Relaxation
  /// The standard deviation of T1 from one subject to another, in seconds.
  public let t1Deviation: Double
  /// The standard deviation of T2 from one subject to another, in seconds.
  public let t2Deviation: Double

  public init(
    protonConcentration: Double, protonConcentrationVariation: Double, density: Double, relaxation: Relaxation,
    t1Deviation: Double, t2Deviation: Double
  ) {
    self.protonConcentration = protonConcentration
    self.protonConcentrationVariation = protonConcentrationVariation
    self.density = density
    self.relaxation = relaxation
    self.t1Deviation = t1Deviation
    self.t2Deviation = t2Deviation
  }

  /// The standard deviation of the Lorentz width 1/(π·T2) from one subject to another, Hz.
  public var lorentzianDeviation: Double {
    Lineshape.lorentzianWidth(relaxationTime: relaxation.t2) * t2Deviation / relaxation.t2
  }

  /// Protons in a kilogram of water, mmol: 2 × 55,508 (18.01528 g/mol).
  public static let protonsPerKilogram = 2e6 / 18.01528

  /// Kilograms of water in a litre of tissue.
  public var waterPerLitre: Double { protonConcentration / Self.protonsPerKilogram }

  /// The mass fraction of water, kg in a kg of wet tissue without its fat.
  public var waterContent: Double { waterPerLitre / density }
}
