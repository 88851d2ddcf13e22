import MRSCore
import MRSModel

/// What is known of a voxel's water and fat before its unsuppressed scan is fitted.
public struct WaterModel: Sendable {
  /// The tissue's water: its protons a litre and its relaxation.
  public let tissue: TissueWater
  /// Where water resonates.
  public let waterShift: ChemicalShift
  /// Of the water scan, in seconds.
  public let echoTime: Double
  /// Of the water scan, in seconds.
  public let repetitionTime: Double
  /// The triglyceride functions on the water scan's acquisition, with the names, order and protons of
  /// `TriglycerideModel.basisFunctions(on:)`; `nil` for single lines, which know no J-modulation.
  public let lipids: [BasisFunction]?
  /// T1 and T2 of the lipid resonances by name; those not named do not relax.
  public let relaxations: [String: Relaxation]

  public init(
    tissue: TissueWater, waterShift: ChemicalShift = .bodyWater, echoTime: Double, repetitionTime: Double,
    lipids: [BasisFunction]? = nil, relaxations: [String: Relaxation] = [:]
  ) {
    self.tissue = tissue
    self.waterShift = waterShift
    self.echoTime = echoTime
    self.repetitionTime = repetitionTime
    self.lipids = lipids
    self.relaxations = relaxations
  }

  /// The water line among the fitted functions.
  static let waterName = "Water"

  /// The share of its signal that each species keeps at the water scan's echo and repetition time.
  var attenuations: [String: Double] {
    all.mapValues { $0.attenuation(echoTime: echoTime, repetitionTime: repetitionTime) }
  }

  /// The Lorentz widths 1/(π·T2), Hz.
  var naturalWidths: [String: Double] { all.mapValues { Lineshape.lorentzianWidth(relaxationTime: $0.t2) } }

  /// How signals of the given fat fraction become concentrations.
  public func scaling(fatFraction: Double) -> WaterScaling {
    WaterScaling(tissue: tissue, echoTime: echoTime, repetitionTime: repetitionTime, fatFraction: fatFraction)
  }

  private var all: [String: Relaxation] { relaxations.merging([Self.waterName: tissue.relaxation]) { $1 } }
}
