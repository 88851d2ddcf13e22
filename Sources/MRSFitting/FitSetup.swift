import MRSCore
import MRSModel
import Numerics

/// One fit made ready: the data in the window over the noise, the first guess, the bounds.
struct FitSetup {
  let problem: VariableProjection
  let start: [Double]
  let lower: [Double]
  let upper: [Double]
  private let names: [String]
  private let acquisition: Acquisition
  private let isProbablyConjugated: Bool

  init(
    fid: FID, model: ForwardModel, options: LeastSquaresOptions, amountPrior: LeastSquares.AmountPrior?,
    guess: FirstGuess
  ) throws {
    precondition(fid.acquisition.points == model.acquisition.points, "the model is for another number of points")
    if let bad = fid.samples.indices.first(where: { !fid.samples[$0].isFinite }) {
      throw FittingError.sampleNotFinite(index: bad)
    }
    guard fid.samples.energy > 0 else { throw FittingError.noSignal }
    let acquisition = fid.acquisition
    let indices = acquisition.spectralIndices(in: options.window, movedBy: guess.frequency)
    let halfWidth = acquisition.bandwidth.hertz / 2
    guard !indices.isEmpty else {
      throw FittingError.emptyWindow(
        low: options.window.lowerBound.ppm, high: options.window.upperBound.ppm,
        covered: acquisition.shift(at: .hertz(-halfWidth)).ppm...acquisition.shift(at: .hertz(halfWidth)).ppm)
    }
    let natural = model.names.map { options.naturalWidths[$0] ?? 2 }
    let spectral = SpectralModel(model: model, naturalWidths: natural, indices: indices)
    let noise = NoiseEstimate(of: fid).spectral
    let data = spectral.windowed(fid.samples)
    // A noiseless signal still needs a scale: a millionth of its largest point.
    let scale = max(noise, 1e-6 * (data.magnitude.max() ?? 0), .leastNormalMagnitude)

    let splines = options.baselineKnotSpacing.map { spacing in
      SplineBaseline(
        points: indices.count,
        knotSpacing: spacing * acquisition.spectrometerFrequency.megahertz / acquisition.frequencyStep)
    }
    let unknowns = model.names.count + 2 * (splines?.count ?? 0) + SpectralModel.Parameters.shared
    guard !model.names.isEmpty else { throw FittingError.emptyBasis }
    guard 2 * indices.count > unknowns else {
      throw FittingError.tooFewPoints(points: indices.count, unknowns: unknowns)
    }

    let species = model.names.count
    let shift = options.shiftDeviation * acquisition.spectrometerFrequency.megahertz
    func deviation(_ value: Double) -> Double { value > 0 ? value : .infinity }
    // exp(2πi·f·τ) turns by 2π·ν₀·τ a ppm (ν₀ in MHz gives Hz a ppm).
    let delay = Angle.degrees(options.firstOrderPhaseDeviation).radians
      / (2 * .pi * acquisition.spectrometerFrequency.megahertz)
    let deviations =
      [.infinity, .infinity, deviation(delay), .infinity, .infinity]
      + [Double](repeating: deviation(shift), count: species)
      + [Double](repeating: deviation(options.broadeningDeviation), count: species)
    problem = VariableProjection(
      model: spectral, data: data.real.map { $0 / scale } + data.imaginary.map { $0 / scale }, noise: scale,
      baseline: splines, baselineBend: options.baselineBend * (data.magnitude.max() ?? 0) / scale, amountPrior: amountPrior.map { Self.prior($0, names: model.names) }, deviations: deviations)

    isProbablyConjugated = guess.isProbablyConjugated
    func ownRange(_ deviation: Double) -> Double { deviation.isFinite ? 4 * deviation : 0 }
    let ownShift = [Double](repeating: ownRange(deviation(shift)), count: species)
    let broadening = ownRange(deviation(options.broadeningDeviation))
    start =
      [guess.frequency, guess.phase, 0, options.lorentzianRange.clamping(RegistrationTemplates.lorentzian),
        options.gaussianRange.clamping(guess.gaussian)]
      + [Double](repeating: 0, count: 2 * species)
    lower =
      [guess.frequency - options.frequencyRange, guess.phase - .pi, -ownRange(deviation(delay)),
        options.lorentzianRange.lowerBound, options.gaussianRange.lowerBound]
      + ownShift.map { -$0 } + natural.map { -min(broadening, 0.8 * $0) }
    upper =
      [guess.frequency + options.frequencyRange, guess.phase + .pi, ownRange(deviation(delay)),
        options.lorentzianRange.upperBound, options.gaussianRange.upperBound]
      + ownShift + [Double](repeating: broadening, count: species)
    names = model.names
    self.acquisition = acquisition
  }

  private static func prior(_ prior: LeastSquares.AmountPrior, names: [String]) -> VariableProjection.AmountPrior {
    VariableProjection.AmountPrior(
      means: names.map { prior.byName[$0]?.mean ?? 0 },
      deviations: names.map { prior.byName[$0]?.deviation ?? .infinity })
  }
}

extension FitSetup {
  /// The result at the end of the search.
  func result(
    of summary: LevenbergMarquardt.Summary, startingFrom passive: [Int], method: String, unit: Quantification.Unit
  ) throws -> Fit {
    let theta = summary.parameters
    let parameters = SpectralModel.Parameters(theta)
    let solution = problem.solve(theta, startingFrom: passive, derivatives: true)
    let points = problem.model.indices.count
    let species = names.count

    let dataRows = solution.residual[..<(2 * points)]
    let freedom = Double(2 * points - solution.passive.count - SpectralModel.Parameters.shared)
    let residualToNoise = (dataRows.reduce(0) { $0 + $1 * $1 } / max(freedom, 1)).squareRoot()
    let covariance = self.covariance(theta, solution, atBound: summary.atBound, inflation: max(1, residualToNoise))

    // exp(−i·(φ₀ + 2π·f·τ)) takes the fitted phases off for display.
    let offsets = problem.model.indices.map {
      Double($0 - acquisition.points / 2) * acquisition.frequencyStep
    }
    let unphase = ComplexVector(
      offsets.map { Complex(length: 1, phase: -parameters.phase - 2 * .pi * $0 * parameters.delay) })
    let noise = problem.noise
    let data = ComplexVector(
      real: problem.data[..<points].map { $0 * noise }, imaginary: problem.data[points...].map { $0 * noise })
    var baseline = ComplexVector(zeros: points)
    if let splines = problem.baseline {
      baseline = ComplexVector(
        real: (splines.values * Array(solution.baseline[..<splines.count])).map { $0 * noise },
        imaginary: (splines.values * Array(solution.baseline[splines.count...])).map { $0 * noise })
    }
    let components = (0..<species).map { (solution.amounts[$0] * solution.columns[$0]) * unphase }
    let unphasedBaseline = baseline * unphase
    let model = components.reduce(unphasedBaseline, +)
    let unphasedData = data * unphase
    let suitability = BasisSuitability(
      data: unphasedData, components: components, residual: unphasedData - model, noise: noise,
      frequencyStep: acquisition.frequencyStep)

    let signals = SignalParameters(
      amounts: solution.amounts, shifts: parameters.shifts,
      lorentzians: (0..<species).map {
        problem.model.naturalWidths[$0] + parameters.lorentzian + parameters.broadenings[$0]
      },
      gaussian: parameters.gaussian, frequency: parameters.frequency, phase: parameters.phase, delay: parameters.delay)
    let atBound = Dictionary(
      uniqueKeysWithValues: summary.atBound.filter { lower[$0] < upper[$0] }.map { (name(of: $0), theta[$0]) })
    let peak = zip(model.real, unphasedBaseline.real).map(-).max() ?? 0
    let meanNatural = Self.weightedMean(problem.model.naturalWidths, weights: solution.amounts)
    let quality = Quality(
      signalToNoise: peak / noise,
      linewidth: Lineshape(lorentzian: meanNatural + parameters.lorentzian, gaussian: parameters.gaussian).width,
      residualToNoise: residualToNoise)
    let amounts = names.indices.map { k in
      Amount(
        name: names[k], value: solution.amounts[k], standardDeviation: covariance[k, k].squareRoot(),
        uncertainty: problem.amountPrior == nil ? .cramerRao : .posterior, isAtBound: solution.amounts[k] == 0)
    }
    let quantification = Quantification(
      method: method, unit: unit, amounts: amounts, covariance: covariance, quality: quality,
      doubts: doubts(
        amounts, atBound: atBound, summary: summary, residualToNoise: residualToNoise, suitability: suitability))
    return Fit(
      parameters: signals, covariance: covariance,
      ppm: problem.model.indices.map {
        acquisition.shift(at: .hertz(Double($0 - acquisition.points / 2) * acquisition.frequencyStep)).ppm
      },
      data: unphasedData, model: model, baseline: unphasedBaseline, components: components, noise: noise,
      residualToNoise: residualToNoise, termination: summary.termination, iterations: summary.iterations,
      parametersAtBound: atBound, suitability: suitability, quantification: quantification)
  }

  /// The Cramér–Rao bound on the amounts with every nuisance parameter free, times `inflation`² where the residual
  /// exceeds the noise (the model's misfit then counts as noise, as LCModel does). Amounts in which nothing is known get
  /// an infinite variance.
  private func covariance(
    _ theta: [Double], _ solution: VariableProjection.Solution, atBound: [Int], inflation: Double
  ) -> Matrix {
    let free = theta.indices.filter { lower[$0] < upper[$0] && !atBound.contains($0) }
    let information = problem.information(theta, solution, free: free)
    let known = (0..<information.rows).filter { information[$0, $0] > 0 }
    let species = names.count
    var covariance = Matrix(diagonal: [Double](repeating: .infinity, count: species))
    guard let inverse = try? information.submatrix(known).invertedPositiveDefinite() else {
      return unidentifiedCovariance(information, known: known)
    }
    for (j, column) in known.enumerated() where column < species {
      for (i, row) in known.enumerated() where row < species {
        covariance[row, column] = inverse[i, j] * inflation * inflation
      }
    }
    return covariance
  }

  /// Where columns depend on one another: the pseudo-inverse leaves out the directions in which nothing is known, and an
  /// amount with a part in such a direction gets an infinite variance.
  private func unidentifiedCovariance(_ information: Matrix, known: [Int]) -> Matrix {
    let species = names.count
    var covariance = Matrix(diagonal: [Double](repeating: .infinity, count: species))
    let scale = known.map { 1 / information[$0, $0].squareRoot() }
    var scaled = information.submatrix(known)
    for j in known.indices { for i in known.indices { scaled[i, j] *= scale[i] * scale[j] } }
    guard let eigen = try? scaled.symmetricEigen(), let largest = eigen.values.last else { return covariance }
    let floor = 1e-10 * largest
    let identified = known.indices.filter { i in
      known[i] < species
        && eigen.values.indices.allSatisfy { eigen.values[$0] > floor || Swift.abs(eigen.vectors[i, $0]) < 1e-4 }
    }
    for i in identified {
      for j in identified {
        var sum = 0.0
        for e in eigen.values.indices where eigen.values[e] > floor {
          sum += eigen.vectors[i, e] * eigen.vectors[j, e] / eigen.values[e]
        }
        covariance[known[i], known[j]] = sum * scale[i] * scale[j]
      }
    }
    return covariance
  }

  private func doubts(
    _ amounts: [Amount], atBound: [String: Double], summary: LevenbergMarquardt.Summary, residualToNoise: Double,
    suitability: BasisSuitability
  ) -> [Doubt] {
    var doubts: [Doubt] = []
    if isProbablyConjugated { doubts.append(.probablyConjugated) }
    if suitability.explained < BasisSuitability.leastExplained {
      doubts.append(.unexplained(percent: 100 * (1 - suitability.explained)))
    }
    if suitability.quadrature > BasisSuitability.mostQuadrature {
      doubts.append(.unlikePhases(excess: suitability.quadrature))
    }
    if !summary.termination.isConverged { doubts.append(.notConverged(iterations: summary.iterations)) }
    if residualToNoise > 2 { doubts.append(.poorFit(residualToNoise: residualToNoise)) }
    doubts += atBound.sorted { $0.key < $1.key }.map { .parameterAtBound(name: $0.key, value: $0.value) }
    for amount in amounts {
      if amount.isAtBound {
        doubts.append(.amountAtBound(name: amount.name))
      } else if let percent = amount.percentDeviation, percent > 50 {
        doubts.append(.unidentified(name: amount.name, percent: percent))
      }
    }
    return doubts
  }

  private func name(of parameter: Int) -> String {
    let shared = ["frequency offset (Hz)", "zero-order phase (rad)", "first-order phase (s)", "Lorentz width (Hz)", "Gauss width (Hz)"]
    if parameter < shared.count { return shared[parameter] }
    let own = parameter - shared.count
    return own < names.count ? "shift of \(names[own]) (Hz)" : "broadening of \(names[own - names.count]) (Hz)"
  }

  private static func weightedMean(_ values: [Double], weights: [Double]) -> Double {
    let total = weights.reduce(0, +)
    guard total > 0 else { return values.reduce(0, +) / Double(values.count) }
    return zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
  }
}

extension ClosedRange<Double> {
  fileprivate func clamping(_ value: Double) -> Double { Swift.min(Swift.max(value, lowerBound), upperBound) }
}
