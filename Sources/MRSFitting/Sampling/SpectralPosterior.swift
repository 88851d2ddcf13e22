import MRSCore
import MRSModel
import MRSStatistics
import Numerics

/// The posterior density of the amounts and of what shapes the lines of one spectrum: the model of ``LeastSquares``, its
/// bounds and soft constraints as priors, the baseline integrated out, and so is the noise unless it is known.
///
/// With r the residual of the window and rᵀMr what the baseline leaves of its sum of squares (``BaselineMarginal``), the
/// log likelihood is −½·rᵀMr/σ² for known noise σ, and −½·n·ln rᵀMr for noise of the prior 1/σ (Jeffreys; Bretthorst 1988,
/// doi:10.1007/978-1-4684-9399-3), n the number of real data less the baseline's free directions. The gradient runs
/// backwards through the model: two Fourier transforms however many species there are.
package struct SpectralPosterior: LogDensity {
  /// How the noise enters.
  package enum Noise: Hashable, Sendable { case known, integrated }

  /// A nonlinear parameter's bounds, and mean and standard deviation of its normal prior (infinite for none).
  package struct Range: Hashable, Sendable {
    package let low: Double
    package let high: Double
    package let mean: Double
    package let deviation: Double

    package init(_ low: Double, _ high: Double, mean: Double = 0, deviation: Double = .infinity) {
      self.low = low
      self.high = high
      self.mean = mean
      self.deviation = deviation
    }
  }

  private let model: ForwardModel
  /// L⁰_k, Hz.
  private let naturalWidths: [Double]
  let ties: ShiftTies
  /// Which nonlinear parameter is where in ``ranges``, with the f_j of the lineshape's kernel
  /// m(t) = 1 + Σ_j κ_j·(exp(2πi·f_j·t) − 1) (``SpectralModel``).
  private let layout: ParameterLayout
  private let indices: Swift.Range<Int>
  /// The data of the window, and σ (the unit in which the residual is taken).
  private let data: ComplexVector
  private let noise: Double
  private let noiseTreatment: Noise
  private let baseline: BaselineMarginal
  private let prior: AmountPriorDensity
  /// Of every nonlinear parameter; one of no width is fixed.
  private let ranges: [Range]
  /// Where fixed parameters stand, and the others before they are filled in.
  private let lowest: [Double]
  private let transforms: [BoundedParameter]
  /// The nonlinear parameters that are sampled, after the amounts.
  private let free: [Int]
  private let transform: FourierTransform
  private let times: [Double]
  private let offsets: [Double]
  /// exp(2πi·f_j·t) − 1, what the share κ_j of a line gains: a column each, real parts above imaginary ones.
  private let moved: Matrix

  /// - Parameters:
  ///   - amountScales: below which an amount counts as small: its conditional standard deviation.
  ///   - ranges: of the nonlinear parameters, as ``ParameterLayout`` has them, the Gauss width as such.
  ///   - kernelOffsets: the steps of the lineshape, Hz; none for a Voigt line.
  /// - Throws: `LinearAlgebraError`.
  package init(
    spectrum data: ComplexVector, indices: Swift.Range<Int>, model: ForwardModel, naturalWidths: [Double],
    ties: ShiftTies? = nil, kernelOffsets: [Double] = [], noise: Double,
    noiseTreatment: Noise, baseline: SplineBaseline?, baselineBend: Double, prior: AmountPrior, ranges: [Range],
    amountScales: [Double]
  ) throws {
    layout = ParameterLayout(names: model.names, kernelOffsets: kernelOffsets)
    precondition(data.count == indices.count && ranges.count == layout.count)
    self.model = model
    self.naturalWidths = naturalWidths
    self.ties = ties ?? ShiftTies(names: model.names)
    self.indices = indices
    self.data = data
    self.noise = noise
    self.noiseTreatment = noiseTreatment
    self.baseline = try BaselineMarginal(baseline, bend: baselineBend)
    self.prior = try AmountPriorDensity(prior, names: model.names)
    self.ranges = ranges
    lowest = ranges.map { $0.low }
    free = ranges.indices.filter { ranges[$0].low < ranges[$0].high }
    transforms =
      amountScales.map { .nonNegative(scale: $0) }
      + free.map { .interval(low: ranges[$0].low, high: ranges[$0].high) }
    transform = FourierTransform(count: model.acquisition.points)
    times = (0..<model.acquisition.points).map(model.acquisition.time(ofSample:))
    let acquisition = model.acquisition
    offsets = indices.map { Double($0 - acquisition.points / 2) * acquisition.frequencyStep }
    moved = Matrix(
      columns: kernelOffsets.map { offset in
        var line = ComplexVector(
          real: [Double](repeating: -1, count: acquisition.points),
          imaginary: [Double](repeating: 0, count: acquisition.points))
        line.addLine(amplitude: 1, damping: 0, rotation: 2 * .pi * offset * acquisition.dwellTime)
        return line.real + line.imaginary
      })
  }

  private var species: Int { model.names.count }
  package var dimension: Int { transforms.count }

  /// The point of given amounts and nonlinear parameters.
  package func point(amounts: [Double], nonlinear: [Double]) -> [Double] {
    zip(transforms, amounts + free.map { nonlinear[$0] }).map { $0.variable(of: $1) }
  }

  /// The amounts and all nonlinear parameters at a point.
  package func parameters(at point: [Double]) -> (amounts: [Double], nonlinear: [Double]) {
    let values = zip(transforms, point).map { $0.evaluate($1).value }
    var nonlinear = lowest
    for (i, p) in free.enumerated() { nonlinear[p] = values[species + i] }
    return (Array(values[..<species]), nonlinear)
  }

  package func evaluate(_ point: [Double]) -> (value: Double, gradient: [Double]) {
    let bounded = zip(transforms, point).map { $0.evaluate($1) }
    let amounts = bounded[..<species].map { $0.value }
    var nonlinear = lowest
    for (i, p) in free.enumerated() { nonlinear[p] = bounded[species + i].value }

    var (value, amountSlopes, nonlinearSlopes) = logLikelihood(amounts, nonlinear)
    value += prior.evaluate(amounts, addingTo: &amountSlopes)
    for p in free where ranges[p].deviation.isFinite {
      let ratio = (nonlinear[p] - ranges[p].mean) / ranges[p].deviation
      value -= ratio * ratio / 2
      nonlinearSlopes[p] -= ratio / ranges[p].deviation
    }
    let slopes = amountSlopes + free.map { nonlinearSlopes[$0] }
    value += bounded.reduce(0) { $0 + $1.logJacobian }
    return (value, zip(slopes, bounded).map { $0 * $1.slope + $1.logJacobianSlope })
  }

  /// The log likelihood and its derivatives by the amounts and by all nonlinear parameters.
  private func logLikelihood(
    _ amounts: [Double], _ theta: [Double]
  ) -> (value: Double, amounts: [Double], nonlinear: [Double]) {
    let (phase, delay) = (theta[ParameterLayout.phase], theta[ParameterLayout.delay])
    let gaussian = theta[ParameterLayout.gaussian]
    let broadenings = Array(theta[layout.broadenings])
    let acquisition = model.acquisition

    let shifts = ties.shifts(of: Array(theta[layout.shifts]))
    // The shape that all species share is put on their sum.
    let radiansPerHertz = 2 * .pi * acquisition.dwellTime
    let points = acquisition.points
    // Real parts above imaginary ones: sums over points are products of matrices.
    var columns = Matrix(zeros: 2 * points, species)
    for k in 0..<species {
      model.signals[k].add(
        damping: -0.5 * radiansPerHertz
          * (naturalWidths[k] + theta[ParameterLayout.lorentzian] + broadenings[k]),
        rotation: radiansPerHertz * (theta[ParameterLayout.frequency] + shifts[k]),
        to: &columns.elements, at: 2 * points * k)
    }
    let total = columns * amounts
    var sum = ComplexVector(real: Array(total[..<points]), imaginary: Array(total[points...]))
    let envelope = Lineshape(lorentzian: 0, gaussian: gaussian).envelope(on: acquisition)
    sum.weight(by: envelope)
    let phasor = ComplexVector(
      offsets.map { Complex(length: 1, phase: phase + 2 * .pi * $0 * delay) })
    let kernel = kernel(Array(theta[layout.kernel]))
    let shaped = kernel.map { sum * $0 } ?? sum
    let fitted = transform.centredSpectrum(of: shaped, dwellTime: acquisition.dwellTime)[indices] * phasor

    let residual = (1 / noise) * (data - fitted)
    let reduced = baseline.reduced(residual)
    let square = residual.innerProduct(reduced).real
    let freedom = Double(2 * indices.count - baseline.freeDirections)
    let value: Double
    let weight: Double
    switch noiseTreatment {
    case .known: (value, weight) = (-square / 2, 1)
    case .integrated: (value, weight) = (-freedom / 2 * .log(square), freedom / square)
    }
    // γ with ∂value = Re⟨γ, ∂fitted⟩, then h with ∂value = Re⟨h, ∂(m·w·Σ a·signal)⟩ for the envelope w, then h·conj(m).
    let adjoint = (weight / noise) * reduced
    let behindKernel = timeDomain(phasor.conjugated * adjoint)
    let back = kernel.map { behindKernel * $0.conjugated } ?? behindKernel

    var amountSlopes = [Double](repeating: 0, count: species)
    var slopes = [Double](repeating: 0, count: theta.count)
    if !layout.kernel.isEmpty {
      let against = behindKernel * sum.conjugated
      slopes.replaceSubrange(layout.kernel, with: moved.transposedTimes(against.real + against.imaginary))
    }
    var squaredTimes = 0.0
    for n in times.indices {
      squaredTimes += times[n] * times[n] * (back.real[n] * sum.real[n] + back.imaginary[n] * sum.imaginary[n])
    }
    let own = back.weighted(by: envelope)
    let weighted = own.weighted(by: times)
    // Re⟨own, signal⟩, and both parts of ⟨weighted, signal⟩.
    let products = columns.transposedTimes(
      Matrix(columns: [
        own.real + own.imaginary, weighted.real + weighted.imaginary, weighted.imaginary.map { -$0 } + weighted.real,
      ]))
    for k in 0..<species {
      amountSlopes[k] = products[k, 0]
      let (byShift, byWidth) = (-2 * .pi * amounts[k] * products[k, 2], -.pi * amounts[k] * products[k, 1])
      slopes[layout.shifts.lowerBound + k] = byShift
      slopes[layout.broadenings.lowerBound + k] = byWidth
      slopes[ParameterLayout.frequency] += byShift
      slopes[ParameterLayout.lorentzian] += byWidth
    }
    slopes.replaceSubrange(layout.shifts, with: ties.slopes(of: Array(slopes[layout.shifts])))
    slopes[ParameterLayout.gaussian] = -2 * Lineshape.gaussianRate(1) * gaussian * squaredTimes
    let overlap = adjoint.innerProduct(fitted)
    slopes[ParameterLayout.phase] = -overlap.imaginary
    slopes[ParameterLayout.delay] = -2 * .pi * adjoint.weighted(by: offsets).innerProduct(fitted).imaginary
    return (value, amountSlopes, slopes)
  }

  /// m(t); `nil` for a Voigt line.
  private func kernel(_ shares: [Double]) -> ComplexVector? {
    guard !shares.isEmpty else { return nil }
    let gains = moved * shares
    return ComplexVector(
      real: gains[..<times.count].map { 1 + $0 }, imaginary: Array(gains[times.count...]))
  }

  /// The adjoint of "the window of the centred spectrum": h with Re⟨η, window(spectrum(z))⟩ = Re⟨h, z⟩ for every z.
  private func timeDomain(_ window: ComplexVector) -> ComplexVector {
    let points = model.acquisition.points
    let half = points - points / 2
    var spectrum = ComplexVector(zeros: points)
    for (i, index) in indices.enumerated() {
      let place = (index + half) % points
      spectrum.real[place] = window.real[i]
      spectrum.imaginary[place] = window.imaginary[i]
    }
    var samples = (model.acquisition.dwellTime * Double(points)) * transform.inverse(spectrum)
    samples.real[0] *= 0.5
    samples.imaginary[0] *= 0.5
    return samples
  }
}
