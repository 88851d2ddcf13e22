import MRSCore
import MRSFitting
import MRSModel
import Numerics
import Testing

@Suite("SpectralModel")
struct SpectralModelTests {
  static let names = [
    "frequency", "phase", "delay", "Lorentz width", "Gauss width squared", "shift A", "shift B", "shift C",
    "broadening A",
    "broadening B", "broadening C", "lineshape at −3 Hz", "lineshape at 3 Hz",
  ]
  static let theta = [3.1, 0.4, 2e-5, 1.7, 6.2 * 6.2, 0.5, -0.8, 0.3, 0.9, -0.4, 0.2, 0.1, -0.06]
  /// A central difference errs by h²·f‴/6: steps of 1e-4 of a parameter's size leave some 1e-8.
  static let steps = [1e-3, 1e-4, 1e-8, 1e-3, 1e-2, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3]
  static let amounts = [2.0, 3, 5]
  static let window = SingletWorld.acquisition.spectralIndices(in: .ppm(0.4) ... .ppm(4.4))
  static let model = SpectralModel(
    model: SingletWorld.model, naturalWidths: [5, 5, 5], indices: window, kernelOffsets: [-3, 3])

  /// The spectrum that a search might explain: that of the truth and some more.
  static let data = model.spectrum(
    of: SingletWorld.noisy(
      SingletWorld.model.fid(SingletWorld.truth), deviation: 2, stream: RandomStream(seed: 8)
    ).samples)

  static func fitted(_ theta: [Double]) -> [Double] { model.columns(model.parameters(theta)).spectra * amounts }

  static func residual(_ theta: [Double]) -> [Double] {
    let unphased = model.unphased(data, model.parameters(theta))
    return zip(unphased.real + unphased.imaginary, fitted(theta)).map(-)
  }

  @Test("The columns are those of the forward model in the window, whose phases are taken off the data")
  func columns() {
    let parameters = SignalParameters(
      amounts: Self.amounts, shifts: [0.5, -0.8, 0.3], lorentzians: [5 + 1.7 + 0.9, 5 + 1.7 - 0.4, 5 + 1.7 + 0.2],
      gaussian: 6.2, frequency: 3.1, phase: 0.4, delay: 2e-5)
    let spectrum = FourierTransform(count: 1024).spectrum(of: SingletWorld.model.fid(parameters))
    let theta = Array(Self.theta[..<11]) + [0, 0]
    let unphased = Self.model.unphased(spectrum.values[Self.window], Self.model.parameters(theta))
    let difference = zip(unphased.real + unphased.imaginary, Self.fitted(theta)).map(-)
    #expect(difference.allSatisfy { abs($0) < 1e-10 })
  }

  @Test("A lineshape kernel moves shares of every line: the columns are those of a sum of moved lines")
  func kernel() {
    func moved(by offset: Double) -> [Double] {
      var theta = Array(Self.theta[..<11]) + [0, 0]
      theta[0] += offset
      return Self.fitted(theta)
    }
    let expected = zip(moved(by: 0), zip(moved(by: -3), moved(by: 3))).map { 0.96 * $0 + 0.1 * $1.0 - 0.06 * $1.1 }
    #expect(zip(Self.fitted(Self.theta), expected).allSatisfy { abs($0 - $1) < 1e-10 })
  }

  @Test("The derivative by every nonlinear parameter equals the central difference", arguments: Array(names.indices))
  func derivatives(parameter: Int) {
    let analytic = Self.model.derivative(by: parameter, at: Self.theta, amounts: Self.amounts, data: Self.data)
    var (up, down) = (Self.theta, Self.theta)
    up[parameter] += Self.steps[parameter]
    down[parameter] -= Self.steps[parameter]
    let numeric = zip(Self.residual(up), Self.residual(down)).map { ($1 - $0) / (2 * Self.steps[parameter]) }
    let norm = analytic.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let error = zip(analytic, numeric).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot() / norm
    #expect(error < 1e-6, "\(Self.names[parameter]): relative error \(error)")
  }
}
