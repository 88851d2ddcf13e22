import MRSCore
import MRSFitting
import MRSModel
import Numerics
import Testing

/// Two species of one place and one further on: what creatine, phosphocreatine and choline are to a fit.
@Suite("Species that follow one another in shift")
struct ShiftTieTests {
  private static let acquisition = SingletWorld.acquisition
  private static let followers = ["ATwin": "A"]

  private static let model = SingletWorld.model(["A": 3.027, "ATwin": 3.029, "B": 2.0])

  private static func fitter(followers: [String: String]) -> LeastSquares {
    LeastSquares(
      model: model,
      options: LeastSquaresOptions(
        baselineKnotSpacing: nil, naturalWidths: ["A": 2, "ATwin": 2, "B": 2], shiftDeviation: 0.004,
        followers: followers, lineshapeTaps: 0))
  }

  private static func signal(shifts: [Double], lorentzians: [Double], seed: UInt64) -> FID {
    SingletWorld.noisy(
      model.fid(
        SignalParameters(
          amounts: [3, 3, 6], shifts: shifts, lorentzians: lorentzians, gaussian: 3, frequency: 1, phase: 0.2)),
      deviation: 0.2, stream: RandomStream(seed: seed))
  }

  @Test("Lines wider than their neighbour's stay together, where two free ones part to imitate them")
  func staysTogether() throws {
    let fid = Self.signal(shifts: [0, 0, 0], lorentzians: [5, 5, 2.5], seed: 3)
    func parted(_ followers: [String: String]) throws -> Double {
      let shifts = try Self.fitter(followers: followers).fit(fid).parameters.shifts
      return abs(shifts[1] - shifts[0])
    }
    let megahertz = Self.acquisition.spectrometerFrequency.megahertz
    let (free, tied) = (try parted([:]), try parted(Self.followers))
    // At this noise the data part them as far as they may: four deviations.
    #expect(free > 0.02 * megahertz, "\(free) Hz")
    #expect(tied < 0.00401 * megahertz, "\(tied) Hz")
  }

  @Test("What moves a leader moves its follower")
  func movesTogether() throws {
    let fit = try Self.fitter(followers: Self.followers)
      .fit(Self.signal(shifts: [0.6, 0.6, -0.6], lorentzians: [3, 3, 3], seed: 4))
    let shifts = fit.parameters.shifts
    // A tenth less than 1.2 Hz: the soft constraint draws to zero.
    #expect(abs(shifts[0] - shifts[2] - 1.1) < 0.1 && abs(shifts[1] - shifts[2] - 1.1) < 0.1, "\(shifts)")
  }

  @Test("With ties as loose as shifts the bound is that without: it does not depend on what the parameters are")
  func bound() throws {
    let truth = SignalParameters(
      amounts: [3, 3, 6], shifts: [0.4, 4.5, 0], lorentzians: [3, 3, 3], gaussian: 3, frequency: 1, phase: 0.2)
    func bound(_ followers: [String: String]) throws -> Matrix {
      var options = Self.fitter(followers: followers).options
      (options.shiftDeviation, options.followerDeviation) = (1000, 1000)
      return try LeastSquares(model: Self.model, options: options).penalizedBound(
        at: truth, noise: 0.2, baselineBend: .infinity)
    }
    for (free, tied) in zip(try bound([:]).elements, try bound(Self.followers).elements) {
      #expect(abs(tied / free - 1) < 1e-4, "\(free), \(tied)")
    }
  }

  @Test("The derivatives by the shifts of leader and follower equal the central differences", arguments: [5, 6, 7])
  func derivatives(parameter: Int) {
    let window = Self.acquisition.spectralIndices(in: .ppm(0.4) ... .ppm(4.4))
    let model = SpectralModel(
      model: Self.model, naturalWidths: [2, 2, 2], indices: window, followers: Self.followers)
    let theta = [1, 0.2, 0, 1.5, 9, 0.4, -0.2, 0.3, 0, 0, 0]
    let amounts = [3.0, 2, 6]
    let analytic = model.derivative(
      by: parameter, at: theta, amounts: amounts, data: ComplexVector(zeros: window.count))
    let step = 1e-3
    func fitted(_ change: Double) -> [Double] {
      var moved = theta
      moved[parameter] += change
      return model.columns(model.parameters(moved)).spectra * amounts
    }
    let numeric = zip(fitted(step), fitted(-step)).map { ($0 - $1) / (2 * step) }
    let norm = analytic.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let error = zip(analytic, numeric).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot() / norm
    #expect(error < 1e-6, "\(error)")
  }

  @Test("The posterior's gradient is the central difference with ties too")
  func gradient() throws {
    let fid = SingletWorld.noisy(SmallWorld.signal([2, 3, 5]), deviation: 0.4, stream: RandomStream(seed: 40))
    let posterior = try SpectralPosterior(
      spectrum: SmallWorld.window(fid), indices: SmallWorld.indices, model: SmallWorld.model,
      naturalWidths: SmallWorld.naturalWidths,
      ties: ShiftTies(names: SmallWorld.model.names, followers: ["B": "A"]), noise: SmallWorld.spectralNoise(0.4),
      noiseTreatment: .known, baseline: nil, baselineBend: .infinity, prior: .flat,
      ranges: SmallWorld.ranges(
        [.init(-5, 9), .init(-1, 2), .init(0, 0), .init(0, 20), .init(0, 30)], own: .init(-2, 2, deviation: 0.5)),
      amountScales: [0.1, 0.2, 0.05])
    let point = posterior.point(
      amounts: [2.2, 2.7, 5.3], nonlinear: [1, 0.5, 0, 2, 7, 0.3, -0.2, 0.1, 0.2, -0.1, 0.3])
    SpectralPosteriorTests.expectGradient(of: posterior, at: point)
  }
}
