import MRSCore
import MRSModel
import Numerics

/// The spectrum of ``ForwardModel`` in a window, as columns that are linear in the amounts, with their derivatives.
///
/// C_k(f) = exp(i·(φ₀ + 2π·f·τ))·F[w_k·b_k(t)·exp(2πi·(Δ + δ_k)·t)·exp(−π·(L⁰_k + L + λ_k)·t)·exp(−(π·G·t)²/(4·ln 2))]
package struct SpectralModel: Sendable {
  /// The nonlinear parameters, in the order of the parameter vector: five shared ones, then δ_k, then λ_k.
  package struct Parameters {
    /// Δ, Hz.
    var frequency: Double
    /// φ₀, rad.
    var phase: Double
    /// τ, s.
    var delay: Double
    /// L, Hz.
    var lorentzian: Double
    /// G, Hz.
    var gaussian: Double
    /// δ_k, Hz.
    var shifts: [Double]
    /// λ_k, Hz.
    var broadenings: [Double]

    static let shared = 5

    package init(_ vector: [Double]) {
      let species = (vector.count - Self.shared) / 2
      (frequency, phase, delay) = (vector[0], vector[1], vector[2])
      (lorentzian, gaussian) = (vector[3], vector[4])
      shifts = Array(vector[Self.shared..<Self.shared + species])
      broadenings = Array(vector[(Self.shared + species)...])
    }
  }

  let model: ForwardModel
  /// L⁰_k, Hz.
  let naturalWidths: [Double]
  /// The spectral points of the window.
  let indices: Range<Int>
  private let transform: FourierTransform
  private let times: [Double]
  /// f of every point of the window, Hz.
  private let offsets: [Double]

  package init(model: ForwardModel, naturalWidths: [Double], indices: Range<Int>) {
    self.model = model
    self.naturalWidths = naturalWidths
    self.indices = indices
    transform = FourierTransform(count: model.acquisition.points)
    let acquisition = model.acquisition
    times = (0..<acquisition.points).map(acquisition.time(ofSample:))
    offsets = indices.map { Double($0 - acquisition.points / 2) * acquisition.frequencyStep }
  }

  var species: Int { model.names.count }

  /// The columns C_k, and with them T_k = F[t·(what C_k transforms)] for the species in `derivativesOf`.
  package func columns(
    _ parameters: Parameters, derivativesOf wanted: Set<Int>
  ) -> (values: [ComplexVector], timeWeighted: [Int: ComplexVector]) {
    let phasor = self.phasor(parameters)
    var values: [ComplexVector] = []
    var timeWeighted: [Int: ComplexVector] = [:]
    for k in 0..<species {
      let signal = model.signals[k] * lineshape(k, parameters).decay(on: model.acquisition)
      values.append(windowed(signal) * phasor)
      if wanted.contains(k) { timeWeighted[k] = windowed(signal.weighted(by: times)) * phasor }
    }
    return (values, timeWeighted)
  }

  /// F[t²·Σ a_k·…]: what the derivative by G needs.
  func secondMoment(_ parameters: Parameters, amounts: [Double]) -> ComplexVector {
    var sum = ComplexVector(zeros: model.acquisition.points)
    for k in 0..<species where amounts[k] != 0 {
      sum.add(model.signals[k] * lineshape(k, parameters).decay(on: model.acquisition), scaledBy: amounts[k])
    }
    return windowed(sum.weighted(by: times.map { $0 * $0 })) * phasor(parameters)
  }

  /// ∂(Σ a_k·C_k)/∂θ for every nonlinear parameter, in the order of the vector; zero for species of amount zero.
  package func derivatives(_ parameters: Parameters, amounts: [Double], columns: [ComplexVector], timeWeighted: [Int: ComplexVector])
    -> [ComplexVector]
  {
    let zero = ComplexVector(zeros: indices.count)
    var fitted = zero
    var moment = zero
    for k in 0..<species where amounts[k] != 0 {
      fitted.add(columns[k], scaledBy: amounts[k])
      if let weighted = timeWeighted[k] { moment.add(weighted, scaledBy: amounts[k]) }
    }
    let turned = Complex<Double>(0, 1) * fitted
    let gaussianRate = 2 * Lineshape.gaussianRate(1) * parameters.gaussian
    var result = [
      Complex<Double>(0, 2 * .pi) * moment,
      turned,
      turned.weighted(by: offsets.map { 2 * .pi * $0 }),
      (-Double.pi) * moment,
      (-gaussianRate) * secondMoment(parameters, amounts: amounts),
    ]
    result += (0..<species).map { k in
      timeWeighted[k].map { Complex<Double>(0, 2 * .pi * amounts[k]) * $0 } ?? zero
    }
    result += (0..<species).map { k in timeWeighted[k].map { (-Double.pi * amounts[k]) * $0 } ?? zero }
    return result
  }

  /// The part of the spectrum of `samples` in the window.
  func windowed(_ samples: ComplexVector) -> ComplexVector {
    transform.centredSpectrum(of: samples, dwellTime: model.acquisition.dwellTime)[indices]
  }

  private func lineshape(_ k: Int, _ parameters: Parameters) -> Lineshape {
    Lineshape(
      shift: parameters.frequency + parameters.shifts[k],
      lorentzian: naturalWidths[k] + parameters.lorentzian + parameters.broadenings[k],
      gaussian: parameters.gaussian)
  }

  private func phasor(_ parameters: Parameters) -> ComplexVector {
    ComplexVector(
      offsets.map { Complex(length: 1, phase: parameters.phase + 2 * .pi * $0 * parameters.delay) })
  }
}

extension ComplexVector {
  /// Every element times a real weight.
  func weighted(by weights: [Double]) -> ComplexVector {
    ComplexVector(real: zip(real, weights).map(*), imaginary: zip(imaginary, weights).map(*))
  }
}
