import MRSCore
import MRSModel

/// What a least-squares fit may vary and how far; every default with its reason.
public struct LeastSquaresOptions: Hashable, Sendable {
  /// The part of the spectrum that is fitted.
  public var window: ClosedRange<ChemicalShift>
  public var domain: FitDomain
  /// The distance between baseline knots, in ppm; `nil` for no baseline. 0.15 ppm is LCModel's.
  public var baselineKnotSpacing: Double?
  /// How far the baseline bends from knot to knot: the standard deviation of the second difference of neighbouring
  /// spline coefficients, as a share of the tallest point of the data in the window. Infinite for no smoothness.
  public var baselineBend: Double
  /// Whether the data decide how far the baseline bends, with ``baselineBend`` as the first guess.
  public var adaptsBaseline: Bool
  /// The other bends of the baseline that are tried where the fit ended, as decades from the likeliest: how far amounts move
  /// with them is told, and where the data do not decide they are averaged over. None by default.
  public var baselineTrials: [Double]
  /// The Lorentz width of a species before the shared broadening and beyond what its basis function has, in Hz (its
  /// natural width 1/(π·T2) for undamped functions); 0 for those not named, negative where a function is wider.
  public var naturalWidths: [String: Double]
  /// The Lorentz width that a function has of its own, Hz; 0 for those not named. Added to the former it is that of the species.
  public var functionWidths: [String: Double]
  /// The expected amounts, for the first registration only, where the proportions of neighbours count; 1 for those not
  /// named.
  public var expectedAmounts: [String: Double]
  /// The range of the shared frequency offset about the first registration, in Hz.
  public var frequencyRange: Double
  /// How far the first registration searches, in ppm on either side.
  public var registrationRange: Double
  /// The range of the shared Gauss width, in Hz.
  public var gaussianRange: ClosedRange<Double>
  /// The range of the shared Lorentz broadening beyond the natural widths, in Hz.
  public var lorentzianRange: ClosedRange<Double>
  /// What is expected of that, Hz, and its standard deviation; infinite where nothing is known of it. Wings of a Lorentz line
  /// imitate what is broad below it.
  public var lorentzianMean: Double
  public var lorentzianDeviation: Double
  /// The standard deviation of the first-order phase, in degrees a ppm; 0 keeps it at zero.
  public var firstOrderPhaseDeviation: Double
  /// The standard deviation of a species' own shift, in ppm; 0 ties all species to the shared shift. LCModel's is 0.004.
  public var shiftDeviation: Double
  /// The standard deviation of a species' own Lorentz broadening, in Hz; 0, the default, ties all: the widths of
  /// overlapping multiplets are not identified in one brain spectrum (Documentation/Decisions/0005).
  public var broadeningDeviation: Double
  /// Species whose lines are those of one chemical group in much the same surroundings, and whose shift therefore follows
  /// that of another, by name; the other must not follow a third. What has no such name is not tied.
  public var followers: [String: String]
  /// The standard deviation of a follower's shift from that of the other, in ppm. Free of one another, two lines of one
  /// place part to imitate a wider one, and take from their neighbours.
  public var followerDeviation: Double
  /// The same by species, where species are known to differ: ppm, and Hz.
  public var shiftDeviations: [String: Double]
  public var broadeningDeviations: [String: Double]
  /// Over how many steps on either side the shared lineshape may deviate from a Voigt line, where a Voigt line does not
  /// explain the spectrum; 0 for a Voigt line in any case.
  public var lineshapeTaps: Int
  /// The distance between those steps, ppm.
  public var lineshapeSpacing: Double
  /// The standard deviation of the share of a line that one step takes.
  public var lineshapeDeviation: Double
  /// The range of that share. A distribution of frequencies has none below zero; a few negative ones stand for places
  /// between the steps, which fat at an SNR of thousands tells. More of them and the area of a line is no longer known.
  public var lineshapeRange: ClosedRange<Double>
  /// The functions that may in truth look otherwise, as those of fat do; none takes all functions for right.
  public var shapes: [UncertainShape]
  /// How they may look.
  public var shapeFamilies: ShapeFamilies
  /// The broad functions whose lines may in truth lie elsewhere, as those of macromolecules do.
  public var broadLines: [UncertainLines]
  /// How a line is looked for that no species has; `nil` to look for none.
  public var foreignLines: ForeignLineSearch?
  public var optimizer: LevenbergMarquardt.Options

  public init(
    window: ClosedRange<ChemicalShift> = .ppm(0.4) ... .ppm(4.4),
    domain: FitDomain = .frequency,
    baselineKnotSpacing: Double? = 0.15,
    baselineBend: Double = 0.01,
    adaptsBaseline: Bool = true,
    baselineTrials: [Double] = [],
    naturalWidths: [String: Double] = [:],
    functionWidths: [String: Double] = [:],
    expectedAmounts: [String: Double] = [:],
    frequencyRange: Double = 15,
    registrationRange: Double = 0.5,
    gaussianRange: ClosedRange<Double> = 0...30,
    lorentzianRange: ClosedRange<Double> = 0...30,
    lorentzianMean: Double = 0,
    lorentzianDeviation: Double = .infinity,
    firstOrderPhaseDeviation: Double = 1.5,
    shiftDeviation: Double = 0.004,
    followers: [String: String] = [:],
    followerDeviation: Double = 0.001,
    broadeningDeviation: Double = 0,
    shiftDeviations: [String: Double] = [:],
    broadeningDeviations: [String: Double] = [:],
    lineshapeTaps: Int = 5,
    lineshapeSpacing: Double = 0.02,
    lineshapeDeviation: Double = 0.2,
    lineshapeRange: ClosedRange<Double> = -0.1...0.8,
    shapes: [UncertainShape] = [],
    shapeFamilies: ShapeFamilies = .init(),
    broadLines: [UncertainLines] = [],
    foreignLines: ForeignLineSearch? = nil,
    optimizer: LevenbergMarquardt.Options = .init(
      maximumIterations: 60, costTolerance: 2.5e-5, stepTolerance: 1e-6, gradientTolerance: 1e-8, isAccelerated: false)
  ) {
    self.window = window
    self.domain = domain
    self.baselineKnotSpacing = baselineKnotSpacing
    self.baselineBend = baselineBend
    self.adaptsBaseline = adaptsBaseline
    self.baselineTrials = baselineTrials
    self.naturalWidths = naturalWidths
    self.functionWidths = functionWidths
    self.expectedAmounts = expectedAmounts
    self.frequencyRange = frequencyRange
    self.registrationRange = registrationRange
    self.gaussianRange = gaussianRange
    self.lorentzianRange = lorentzianRange
    self.lorentzianMean = lorentzianMean
    self.lorentzianDeviation = lorentzianDeviation
    self.firstOrderPhaseDeviation = firstOrderPhaseDeviation
    self.shiftDeviation = shiftDeviation
    self.followers = followers
    self.followerDeviation = followerDeviation
    self.broadeningDeviation = broadeningDeviation
    self.shiftDeviations = shiftDeviations
    self.broadeningDeviations = broadeningDeviations
    self.lineshapeTaps = lineshapeTaps
    self.lineshapeSpacing = lineshapeSpacing
    self.lineshapeDeviation = lineshapeDeviation
    self.lineshapeRange = lineshapeRange
    self.shapes = shapes
    self.shapeFamilies = shapeFamilies
    self.broadLines = broadLines
    self.foreignLines = foreignLines
    self.optimizer = optimizer
  }

  /// The standard deviation of τ, s: exp(2πi·f·τ) turns by 2π·ν₀·τ a ppm (ν₀ in MHz gives Hz a ppm).
  func delayDeviation(megahertz: Double) -> Double {
    Angle.degrees(firstOrderPhaseDeviation).radians / (2 * .pi * megahertz)
  }

  /// The standard deviation of the parameter of a species' own shift, in ppm.
  func shiftDeviation(of name: String, follows: Bool) -> Double {
    follows ? followerDeviation : shiftDeviations[name] ?? shiftDeviation
  }
}
