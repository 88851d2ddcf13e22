import Numerics

/// What turns an amount in mM into other units of concentration, and what uncertainty all amounts share.
///
/// With S the amplitudes of one proton's worth of a species (m) and of the voxel's water (w), R = exp(−TE/T2)·(1 −
/// exp(−TR/T1)) what relaxation leaves of each, and [H] the tissue's water protons:
///
///     c (mmol/L)            = S_m/S_w · R_w/R_m · [H]
///     c (mmol/kg water)     = c (mmol/L) / (kg of water in a litre)      Gasparovic 2006, doi:10.1002/mrm.20901
///     c (mmol/kg wet weight) = c (mmol/L) / density · (1 − fat's share of the mass)
///
/// LCModel's is the first: [H]·R_w/R_m is 2·WCONC·ATTH2O/ATTMET. A litre is one of tissue *without* its fat: fat holds
/// neither water nor metabolites. Wet weight is that of the whole tissue, as a biopsy is weighed.
public struct WaterScaling: Hashable, Sendable {
  public let tissue: TissueWater
  /// Of the water scan, in seconds.
  public let echoTime: Double
  /// Of the water scan, in seconds.
  public let repetitionTime: Double
  /// The voxel's proton-density fat fraction.
  public let fatFraction: Double
  /// The fat's molecule.
  public let triglyceride: TriglycerideModel

  public init(
    tissue: TissueWater, echoTime: Double, repetitionTime: Double, fatFraction: Double,
    triglyceride: TriglycerideModel = .liver
  ) {
    self.tissue = tissue
    self.echoTime = echoTime
    self.repetitionTime = repetitionTime
    self.fatFraction = fatFraction
    self.triglyceride = triglyceride
  }

  /// R_w.
  public var attenuation: Double {
    tissue.relaxation.attenuation(echoTime: echoTime, repetitionTime: repetitionTime)
  }

  /// The factor from mmol per litre of tissue without fat to `unit`; `nil` for arbitrary units.
  public func factor(to unit: Quantification.Unit) -> Double? {
    switch unit {
    case .arbitrary: nil
    case .millimolar: 1
    case .millimolePerKilogram: (1 - fatMassFraction) / tissue.density
    case .molal: 1 / tissue.waterPerLitre
    }
  }

  /// The share of fat in the mass of the tissue, from PDFF f: m = f/(1 − f)·p_water/p_fat is the mass of fat a mass of
  /// water (p: protons a kilogram), m/(m + 1/waterContent) the share.
  public var fatMassFraction: Double {
    let fat =
      fatFraction / (1 - fatFraction) * TissueWater.protonsPerKilogram / (1000 * triglyceride.protonsPerKilogram)
    return fat / (fat + 1 / tissue.waterContent)
  }

  /// The relative standard deviation of R_w because T1 and T2 differ from one subject to another:
  /// ∂ln R/∂T2 = TE/T2², ∂ln R/∂T1 = −(TR/T1²)·E/(1 − E), E = exp(−TR/T1).
  public var relaxationDeviation: Double {
    let (t1, t2) = (tissue.relaxation.t1, tissue.relaxation.t2)
    let saturation = Double.exp(-repetitionTime / t1)
    let byT2 = echoTime / (t2 * t2) * tissue.t2Deviation
    let byT1 = repetitionTime / (t1 * t1) * saturation / (1 - saturation) * tissue.t1Deviation
    return (byT2 * byT2 + byT1 * byT1).squareRoot()
  }

  /// The relative standard deviation, to first order, that all amounts of a subject share because its water is not known
  /// better. It is no part of their own standard deviations, and falls out of ratios.
  public var scaleDeviation: Double {
    let variation = tissue.protonConcentrationVariation
    return (relaxationDeviation * relaxationDeviation + variation * variation).squareRoot()
  }

  /// One standard deviation of the fat fraction because of the water's relaxation: f·(1 − f)·``relaxationDeviation``.
  public var fatFractionDeviation: Double { fatFraction * (1 - fatFraction) * relaxationDeviation }
}
