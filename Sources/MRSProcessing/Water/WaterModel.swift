import MRSCore
import MRSFitting
import MRSModel
import MRSVocabulary

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
  /// The lipid functions whose shapes are only nearly known, and how they may look.
  public let shapes: [UncertainShape]
  public let shapeFamilies: ShapeFamilies
  /// The fit on an acquisition, made ready once for all scans of it.
  private var ready: (acquisition: Acquisition, fitter: LeastSquares)?

  public init(
    tissue: TissueWater, waterShift: ChemicalShift = .bodyWater, echoTime: Double, repetitionTime: Double,
    lipids: [BasisFunction]? = nil, relaxations: [String: Relaxation] = [:], shapes: [UncertainShape] = [],
    shapeFamilies: ShapeFamilies = .init()
  ) {
    self.tissue = tissue
    self.waterShift = waterShift
    self.echoTime = echoTime
    self.repetitionTime = repetitionTime
    self.lipids = lipids
    self.relaxations = relaxations
    self.shapes = shapes
    self.shapeFamilies = shapeFamilies
  }

  /// The water line among the fitted functions.
  static let waterName = "Water"

  /// The share of its signal that each species keeps at the water scan's echo and repetition time.
  var attenuations: [String: Double] {
    all.mapValues { $0.attenuation(echoTime: echoTime, repetitionTime: repetitionTime) }
  }

  /// The Lorentz widths 1/(π·T2), Hz.
  var naturalWidths: [String: Double] { all.mapValues { Lineshape.lorentzianWidth(relaxationTime: $0.t2) } }

  /// The same model with its fit made ready for scans of an acquisition.
  public func prepared(for acquisition: Acquisition) -> WaterModel {
    var copy = self
    copy.ready = (acquisition, fitter(on: acquisition))
    return copy
  }

  /// The fit of water and fat on an acquisition.
  ///
  /// All resonances of fat have soft ratios to the methylene: free, glycerol and olefins would take the skirts of a broad
  /// water line for their own, and what may look like many things would take the noise.
  func fitter(on acquisition: Acquisition) -> LeastSquares {
    if let ready, ready.acquisition == acquisition { return ready.fitter }
    let water = BasisFunction(
      name: Self.waterName,
      signal: .lines(
        TransitionLines(
          frequencies: [acquisition.offset(of: waterShift).hertz],
          amplitudes: ComplexVector(real: [1], imaginary: [0]))))
    let basis = BasisSet(
      functions: [water] + functions(on: acquisition), acquisition: acquisition, source: "water reference")
    let options = LeastSquaresOptions(
      window: .ppm(0) ... .ppm(7), baselineKnotSpacing: nil, naturalWidths: naturalWidths, frequencyRange: 30,
      gaussianRange: 0...80, lorentzianRange: 0...60, firstOrderPhaseDeviation: 2, shiftDeviation: 0.01,
      broadeningDeviation: 2, shapes: shapes, shapeFamilies: shapeFamilies)
    return LeastSquares(
      model: ForwardModel(basis: basis, acquisition: acquisition, attenuations: attenuations), options: options,
      amountPrior: .ratios(Self.ratios))
  }

  /// The functions of fat.
  func functions(on acquisition: Acquisition) -> [BasisFunction] {
    lipids ?? TriglycerideModel.basisFunctions(on: acquisition)
  }

  private static let ratios: [AmountRatio] = {
    let amounts = TriglycerideModel.liver.amounts(protonConcentration: 1)
    let methylene = FatFunction.methylene
    return FatFunction.all.map(\.name).filter { $0 != methylene }.map { name in
      let ratio = (amounts[name] ?? 0) / (amounts[methylene] ?? 1)
      return AmountRatio(name, to: [methylene: 1], mean: ratio, deviation: 0.3 * ratio)
    }
  }()

  /// How signals of the given fat fraction become concentrations.
  public func scaling(fatFraction: Double) -> WaterScaling {
    WaterScaling(tissue: tissue, echoTime: echoTime, repetitionTime: repetitionTime, fatFraction: fatFraction)
  }

  private var all: [String: Relaxation] { relaxations.merging([Self.waterName: tissue.relaxation]) { $1 } }
}
