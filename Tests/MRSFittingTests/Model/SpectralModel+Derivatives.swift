import MRSCore
import MRSFitting

extension SpectralModel {
  /// −∂r/∂θ of one parameter as a search has it, real parts over imaginary parts.
  func derivative(
    by parameter: Int, at vector: [Double], amounts: [Double], data: ComplexVector
  ) -> [Double] {
    let parameters = parameters(vector)
    var elements = [Double](repeating: 0, count: 2 * data.count)
    put(
      derivativesOf: [parameter], columns: columns(parameters), amounts: amounts, data: unphased(data, parameters),
      into: &elements, from: 0)
    return elements
  }
}
