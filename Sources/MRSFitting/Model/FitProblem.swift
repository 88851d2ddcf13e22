import MRSCore
import MRSModel
import Numerics

/// A spectrum in a window with what may explain it, but for the amounts: columns, phases, baseline, soft constraints.
///
/// The cost of a residual r is ½·(rᵀMr/σ² + Σ ((θ_p − c_p)/σ_p)²): the baseline is projected out (``BaselineProjection``),
/// with it how functions may look otherwise (``ShapeProjection``), and the parameters are drawn towards their centres by
/// their deviations.
struct FitProblem: Sendable {
  let model: SpectralModel
  /// The data of the window, shape (points).
  let data: ComplexVector
  /// σ, the standard deviation of the noise of a real or imaginary part.
  let noise: Double
  let baseline: BaselineProjection?
  /// How far the baseline bends, in units of the noise.
  private(set) var bend: Double
  /// How the shapes of functions may err, near some parameters; `nil` where they are taken for right.
  private(set) var shapes: ShapeProjection?
  /// The standard deviation of each nonlinear parameter about its centre; infinite where it is free.
  var deviations: [Double]
  /// What each is expected to be; zero for most.
  var centres: [Double]
  /// The nonlinear parameters that are not fixed.
  var varied: [Int]

  /// The columns and the data at one set of parameters.
  struct State: Sendable {
    let theta: [Double]
    let parameters: SpectralModel.Parameters
    let columns: SpectralModel.Columns
    /// With the phases taken off.
    let data: ComplexVector
  }

  init(
    model: SpectralModel, data: ComplexVector, noise: Double, baseline: BaselineProjection?, bend: Double,
    centres: [Double], deviations: [Double], varied: [Int]
  ) {
    self.model = model
    self.data = data
    self.noise = noise
    self.baseline = baseline
    self.bend = bend
    self.deviations = deviations
    self.centres = centres
    self.varied = varied
  }

  var weight: Double { 1 / (noise * noise) }
  /// s_j of the baseline.
  var shares: [Double] { baseline?.shares(bend: bend) ?? [] }

  func state(_ theta: [Double]) -> State {
    let parameters = model.parameters(theta)
    return State(
      theta: theta, parameters: parameters, columns: model.columns(parameters),
      data: model.unphased(data, parameters))
  }

  /// y − Σ a_k·C_k, real parts over imaginary parts.
  func residual(_ state: State, amounts: [Double]) -> [Double] {
    var residual = state.data.real + state.data.imaginary
    let fitted = state.columns.spectra * amounts
    for i in residual.indices { residual[i] -= fitted[i] }
    return residual
  }

  /// Errors of shape of these amplitudes by species, at these nonlinear parameters, in units of the noise.
  func columns(
    of errors: ShapeErrors, amplitudes: [Double], at theta: [Double]
  ) -> SpectralModel.ErrorColumns {
    model.columns(
      of: errors.components, amplitudes: amplitudes.map { $0 / noise }, least: Self.leastError, model.parameters(theta))
  }

  /// The same with another bend of the baseline.
  /// - Throws: `LinearAlgebraError`.
  func bending(by bend: Double) throws(LinearAlgebraError) -> FitProblem {
    if let shapes { return try erring(.init(spectra: shapes.columns, species: shapes.species), bend: bend) }
    var copy = self
    copy.bend = bend
    return copy
  }

  /// The same with errors of shape, and with another bend of the baseline where one is given.
  /// - Throws: `LinearAlgebraError`.
  func erring(
    _ columns: SpectralModel.ErrorColumns, bend: Double? = nil
  ) throws(LinearAlgebraError) -> FitProblem {
    var copy = self
    if let bend { copy.bend = bend }
    copy.shapes = try ShapeProjection(
      columns: columns.spectra, species: columns.species, baseline: baseline, shares: copy.shares)
    return copy
  }

  /// (S/N)² of all points together below which a component of errors of shape is left out: it would take less than a hundredth of a
  /// degree of freedom.
  private static let leastError = 0.01

  /// M·r.
  func reduced(_ residual: [Double]) -> [Double] {
    let smooth = baseline?.reduced(residual, shares: shares) ?? residual
    guard let shapes else { return smooth }
    return zip(smooth, shapes.taken(residual)).map(-)
  }

  /// XᵀMX/σ².
  func products(_ vectors: Matrix) -> FitProducts { FitProducts(of: vectors, in: self) }

  /// ½·(rᵀMr/σ² + Σ ((θ_p − c_p)/σ_p)²).
  func cost(_ theta: [Double], residual: [Double], reduced: [Double]) -> Double {
    let data = zip(residual, reduced).reduce(0) { $0 + $1.0 * $1.1 } * weight
    let soft = varied.reduce(0.0) { sum, p in
      let distance = (theta[p] - centres[p]) / deviations[p]
      return sum + distance * distance
    }
    return (data + soft) / 2
  }

  /// a_k·C_k of `species` (C_k alone if `scales` is nil), then −∂r/∂θ over `parameters` (``varied`` if nil), shape
  /// (2·points, both).
  func vectors(
    _ state: State, species: [Int], scales: [Double]? = nil, amounts: [Double], of parameters: [Int]? = nil
  ) -> Matrix {
    let parameters = parameters ?? varied
    let spectra = state.columns.spectra
    let (rows, columns) = (spectra.rows, species.count + parameters.count)
    var elements = [Double](repeating: 0, count: rows * columns)
    for (column, k) in species.enumerated() {
      spectra.put(column: k, scaledBy: scales?[k] ?? 1, into: &elements, at: rows * column)
    }
    model.put(
      derivativesOf: parameters, columns: state.columns, amounts: amounts, data: state.data,
      into: &elements, from: species.count)
    return Matrix(rows: rows, columns: columns, elements: elements)
  }

  /// (θ_p − c_p)/σ_p².
  func pull(of parameter: Int, at theta: [Double]) -> Double {
    (theta[parameter] - centres[parameter]) * precision(of: parameter)
  }

  /// Σ −ln σ_p of the parameters of which something is known beforehand: what their priors' densities differ in.
  func logDensity(of parameters: some Sequence<Int>) -> Double {
    parameters.filter { deviations[$0].isFinite }.reduce(0) { $0 - .log(deviations[$1]) }
  }

  /// 1/σ_p².
  func precision(of parameter: Int) -> Double { 1 / (deviations[parameter] * deviations[parameter]) }
}
