import MRSCore
import MRSModel
import Numerics

/// Draws raw scans: coils × averages with motion and drift, and an unsuppressed water reference.
public struct ScanSynthesizer: Sendable {
  /// How a scan is made and what goes wrong in it.
  public struct Conditions: Hashable, Sendable, Codable {
    public var coils: Int
    public var averages: Int
    public var waterAverages: Int
    /// The standard deviation of the frequency from average to average, in Hz (respiration).
    public var frequencyJitter: Double
    /// The standard deviation of the phase from average to average, in degrees.
    public var phaseJitter: Double
    /// The linear frequency drift over the scan, in Hz.
    public var drift: Distribution
    /// The share of averages spoilt by motion, 0 … 1. Such a one has five times the jitter of frequency, four times that
    /// of phase, and keeps 20 to 90 % of its height.
    public var badAverages: Double

    public init(
      coils: Int, averages: Int, waterAverages: Int, frequencyJitter: Double, phaseJitter: Double, drift: Distribution,
      badAverages: Double
    ) {
      self.coils = coils
      self.averages = averages
      self.waterAverages = waterAverages
      self.frequencyJitter = frequencyJitter
      self.phaseJitter = phaseJitter
      self.drift = drift
      self.badAverages = badAverages
    }
  }

  /// A scan and its truth.
  public struct Scan: Sendable {
    public let metabolites: FIDArray
    public let water: FIDArray
    public let parameters: SignalParameters
    /// The standard deviation of the noise of the averaged FID, in the unit of the amounts.
    public let noise: Double
  }

  public let model: ForwardModel
  public let prior: SignalPrior
  public let corruptions: [any Corruption]
  public let conditions: Conditions
  /// The amplitude (protons, mM) and T2 (s) of the voxel's water at this TE and TR.
  public let water: (amplitude: Double, relaxationTime: Double)
  public let waterShift: ChemicalShift
  /// Of functions whose shapes vary from one scan to the next; `nil` where all are as the model has them.
  public let shapes: ShapePool?

  public init(
    model: ForwardModel, prior: SignalPrior, corruptions: [any Corruption], conditions: Conditions,
    water: (amplitude: Double, relaxationTime: Double), waterShift: ChemicalShift = .bodyWater,
    shapes: ShapePool? = nil
  ) {
    self.model = model
    self.prior = prior
    self.corruptions = corruptions
    self.conditions = conditions
    self.water = water
    self.waterShift = waterShift
    self.shapes = shapes
  }

  /// The scan of a patient of known amounts.
  ///
  /// The receiver gain is random, so that amounts can only come from the water reference. Each coil has a gain (log-normal
  /// of deviation 0.5) and a phase (uniform) of its own, which processing has to find out from the water.
  public func scan(amounts: [Double], stream: RandomStream) -> Scan {
    var stream = stream
    let acquisition = model.acquisition
    let parameters = prior.parameters(amounts: amounts, on: acquisition, using: &stream)
    let drawn = shapes?.drawn(for: model, using: &stream) ?? model
    var clean = drawn.fid(parameters).samples
    // What voxel and magnet do to the metabolites they do to the water, by the same draws.
    var shared: [(corruption: any Corruption, draws: RandomStream)] = []
    for corruption in corruptions {
      if corruption.isSharedByWater { shared.append((corruption, stream)) }
      corruption.apply(to: &clean, on: acquisition, using: &stream)
    }

    let gain = Double.exp(stream.normal(mean: 0, deviation: 0.7))
    let coilGains = (0..<conditions.coils).map { _ in
      Complex(length: gain * .exp(stream.normal(mean: 0, deviation: 0.5)), phase: stream.uniform(in: 0...(2 * .pi)))
    }
    // Optimal combination of the coils gives the averaged FID this noise in units of amounts.
    let noise = prior.noise.draw(using: &stream)
    let power = coilGains.reduce(0) { $0 + $1.lengthSquared }
    let coilNoise = noise * power.squareRoot() * Double(conditions.averages).squareRoot()

    let drift = conditions.drift.draw(using: &stream)
    let metabolites = array(
      clean, averages: conditions.averages, coilGains: coilGains, noise: coilNoise, drift: drift, stream: &stream)
    let shape = Lineshape(
      shift: acquisition.offset(of: waterShift).hertz + parameters.frequency,
      lorentzian: Lineshape.lorentzianWidth(relaxationTime: water.relaxationTime), gaussian: parameters.gaussian)
    var waterSignal = water.amplitude * shape.decay(on: acquisition)
    waterSignal.scale(by: Complex(length: 1, phase: parameters.phase))
    waterSignal += drawn.fid(parameters).samples
    for (corruption, draws) in shared {
      var draws = draws
      corruption.apply(to: &waterSignal, on: acquisition, using: &draws)
    }
    let reference = array(
      waterSignal, averages: conditions.waterAverages, coilGains: coilGains, noise: coilNoise, drift: 0,
      stream: &stream)
    return Scan(metabolites: metabolites, water: reference, parameters: parameters, noise: noise)
  }

  private func array(
    _ clean: ComplexVector, averages: Int, coilGains: [Complex<Double>], noise: Double, drift: Double,
    stream: inout RandomStream
  ) -> FIDArray {
    let acquisition = model.acquisition
    let perAverage = (0..<averages).map { average -> ComplexVector in
      let progress = averages > 1 ? Double(average) / Double(averages - 1) - 0.5 : 0
      let isBad = stream.uniform() < conditions.badAverages
      let frequency = drift * progress + conditions.frequencyJitter * (isBad ? 5 : 1) * stream.normal()
      let phase = Angle.degrees(conditions.phaseJitter * (isBad ? 4 : 1) * stream.normal()).radians
      let share = isBad ? stream.uniform(in: 0.2...0.9) : 1
      return Complex(length: share, phase: phase)
        * (clean * Lineshape(shift: frequency, lorentzian: 0).decay(on: acquisition))
    }
    let samples = coilGains.flatMap { gain in
      perAverage.map { signal -> ComplexVector in
        var fid = gain * signal
        stream.addNormals(to: &fid.real, deviation: noise)
        stream.addNormals(to: &fid.imaginary, deviation: noise)
        return fid
      }
    }
    return FIDArray(acquisition: acquisition, coils: coilGains.count, averages: averages, samples: samples)
  }
}
