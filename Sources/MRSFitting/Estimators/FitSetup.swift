import MRSCore
import MRSModel
import MRSVocabulary
import Numerics

/// One fit made ready: the data in the window over the noise, the first guess, the bounds.
struct FitSetup {
  var problem: FitProblem
  var start: [Double]
  let lower: [Double]
  let upper: [Double]
  let plan: FitPlan
  private let isProbablyConjugated: Bool
  /// How many real numbers of noise alone were left out (``LeastSquares/found(_:startingFrom:expecting:)``): misfit is told beside
  /// all of them.
  private let leftOut: Double

  /// - Parameters:
  ///   - plan: with its window where the guess has the signals.
  ///   - noise: the standard deviation of a real or imaginary part of the spectrum; `nil` for that of the FID's end.
  init(
    fid: FID, plan: FitPlan, guess: FirstGuess, expecting lineshape: ExpectedLineshape? = nil,
    noise known: Double? = nil, leftOut: Double = 0
  ) {
    self.leftOut = leftOut
    let options = plan.options
    let noise = known ?? NoiseEstimate(of: fid).spectral
    let data = plan.spectral.spectrum(ofData: fid.samples)
    let tallest = data.magnitude.max() ?? 0
    // A noiseless signal still needs a scale: a millionth of its largest point.
    let scale = max(noise, 1e-6 * tallest, .leastNormalMagnitude)
    problem = FitProblem(
      model: plan.spectral, data: data, noise: scale, baseline: plan.baseline,
      bend: options.baselineBend * tallest / scale, centres: plan.ranges.centres,
      deviations: plan.ranges.deviations, varied: plan.ranges.varied)
    self.plan = plan

    isProbablyConjugated = guess.isProbablyConjugated
    let zeros = [Double](repeating: 0, count: plan.model.names.count)
    let gaussian = options.gaussianRange.clamping(guess.gaussian)
    start = plan.spectral.layout.vector(
      frequency: guess.frequency, phase: guess.phase, delay: 0,
      lorentzian: options.lorentzianRange.clamping(RegistrationTemplates.lorentzian), gaussian: gaussian * gaussian,
      shifts: zeros, broadenings: zeros)
    (lower, upper) = plan.ranges.bounds(aboutFrequency: guess.frequency, phase: guess.phase)
    if let lineshape { expect(lineshape) }
  }
}

extension FitSetup {
  /// Draws the shared widths towards those expected, and begins there.
  mutating func expect(_ lineshape: ExpectedLineshape) {
    let (l, g) = (ParameterLayout.lorentzian, ParameterLayout.gaussian)
    problem.centres[l] = lineshape.lorentzian
    problem.deviations[l] = lineshape.lorentzianDeviation
    problem.centres[g] = lineshape.gaussian * lineshape.gaussian
    // d(G²) = 2·G·dG; of a Gauss width of nearly nothing its square is known all the same.
    problem.deviations[g] =
      2 * max(lineshape.gaussian, lineshape.gaussianDeviation) * lineshape.gaussianDeviation
    for p in [l, g] { start[p] = min(max(problem.centres[p], lower[p]), upper[p]) }
  }

  /// The parameters of the lineshape's kernel; those of all others; and of these, what all species share.
  var kernel: [Int] { problem.varied.filter(plan.spectral.layout.kernel.contains) }
  var voigt: [Int] { problem.varied.filter { !kernel.contains($0) } }
  var shared: [Int] { problem.varied.filter(ParameterLayout.shared.contains) }

  /// The same with the errors that shapes have at these amounts and nonlinear parameters; itself where all are known.
  /// - Throws: `LinearAlgebraError`.
  func erring(at theta: [Double], amounts: [Double]) throws(LinearAlgebraError) -> FitSetup {
    guard let columns = errorColumns(at: theta, amounts: amounts) else { return self }
    var copy = self
    copy.problem = try problem.erring(columns)
    copy.start = theta
    return copy
  }

  /// The components of these errors; `nil` where all shapes are known.
  func errorColumns(at theta: [Double], amounts: [Double]) -> SpectralModel.ErrorColumns? {
    plan.errors.map { problem.columns(of: $0, amplitudes: $0.amplitudes(at: amounts), at: theta) }
  }

  /// Whether anything that varies is drawn towards what was assumed of it.
  var hasSoftPriors: Bool { problem.varied.contains { problem.deviations[$0].isFinite } }

  /// What is left of the data over the noise, degrees of freedom taken off.
  func residualToNoise(of amounts: [Double], reduced: [Double]) -> Double {
    // The baseline's bends are soft: what it takes counts, not how many splines it has.
    let taken = 2 * problem.shares.reduce(0, +) + (problem.shapes?.freedom ?? 0)
    let freedom =
      plan.spectral.dataCount + leftOut - Double(amounts.count { $0 > 0 } + ParameterLayout.shared.count) - taken
    return ((reduced.reduce(0) { $0 + $1 * $1 } * problem.weight + leftOut) / max(freedom, 1)).squareRoot()
  }

  /// The result at the end of the search.
  /// - Parameter covariance: of the amounts, before misfit counts as noise.
  func result(
    _ state: FitProblem.State, amounts: [FitAmount], covariance bound: Matrix, residual: [Double], reduced: [Double],
    summary: LevenbergMarquardt.Summary, parametersAtBound: [Int], method: String, unit: Quantification.Unit
  ) -> Fit {
    let points = plan.spectral.points
    let species = plan.model.names.count
    let values = amounts.map(\.fitted)
    // What noise, baseline and errors of shape together leave of a residual is the noise's part.
    let left = reduced
    let errors = problem.shapes.map { shapes in (0..<species).map { shapes.curve(of: $0, reduced: reduced) } } ?? []
    let baselineValues = errors.reduce(zip(residual, left).map(-)) { zip($0, $1).map(-) }
    let residualToNoise = residualToNoise(of: values, reduced: reduced)
    let inflation = max(1, residualToNoise)
    let covariance = inflation * inflation * bound

    func complex(_ values: [Double]) -> ComplexVector {
      ComplexVector(real: Array(values[..<points]), imaginary: Array(values[points...]))
    }
    let baseline = complex(baselineValues)
    let functions = (0..<species).map { values[$0] * complex(state.columns.spectra.column($0)) }
    let shapeErrors = errors.map(complex)
    let components = shapeErrors.isEmpty ? functions : zip(functions, shapeErrors).map(+)
    let model = components.reduce(baseline, +)
    let parameters = state.parameters
    let signals = SignalParameters(
      amounts: values, shifts: parameters.shifts,
      lorentzians: (0..<species).map {
        plan.naturalWidths[$0] + parameters.lorentzian + parameters.broadenings[$0]
      },
      gaussian: parameters.gaussian, frequency: parameters.frequency, phase: parameters.phase, delay: parameters.delay)
    // Most shares of a lineshape are zero, its least; so is an own width where the function leaves no room to be narrower,
    // and the width that all have beside their natural ones.
    let reached = parametersAtBound.filter {
      lower[$0] < upper[$0] && ($0 != ParameterLayout.lorentzian || state.theta[$0] > lower[$0])
        && ($0 < plan.spectral.layout.broadenings.lowerBound || state.theta[$0] != 0)
        && plan.spectral.moves($0, amounts: values)
    }
    let atBound = Dictionary(
      uniqueKeysWithValues: reached.map {
        (plan.spectral.layout.name(at: $0), $0 == ParameterLayout.gaussian ? parameters.gaussian : state.theta[$0])
      })
    let quality = Quality(
      signalToNoise: SignalToNoise.ratio(of: zip(model.real, baseline.real).map(-), noise: problem.noise),
      linewidth: linewidth(state, components: components, amounts: values),
      residualToNoise: residualToNoise)
    let reported = amounts.indices.map { k in
      Amount(
        name: plan.model.names[k], value: amounts[k].value, standardDeviation: covariance[k, k].squareRoot(),
        uncertainty: amounts[k].uncertainty, isAtBound: values[k] == 0,
        distribution: amounts[k].spread.map { .logarithmic($0.scaled(by: 1, inflation: inflation)) } ?? .normal)
    }
    let acquisition = plan.model.acquisition
    let suitability = BasisSuitability(
      data: state.data, functions: functions, errors: shapeErrors,
      shapeExcess: shapeExcess(reduced), residual: complex(left),
      noise: problem.noise, frequencyStep: acquisition.frequencyStep)
    let quantification = Quantification(
      method: method, unit: unit, amounts: reported, covariance: covariance, quality: quality,
      doubts: doubts(
        reported, at: state.theta, atBound: atBound, summary: summary, residualToNoise: residualToNoise,
        suitability: suitability))
    return Fit(
      parameters: signals, covariance: covariance, indices: plan.spectral.indices,
      ppm: plan.spectral.offsets.map { acquisition.shift(at: .hertz($0)).ppm },
      data: state.data, model: model, baseline: baseline, components: components, noise: problem.noise,
      residualToNoise: residualToNoise, baselineBend: problem.bend, baselineSensitivity: nil,
      lineshape: zip(plan.spectral.layout.kernelOffsets, parameters.kernel).map { (offset: $0, share: $1) },
      termination: summary.termination, iterations: summary.iterations, parametersAtBound: atBound,
      suitability: suitability, quantification: quantification)
  }

  /// How far fat was bent (``ShapeProjection/excess(reduced:noise:)``); zero where shapes of macromolecules are free too, which are
  /// given no more room than they take.
  private func shapeExcess(_ reduced: [Double]) -> Double {
    guard plan.options.broadLines.isEmpty, let shapes = problem.shapes else { return 0 }
    return shapes.excess(reduced: reduced, noise: problem.noise)
  }

  /// The width of a line as fitted, Hz: of the tallest component whose function brings a width of its own, measured, for
  /// nothing else tells it; without such a component that of the Voigt line with the species' mean natural width.
  private func linewidth(_ state: FitProblem.State, components: [ComplexVector], amounts: [Double]) -> Double {
    let heights = components.indices.map { k in
      let name = plan.model.names[k]
      return (plan.naturalWidths[k] == 0 || plan.options.functionWidths[name] ?? 0 > 0)
        && !Vocabulary.standard.isBroad(name)
        ? components[k].magnitude.max() ?? 0 : 0
    }
    if let tallest = heights.indices.max(by: { heights[$0] < heights[$1] }), heights[tallest] > 0 {
      let line = FID(samples: state.columns.signals[tallest], acquisition: plan.model.acquisition)
      if let width = line.peakWidth { return width }
    }
    let natural = Self.weightedMean(plan.naturalWidths, weights: amounts)
    return Lineshape(
      lorentzian: natural + state.parameters.lorentzian, gaussian: state.parameters.gaussian
    ).width
  }

  /// The Cramér–Rao bound on the amounts with every nuisance parameter free. Amounts in which nothing is known get an
  /// infinite variance.
  func bound(_ point: VariableProjection.Point, of projection: VariableProjection, atBound: [Int]) -> Matrix {
    let species = plan.model.names.count
    let known = projection.information(point, species: Array(0..<species))
    let information = known.matrix
    let free = known.parameters.indices.filter { !atBound.contains(known.parameters[$0]) }.map { species + $0 }
    let informed = (Array(0..<species) + free).filter { information[$0, $0] > 0 }
    guard let inverse = try? information.submatrix(informed).invertedPositiveDefinite() else {
      return unidentifiedCovariance(information, known: informed)
    }
    var covariance = Matrix(diagonal: [Double](repeating: .infinity, count: species))
    for (j, column) in informed.enumerated() where column < species {
      for (i, row) in informed.enumerated() where row < species { covariance[row, column] = inverse[i, j] }
    }
    return covariance
  }

  /// Where columns depend on one another: the pseudo-inverse leaves out the directions in which nothing is known, and an
  /// amount with a part in such a direction gets an infinite variance.
  private func unidentifiedCovariance(_ information: Matrix, known: [Int]) -> Matrix {
    let species = plan.model.names.count
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
    _ amounts: [Amount], at theta: [Double], atBound: [String: Double], summary: LevenbergMarquardt.Summary,
    residualToNoise: Double,
    suitability: BasisSuitability
  ) -> [Doubt] {
    var doubts: [Doubt] = []
    if isProbablyConjugated { doubts.append(.probablyConjugated) }
    if let percent = suitability.unexplainedPercent { doubts.append(.unexplained(percent: percent)) }
    if suitability.quadrature > BasisSuitability.mostQuadrature {
      doubts.append(.unlikePhases(excess: suitability.quadrature))
    }
    if suitability.shapeExcess > BasisSuitability.mostShapeExcess {
      doubts.append(.unlikeShapes(excess: suitability.shapeExcess))
    }
    if !summary.termination.isConverged { doubts.append(.notConverged(iterations: summary.iterations)) }
    let g = ParameterLayout.gaussian
    let ofBasis =
      plan.model.names.filter { !Vocabulary.standard.isBroad($0) }
      .compactMap { plan.options.functionWidths[$0] }.max() ?? 0
    if ofBasis > 0, lower[g] < upper[g], theta[g] <= Self.leastGaussian {
      doubts.append(.narrowerThanBasis(width: ofBasis))
    }
    if residualToNoise > 2 { doubts.append(.poorFit(residualToNoise: residualToNoise)) }
    doubts += atBound.sorted { $0.key < $1.key }.map { .parameterAtBound(name: $0.key, value: $0.value) }
    return doubts + Doubt.about(amounts)
  }

  /// Hz²: scans on which brains' defaults were chosen have 2.4 Hz and more.
  private static let leastGaussian = 1.0

  private static func weightedMean(_ values: [Double], weights: [Double]) -> Double {
    let total = weights.reduce(0, +)
    guard total > 0 else { return values.reduce(0, +) / Double(values.count) }
    return zip(values, weights).reduce(0) { $0 + $1.0 * $1.1 } / total
  }
}

extension ClosedRange<Double> {
  fileprivate func clamping(_ value: Double) -> Double { Swift.min(Swift.max(value, lowerBound), upperBound) }
}
