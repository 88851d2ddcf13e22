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
    let voigt: [ComplexVector]
    /// What F transforms.
    let signals: [ComplexVector]
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
    let voigt = (0..<species).map { shaped(model.signals[$0], as: $0, parameters, envelope: envelope) }
    let signals = kernel(parameters).map { kernel in voigt.map { $0 * kernel } } ?? voigt
    var spectra = Matrix(zeros: 2 * points, species)
    for k in 0..<species { put(signals[k], into: &spectra.elements, at: 2 * points * k) }
    return Columns(voigt: voigt, signals: signals, spectra: spectra)
  }

  /// The spectra of single lines of the lineshape that all species share, as columns like those of the species.
  /// - Parameter frequencies: from the carrier, Hz.
  func lines(at frequencies: [Double], naturalWidth: Double, _ parameters: Parameters) -> Matrix {
    let radiansPerHertz = 2 * .pi * model.acquisition.dwellTime
    let line = ComplexVector(
      real: [Double](repeating: 1, count: times.count), imaginary: [Double](repeating: 0, count: times.count)
    ).shaped(
      by: envelope(parameters), damping: -0.5 * radiansPerHertz * (naturalWidth + parameters.lorentzian), rotation: 0)
    let shared = kernel(parameters).map { line * $0 } ?? line
    var spectra = Matrix(zeros: 2 * points, frequencies.count)
    for (j, frequency) in frequencies.enumerated() {
      var moved = shared
      moved.modulate(amplitude: 1, rotation: radiansPerHertz * frequency)
      put(moved, into: &spectra.elements, at: 2 * points * j)
    }
    return spectra
  }

  /// A signal with the shift and the widths of species k.
  func shaped(
    _ signal: ComplexVector, as k: Int, _ parameters: Parameters, envelope: [Double]
  ) -> ComplexVector {
    let radiansPerHertz = 2 * .pi * model.acquisition.dwellTime
    let width = naturalWidths[k] + parameters.lorentzian + parameters.broadenings[k]
    return signal.shaped(
      by: envelope, damping: -0.5 * radiansPerHertz * width,
      rotation: radiansPerHertz * (parameters.frequency + parameters.shifts[k]))
  }

  /// The Gauss decay that all species share, zero where samples are skipped.
  func envelope(_ parameters: Parameters) -> [Double] {
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
    func sum(_ signals: [ComplexVector]) -> ComplexVector {
      var sum = ComplexVector(zeros: model.acquisition.points)
      for k in 0..<species where amounts[k] != 0 { sum.add(signals[k], scaledBy: amounts[k]) }
      return sum
    }
    let total = sum(columns.signals)
    lazy var voigt = sum(columns.voigt)
    /// F[t·(what C_k transforms)], made once for δ_k and λ_k.
    var moments: [Int: [Double]] = [:]
    func moment(of k: Int) -> [Double] {
      if let known = moments[k] { return known }
      let made = values(of: columns.signals[k].weighted(by: times))
      moments[k] = made
      return made
    }
    lazy var totalMoment = values(of: total.weighted(by: times))

    for (column, parameter) in varied.enumerated() where moves(parameter, amounts: amounts) {
      let start = 2 * points * (first + column)
      func put(_ values: [Double], turned: Bool, scaledBy factor: Double) {
        Self.put(values, turned: turned, scaledBy: factor, into: &elements, at: start)
      }
      switch layout.parameter(at: parameter) {
      case .frequency: put(totalMoment, turned: true, scaledBy: 2 * .pi)
      case .phase: put(data.real + data.imaginary, turned: true, scaledBy: 1)
      case .delay:
        let weighted = data.weighted(by: offsets)
        put(weighted.real + weighted.imaginary, turned: true, scaledBy: 2 * .pi)
      case .lorentzian: put(totalMoment, turned: false, scaledBy: -.pi)
      case .gaussian:
        let moment = values(of: total.weighted(by: times).weighted(by: times))
        put(moment, turned: false, scaledBy: -Lineshape.gaussianRate(1))
      case .share(let j):
        var line = ComplexVector(
          real: [Double](repeating: -1, count: voigt.count), imaginary: [Double](repeating: 0, count: voigt.count))
        line.addLine(amplitude: 1, damping: 0, rotation: kernelRotation(j))
        self.put(voigt * line, into: &elements, at: start)
      case .shift(let k):
        for other in ties.moved[k] where amounts[other] != 0 {
          put(moment(of: other), turned: true, scaledBy: 2 * .pi * amounts[other])
        }
      case .broadening(let k): put(moment(of: k), turned: false, scaledBy: -.pi * amounts[k])
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
    let values = values(of: samples)
    return ComplexVector(real: Array(values[..<points]), imaginary: Array(values[points...]))
  }

  /// The same, real parts over imaginary parts.
  private func values(of samples: ComplexVector) -> [Double] {
    var values = [Double](repeating: 0, count: 2 * points)
    put(samples, into: &values, at: 0)
    return values
  }

  /// Puts them at a place of `elements`.
  func put(_ samples: ComplexVector, into elements: inout [Double], at start: Int) {
    transform.centredSpectrum(
      of: samples, dwellTime: model.acquisition.dwellTime, in: indices, to: &elements, at: start)
  }

  /// Adds factor·values, or i·factor·values if `turned`, real parts over imaginary parts, at a place of `target`.
  private static func put(
    _ values: [Double], turned: Bool, scaledBy factor: Double, into target: inout [Double], at start: Int
  ) {
    let half = values.count / 2
    precondition(start >= 0 && start + 2 * half <= target.count)
    let (upper, sign) = turned ? (half, -factor) : (0, factor)
    let lower = half - upper
    // Over buffers, for the loops to be vectorised.
    unsafe values.withUnsafeBufferPointer { values in
      unsafe target.withUnsafeMutableBufferPointer { target in
        for i in 0..<half { unsafe target[start + i] += sign * values[upper + i] }
        for i in 0..<half { unsafe target[start + half + i] += factor * values[lower + i] }
      }
    }
  }

  func kernel(_ parameters: Parameters) -> ComplexVector? {
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
