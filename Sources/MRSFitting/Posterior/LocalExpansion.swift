import MRSCore
import MRSModel
import Numerics

/// A spectrum's sum of squares about one set of nonlinear parameters, as a polynomial: an evaluation needs no Fourier
/// transform.
///
/// About the origin θ⁰ the signal of species k is s_k(t)·exp(z_k·t + w·t²) with z_k = 2πi·(Δ + δ_k) − π·(L + λ_k) and w
/// = −c·G², all less their values at θ⁰. With exp(z·t + w·t²) = Σ_p h_p(z, w)·tᵖ, p·h_p = z·h_{p−1} + 2w·h_{p−2}, and
/// the turned data y·exp(−iφ)·Σ_q (−2πi·f·τ)^q/q!, the residual is linear in coefficients c that are made from the
/// parameters, of columns X that are made once: r = X·c and rᵀMr/σ² = cᵀGc with G = XᵀMX/σ² (``FitProblem``). The
/// kernel of a lineshape that is no Voigt line stays as it is at the origin.
struct LocalExpansion: Sendable {
  let problem: FitProblem
  /// θ⁰.
  let origin: [Double]
  /// G, shape (coefficients, coefficients).
  let products: Matrix
  /// X, shape (2·points, coefficients), and XᵀX.
  private let columns: Matrix
  private let whole: Matrix

  /// The powers of t, and of f, that are kept. Of 60 spectra of `liver-3T-press30` ln p was wrong by some hundredths at
  /// the draws of largest weight, by up to a few tenths where broad lines are far wider or narrower than at the origin.
  static let orders = 6
  static let delayOrders = 4
  /// The units of t and of τ, s: of the order at which a signal has decayed, and of one radian at the edge of the
  /// window.
  private static let time = 0.02
  private static let delay = 3e-4

  init(_ problem: FitProblem, at origin: [Double]) {
    self.problem = problem
    self.origin = origin
    let state = problem.state(origin)
    let model = problem.model
    let rows = 2 * model.points
    let times = (0..<model.model.acquisition.points).map { model.model.acquisition.time(ofSample: $0) / Self.time }
    let frequencies = model.offsets.map { 2 * .pi * $0 * Self.delay }
    var elements: [Double] = []
    elements.reserveCapacity(rows * (2 * Self.orders * model.species + 2 * Self.delayOrders))
    func append(_ column: ComplexVector) {
      elements += column.real
      elements += column.imaginary
      elements += column.imaginary.map { -$0 }
      elements += column.real
    }
    for k in 0..<model.species {
      var signal = state.columns.signals[k]
      for order in 0..<Self.orders {
        if order > 0 { signal.weight(by: times) }
        append(model.spectrum(of: signal))
      }
    }
    var data = state.data
    for order in 0..<Self.delayOrders {
      if order > 0 { data.weight(by: frequencies) }
      append(data)
    }
    columns = Matrix(rows: rows, columns: elements.count / rows, elements: elements)
    whole = columns.gram
    products = FitProducts(of: columns, whole: whole, in: problem).matrix
  }

  private init(_ problem: FitProblem, like other: LocalExpansion) {
    self.problem = problem
    (origin, columns, whole) = (other.origin, other.columns, other.whole)
    products = FitProducts(of: columns, whole: whole, in: problem).matrix
  }

  /// The same over another baseline, about the same origin.
  /// - Throws: `LinearAlgebraError`.
  func bending(by bend: Double) throws(LinearAlgebraError) -> LocalExpansion {
    LocalExpansion(try problem.bending(by: bend), like: self)
  }

  var species: Int { problem.model.species }
  /// How many coefficients there are.
  var count: Int { products.rows }
  /// Where those of a species, and those of the data, begin.
  func place(of k: Int) -> Int { 2 * Self.orders * k }
  var dataPlace: Int { 2 * Self.orders * species }

  /// h_p of every species at θ, in the unit of time that the columns have, shape (K) of (orders).
  func polynomials(at theta: [Double]) -> [[Complex<Double>]] {
    let layout = problem.model.layout
    let shifts = problem.model.ties.shifts(of: Array(theta[layout.shifts]))
    let shifts0 = problem.model.ties.shifts(of: Array(origin[layout.shifts]))
    let frequency = theta[ParameterLayout.frequency] - origin[ParameterLayout.frequency]
    let lorentzian = theta[ParameterLayout.lorentzian] - origin[ParameterLayout.lorentzian]
    let square = theta[ParameterLayout.gaussian] - origin[ParameterLayout.gaussian]
    let w = -Lineshape.gaussianRate(1) * square * Self.time * Self.time
    let first = layout.broadenings.lowerBound
    // Where species have nothing of their own, one list does for all.
    var last: (z: Complex<Double>, h: [Complex<Double>])?
    return (0..<species).map { k in
      let z = Complex(
        -.pi * Self.time * (lorentzian + theta[first + k] - origin[first + k]),
        2 * .pi * Self.time * (frequency + shifts[k] - shifts0[k]))
      if let last, last.z == z { return last.h }
      var h = [Complex<Double>](repeating: 0, count: Self.orders)
      h[0] = 1
      for p in 1..<Self.orders {
        var next = z * h[p - 1]
        if p > 1 { next += Complex(2 * w) * h[p - 2] }
        h[p] = Complex(next.real / Double(p), next.imaginary / Double(p))
      }
      last = (z, h)
      return h
    }
  }

  /// The powers of −i·τ over their factorials, turned by the phase, that the data have at θ; with `derivative` those of
  /// ∂/∂τ.
  private func turning(_ theta: [Double], derivative: Bool = false) -> [Complex<Double>] {
    let phase = theta[ParameterLayout.phase] - origin[ParameterLayout.phase]
    let x = Complex(0, -(theta[ParameterLayout.delay] - origin[ParameterLayout.delay]) / Self.delay)
    var power = Complex(length: 1, phase: -phase)
    var powers: [Complex<Double>] = []
    for q in 0..<Self.delayOrders {
      powers.append(power)
      power *= Complex(x.real / Double(q + 1), x.imaginary / Double(q + 1))
    }
    guard derivative else { return powers }
    return [0] + powers.dropLast().map { $0 * Complex(0, -1 / Self.delay) }
  }

  /// c.
  func coefficients(amounts: [Double], _ theta: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: count)
    for (k, h) in polynomials(at: theta).enumerated() {
      Self.put(h, scaledBy: Complex(-amounts[k]), into: &result, at: place(of: k))
    }
    Self.put(turning(theta), scaledBy: 1, into: &result, at: dataPlace)
    return result
  }

  /// What ``slopes(amounts:_:parameters:)`` has for phase and delay, of the data's coefficients alone.
  func dataSlopes(_ theta: [Double]) -> (phase: [Double], delay: [Double]) {
    var (phase, delay) = (
      [Double](repeating: 0, count: 2 * Self.delayOrders), [Double](repeating: 0, count: 2 * Self.delayOrders)
    )
    Self.put(turning(theta), scaledBy: Complex(0, 1), into: &phase, at: 0)
    Self.put(turning(theta, derivative: true), scaledBy: -1, into: &delay, at: 0)
    return (phase, delay)
  }

  /// rᵀMr/σ² of draws whose coefficients are the columns. Coefficients that add less than a thousandth of the noise in
  /// any draw, as high orders of weak species do, are left out.
  func squares(of coefficients: Matrix) -> [Double] {
    let draws = coefficients.columns
    var largest = [Double](repeating: 0, count: count)
    for draw in 0..<draws {
      for i in 0..<count { largest[i] = max(largest[i], abs(coefficients.elements[draw * count + i])) }
    }
    let kept = (0..<count).filter { largest[$0] * products[$0, $0].squareRoot() > Self.leastPart }
    let own = Matrix(
      rows: kept.count, columns: draws,
      elements: (0..<draws).flatMap { draw in kept.map { coefficients.elements[draw * count + $0] } })
    let left = products.submatrix(kept) * own
    return (0..<draws).map { draw in
      var sum = 0.0
      for i in draw * kept.count..<(draw + 1) * kept.count { sum += own.elements[i] * left.elements[i] }
      return sum
    }
  }

  private static let leastPart = 1e-3

  /// −∂c/∂ of ln a of all species, then of the given nonlinear parameters, as columns.
  func slopes(amounts: [Double], _ theta: [Double], parameters: [Int]) -> Matrix {
    let polynomials = polynomials(at: theta)
    var result = Matrix(zeros: count, species + parameters.count)
    for k in 0..<species { put(polynomials[k], scaledBy: Complex(amounts[k]), into: &result, column: k, of: k) }
    for (index, parameter) in parameters.enumerated() {
      let column = species + index
      func move(_ k: Int, _ factor: Complex<Double>) {
        put(
          [0] + polynomials[k].dropLast(), scaledBy: factor * Complex(amounts[k]), into: &result, column: column, of: k)
      }
      switch problem.model.layout.parameter(at: parameter) {
      case .frequency: for k in 0..<species { move(k, Self.byShift) }
      case .lorentzian: for k in 0..<species { move(k, Self.byWidth) }
      case .gaussian:
        for k in 0..<species {
          put(
            [0, 0] + polynomials[k].dropLast(2), scaledBy: Self.bySquare * Complex(amounts[k]), into: &result,
            column: column, of: k)
        }
      case .shift(let k): for moved in problem.model.ties.moved[k] { move(moved, Self.byShift) }
      case .broadening(let k): move(k, Self.byWidth)
      case .phase: put(dataSlopes(theta).phase, into: &result, column: column)
      case .delay: put(dataSlopes(theta).delay, into: &result, column: column)
      case .share: break
      }
    }
    return result
  }

  /// The inner products of ``slopes(amounts:_:parameters:)`` with Gc, without these slopes as a matrix.
  func pulls(_ left: [Double], amounts: [Double], _ theta: [Double], parameters: [Int]) -> [Double] {
    let polynomials = polynomials(at: theta)
    /// a_k·Σ_p conj(left)·h_{p−lag}: with times 1 its real part, with times i its imaginary part.
    func product(_ k: Int, lag: Int) -> Complex<Double> {
      let first = place(of: k)
      var (re, im) = (0.0, 0.0)
      for p in lag..<Self.orders {
        let h = polynomials[k][p - lag]
        let (x, y) = (left[first + 2 * p], left[first + 2 * p + 1])
        re += x * h.real + y * h.imaginary
        im += y * h.real - x * h.imaginary
      }
      return Complex(amounts[k] * re, amounts[k] * im)
    }
    let moved = (0..<species).map { product($0, lag: 1) }
    let data = dataSlopes(theta)
    func ofData(_ slopes: [Double]) -> Double {
      slopes.indices.reduce(0) { $0 + slopes[$1] * left[dataPlace + $1] }
    }
    let nonlinear = parameters.map { parameter -> Double in
      switch problem.model.layout.parameter(at: parameter) {
      case .frequency: moved.reduce(0) { $0 + $1.imaginary } * Self.byShift.imaginary
      case .lorentzian: moved.reduce(0) { $0 + $1.real } * Self.byWidth.real
      case .gaussian: (0..<species).reduce(0) { $0 + product($1, lag: 2).real } * Self.bySquare.real
      case .shift(let k): problem.model.ties.moved[k].reduce(0) { $0 + moved[$1].imaginary } * Self.byShift.imaginary
      case .broadening(let k): moved[k].real * Self.byWidth.real
      case .phase: ofData(data.phase)
      case .delay: ofData(data.delay)
      case .share: 0
      }
    }
    return (0..<species).map { product($0, lag: 0).real } + nonlinear
  }

  /// ∂z/∂ of a shift and of a width, and ∂w/∂ of G², in the unit of time.
  static let byShift = Complex(0, 2 * Double.pi * time)
  static let byWidth = Complex(-Double.pi * time, 0)
  private static let bySquare = Complex(-Lineshape.gaussianRate(1) * time * time)

  private func put(
    _ values: [Complex<Double>], scaledBy factor: Complex<Double>, into target: inout Matrix, column: Int, of k: Int
  ) {
    Self.put(values, scaledBy: factor, into: &target.elements, at: column * count + place(of: k))
  }

  private func put(_ data: [Double], into target: inout Matrix, column: Int) {
    target.elements.replaceSubrange(column * count + dataPlace..<(column + 1) * count, with: data)
  }

  private static func put(
    _ values: [Complex<Double>], scaledBy factor: Complex<Double>, into target: inout [Double], at place: Int
  ) {
    for (i, value) in values.enumerated() {
      let scaled = factor * value
      target[place + 2 * i] = scaled.real
      target[place + 2 * i + 1] = scaled.imaginary
    }
  }
}
