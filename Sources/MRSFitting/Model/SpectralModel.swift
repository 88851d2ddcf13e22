import MRSCore
import MRSModel
import Numerics

/// The spectrum of ``ForwardModel`` in a window, as columns that are linear in the amounts, with their derivatives.
///
/// C_k(f) = F[w_k·b_k(t)·exp(2πi·(Δ + δ_k)·t)·exp(−π·(L⁰_k + L + λ_k)·t)·exp(−(π·G·t)²/(4·ln 2))·m(t)]
///
/// with the lineshape kernel m(t) = 1 + Σ_j κ_j·(exp(2πi·f_j·t) − 1), which moves a share κ_j of every line by f_j. The
/// phases are taken off the data, y(f)·exp(−i·(φ₀ + 2π·f·τ)): it is the same fit, and the columns need not be turned.
package struct SpectralModel: Sendable {
  /// The nonlinear parameters of a vector (``ParameterLayout``).
  package struct Parameters: Sendable {
    /// Δ, Hz.
    package let frequency: Double
    /// φ₀, rad.
    package let phase: Double
    /// τ, s.
    package let delay: Double
    /// L, Hz.
    package let lorentzian: Double
    /// G, Hz. The parameter is G², in which the model has a slope at zero too.
    package let gaussian: Double
    /// δ_k, Hz, of the parameters of ``ShiftTies``.
    package let shifts: [Double]
    /// λ_k, Hz.
    package let broadenings: [Double]
    /// κ_j.
    package let kernel: [Double]

    package init(_ vector: [Double], layout: ParameterLayout, ties: ShiftTies) {
      frequency = vector[ParameterLayout.frequency]
      phase = vector[ParameterLayout.phase]
      delay = vector[ParameterLayout.delay]
      lorentzian = vector[ParameterLayout.lorentzian]
      gaussian = vector[ParameterLayout.gaussian].squareRoot()
      shifts = ties.shifts(of: Array(vector[layout.shifts]))
      broadenings = Array(vector[layout.broadenings])
      kernel = Array(vector[layout.kernel])
    }
  }

  /// Every species at one set of parameters.
  package struct Columns: Sendable {
    /// What F transforms, but for the kernel.
    let signals: [ComplexVector]
    /// m(t); `nil` where all κ are zero.
    let kernel: ComplexVector?
    /// C_k, real parts over imaginary parts, shape (2·points, K).
    package let spectra: Matrix
  }

  let model: ForwardModel
  /// L⁰_k, Hz.
  let naturalWidths: [Double]
  /// The spectral points of the window.
  private(set) var indices: Range<Int>
  /// Which parameter is where.
  let layout: ParameterLayout
  let ties: ShiftTies
  /// How many samples at the beginning neither data nor model have.
  let skipped: Int
  private let transform: FourierTransform
  private let times: [Double]

  package init(
    model: ForwardModel, naturalWidths: [Double], indices: Range<Int>, kernelOffsets: [Double] = [],
    followers: [String: String] = [:], skipped: Int = 0
  ) {
    self.model = model
    self.naturalWidths = naturalWidths
    self.indices = indices
    layout = ParameterLayout(names: model.names, kernelOffsets: kernelOffsets)
    ties = ShiftTies(names: model.names, followers: followers)
    self.skipped = skipped
    transform = FourierTransform(count: model.acquisition.points)
    times = (0..<model.acquisition.points).map(model.acquisition.time(ofSample:))
  }

  /// The same model in another window.
  func over(_ indices: Range<Int>) -> SpectralModel {
    var copy = self
    copy.indices = indices
    return copy
  }

  var species: Int { model.names.count }
  /// How many spectral points the window has.
  var points: Int { indices.count }
  /// f of every point of the window, Hz.
  package var offsets: [Double] {
    indices.map { Double($0 - model.acquisition.points / 2) * model.acquisition.frequencyStep }
  }

  /// Whether a parameter changes the model: not that of a species of which there is nothing.
  func moves(_ parameter: Int, amounts: [Double]) -> Bool {
    switch layout.parameter(at: parameter) {
    case .shift(let k): ties.moved[k].contains { amounts[$0] != 0 }
    case .broadening(let k): amounts[k] != 0
    default: true
    }
  }

  package func parameters(_ vector: [Double]) -> Parameters { Parameters(vector, layout: layout, ties: ties) }

  package func columns(_ parameters: Parameters) -> Columns {
    let envelope = envelope(parameters)
    let kernel = kernel(parameters)
    var signals: [ComplexVector] = []
    var spectra = Matrix(zeros: 2 * points, species)
    for k in 0..<species {
      let signal = shaped(model.signals[k], as: k, parameters, envelope: envelope)
      put(kernel.map { signal * $0 } ?? signal, into: &spectra, at: k)
      signals.append(signal)
    }
    return Columns(signals: signals, kernel: kernel, spectra: spectra)
  }

  /// The spectra of components of species, each times the species' amplitude, as columns like those of the species.
  func columns(
    of components: [ShapeErrors.Component], amplitudes: [Double], _ parameters: Parameters
  ) -> Matrix {
    let envelope = envelope(parameters)
    let kernel = kernel(parameters)
    var spectra = Matrix(zeros: 2 * points, components.count)
    for (j, component) in components.enumerated() {
      let unit = shaped(component.signal, as: component.species, parameters, envelope: envelope)
      let signal = amplitudes[component.species] * unit
      put(kernel.map { signal * $0 } ?? signal, into: &spectra, at: j)
    }
    return spectra
  }

  /// A signal with the shift and the widths of species k.
  private func shaped(
    _ signal: ComplexVector, as k: Int, _ parameters: Parameters, envelope: [Double]
  ) -> ComplexVector {
    let radiansPerHertz = 2 * .pi * model.acquisition.dwellTime
    let width = naturalWidths[k] + parameters.lorentzian + parameters.broadenings[k]
    var shaped = ComplexVector(zeros: model.acquisition.points)
    shaped.add(
      signal, scaledBy: 1, damping: -0.5 * radiansPerHertz * width,
      rotation: radiansPerHertz * (parameters.frequency + parameters.shifts[k]))
    shaped.weight(by: envelope)
    return shaped
  }

  /// The Gauss decay that all species share, zero where samples are skipped.
  private func envelope(_ parameters: Parameters) -> [Double] {
    var envelope = Lineshape(lorentzian: 0, gaussian: parameters.gaussian).envelope(on: model.acquisition)
    for n in 0..<skipped { envelope[n] = 0 }
    return envelope
  }

  /// Puts −∂r/∂θ of r = y·exp(−i·(φ₀ + 2π·f·τ)) − Σ a_k·C_k for the parameters `varied` into the elements of a matrix of
  /// 2·points rows, real parts over imaginary parts, from its column `first` on, which are zero; `data` is y with its
  /// phases taken off.
  package func put(
    derivativesOf varied: [Int], columns: Columns, amounts: [Double], data: ComplexVector,
    into elements: inout [Double], from first: Int
  ) {
    var sum = ComplexVector(zeros: model.acquisition.points)
    for k in 0..<species where amounts[k] != 0 { sum.add(columns.signals[k], scaledBy: amounts[k]) }
    func behindKernel(_ signal: ComplexVector) -> ComplexVector { columns.kernel.map { signal * $0 } ?? signal }

    /// F[t·(what C_k transforms)], made once for δ_k and λ_k.
    var moments: [Int: ComplexVector] = [:]
    func moment(of k: Int) -> ComplexVector {
      if let known = moments[k] { return known }
      var signal = behindKernel(columns.signals[k])
      signal.weight(by: times)
      let made = spectrum(of: signal)
      moments[k] = made
      return made
    }
    lazy var totalMoment: ComplexVector = {
      var signal = behindKernel(sum)
      signal.weight(by: times)
      return spectrum(of: signal)
    }()

    for (column, parameter) in varied.enumerated() where moves(parameter, amounts: amounts) {
      let start = 2 * points * (first + column)
      switch layout.parameter(at: parameter) {
      case .frequency: totalMoment.put(turned: true, scaledBy: 2 * .pi, into: &elements, at: start)
      case .phase: data.put(turned: true, scaledBy: 1, into: &elements, at: start)
      case .delay:
        var weighted = data
        weighted.weight(by: offsets)
        weighted.put(turned: true, scaledBy: 2 * .pi, into: &elements, at: start)
      case .lorentzian: totalMoment.put(turned: false, scaledBy: -.pi, into: &elements, at: start)
      case .gaussian:
        var signal = behindKernel(sum)
        signal.weight(by: times)
        signal.weight(by: times)
        spectrum(of: signal).put(turned: false, scaledBy: -Lineshape.gaussianRate(1), into: &elements, at: start)
      case .share(let j):
        var line = ComplexVector(
          real: [Double](repeating: -1, count: sum.count), imaginary: [Double](repeating: 0, count: sum.count))
        line.addLine(amplitude: 1, damping: 0, rotation: kernelRotation(j))
        spectrum(of: sum * line).put(turned: false, scaledBy: 1, into: &elements, at: start)
      case .shift(let k):
        let moving = ties.moved[k].filter { amounts[$0] != 0 }
        var all = amounts[moving[0]] * moment(of: moving[0])
        for other in moving.dropFirst() { all.add(moment(of: other), scaledBy: amounts[other]) }
        all.put(turned: true, scaledBy: 2 * .pi, into: &elements, at: start)
      case .broadening(let k):
        moment(of: k).put(turned: false, scaledBy: -.pi * amounts[k], into: &elements, at: start)
      }
    }
  }

  /// `data` of the window with the phases of `parameters` taken off.
  package func unphased(_ data: ComplexVector, _ parameters: Parameters) -> ComplexVector {
    var data = data
    let step = model.acquisition.frequencyStep
    let first = Double(indices.lowerBound - model.acquisition.points / 2) * step
    data.modulate(
      amplitude: Complex(length: 1, phase: -parameters.phase - 2 * .pi * first * parameters.delay),
      rotation: -2 * .pi * step * parameters.delay)
    return data
  }

  /// The part of the spectrum of data in the window, without the first samples.
  func spectrum(ofData samples: ComplexVector) -> ComplexVector {
    var samples = samples
    for n in 0..<skipped { samples[n] = .zero }
    return spectrum(of: samples)
  }

  /// How many independent real numbers the window holds.
  var dataCount: Double { 2 * Double(points) * (1 - Double(skipped) / Double(model.acquisition.points)) }

  /// The part of the spectrum of `samples` in the window.
  package func spectrum(of samples: ComplexVector) -> ComplexVector {
    var values = [Double](repeating: 0, count: 2 * points)
    transform.centredSpectrum(of: samples, dwellTime: model.acquisition.dwellTime, in: indices, to: &values, at: 0)
    return ComplexVector(real: Array(values[..<points]), imaginary: Array(values[points...]))
  }

  private func put(_ signal: ComplexVector, into spectra: inout Matrix, at column: Int) {
    transform.centredSpectrum(
      of: signal, dwellTime: model.acquisition.dwellTime, in: indices, to: &spectra.elements, at: 2 * points * column)
  }

  private func kernel(_ parameters: Parameters) -> ComplexVector? {
    guard parameters.kernel.contains(where: { $0 != 0 }) else { return nil }
    let points = model.acquisition.points
    let rest = 1 - parameters.kernel.reduce(0, +)
    var kernel = ComplexVector(
      real: [Double](repeating: rest, count: points), imaginary: [Double](repeating: 0, count: points))
    for (j, share) in parameters.kernel.enumerated() where share != 0 {
      kernel.addLine(amplitude: Complex(share), damping: 0, rotation: kernelRotation(j))
    }
    return kernel
  }

  private func kernelRotation(_ j: Int) -> Double { 2 * .pi * layout.kernelOffsets[j] * model.acquisition.dwellTime }
}

extension ComplexVector {
  /// factor·self, or i·factor·self if `turned`, real parts over imaginary parts, at a place of `target`.
  fileprivate func put(turned: Bool, scaledBy factor: Double, into target: inout [Double], at start: Int) {
    let (upper, lower) = turned ? (imaginary, real) : (real, imaginary)
    let sign = turned ? -factor : factor
    for i in upper.indices { target[start + i] = sign * upper[i] }
    for i in lower.indices { target[start + upper.count + i] = factor * lower[i] }
  }
}
