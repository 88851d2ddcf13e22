import MRSCore
import MRSFitting
import MRSModel
import Numerics
import Testing

@Suite("SpectralModel")
struct SpectralModelTests {
  static let names = [
    "frequency", "phase", "delay", "Lorentz width", "Gauss width", "shift A", "shift B", "shift C", "broadening A",
    "broadening B", "broadening C",
  ]
  static let theta = [3.1, 0.4, 2e-5, 1.7, 6.2, 0.5, -0.8, 0.3, 0.9, -0.4, 0.2]
  /// A central difference errs by h²·f‴/6: steps of 1e-4 of a parameter's size leave some 1e-8.
  static let steps = [1e-3, 1e-4, 1e-8, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3, 1e-3]
  static let amounts = [2.0, 3, 5]

  static let model = SpectralModel(
    model: SingletWorld.model, naturalWidths: [5, 5, 5],
    indices: SingletWorld.acquisition.spectralIndices(in: .ppm(0.4) ... .ppm(4.4)))

  static func fitted(_ theta: [Double]) -> ComplexVector {
    let columns = model.columns(SpectralModel.Parameters(theta), derivativesOf: []).values
    return zip(amounts, columns).map { $0 * $1 }.reduce(ComplexVector(zeros: columns[0].count), +)
  }

  @Test("The columns are those of the forward model in the window")
  func columns() {
    let parameters = SignalParameters(
      amounts: Self.amounts, shifts: [0.5, -0.8, 0.3], lorentzians: [5 + 1.7 + 0.9, 5 + 1.7 - 0.4, 5 + 1.7 + 0.2],
      gaussian: 6.2, frequency: 3.1, phase: 0.4, delay: 2e-5)
    let spectrum = FourierTransform(count: 1024).spectrum(of: SingletWorld.model.fid(parameters))
    let window = SingletWorld.acquisition.spectralIndices(in: .ppm(0.4) ... .ppm(4.4))
    let difference = spectrum.values[window] - Self.fitted(Self.theta)
    #expect(difference.magnitude.allSatisfy { $0 < 1e-10 })
  }

  @Test("The derivative by every nonlinear parameter equals the central difference", arguments: Array(names.indices))
  func derivatives(parameter: Int) {
    let parameters = SpectralModel.Parameters(Self.theta)
    let columns = Self.model.columns(parameters, derivativesOf: [0, 1, 2])
    let analytic = Self.model.derivatives(
      parameters, amounts: Self.amounts, columns: columns.values, timeWeighted: columns.timeWeighted)[parameter]
    var (up, down) = (Self.theta, Self.theta)
    up[parameter] += Self.steps[parameter]
    down[parameter] -= Self.steps[parameter]
    let numeric = (0.5 / Self.steps[parameter]) * (Self.fitted(up) - Self.fitted(down))
    let error = (analytic - numeric).energy.squareRoot() / analytic.energy.squareRoot()
    #expect(error < 1e-6, "\(Self.names[parameter]): relative error \(error)")
  }
}
