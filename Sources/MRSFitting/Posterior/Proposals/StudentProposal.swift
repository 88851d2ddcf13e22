import MRSCore
import Numerics

/// A multivariate t distribution in the variables that a precision's factor makes independent.
struct StudentProposal: Sendable {
  /// Degrees of freedom; even, for its chi-square to be made of exponentials.
  let degrees: Int
  let widening: Double

  /// A draw of mean zero whose precision's factor is given, and ln of its density.
  func draw(_ factor: CholeskyFactor, using stream: inout RandomStream) -> (values: [Double], logDensity: Double) {
    let count = factor.lower.rows
    guard count > 0 else { return ([], 0) }
    var product = 1.0
    for _ in 0..<degrees / 2 { product *= 1 - stream.uniform() }
    let square = -2 * Double.log(product)
    let nu = Double(degrees)
    let scale = widening * (nu / square).squareRoot()
    let normals = (0..<count).map { _ in scale * stream.normal() }
    let energy = normals.reduce(0) { $0 + $1 * $1 } / (widening * widening)
    let n = Double(count)
    let logDensity =
      .logGamma((nu + n) / 2) - .logGamma(nu / 2) - n / 2 * Double.log(nu * .pi) - n * .log(widening)
      + factor.logDeterminant / 2 - (nu + n) / 2 * .log(onePlus: energy / nu)
    return (factor.solveTransposed(normals), logDensity)
  }
}
