import MRSCore
import MRSModel
import Numerics

/// A spectrum made again from amounts that something other than a fit has told: whether they explain it.
///
/// The forward model is fitted with the amounts drawn towards the answer as far as the answer is sure of them; shift, phases,
/// widths, baseline and shapes are free as in any fit. It judges a network by what the network does not know: the model.
public struct Reconstruction: Sendable {
  /// The fit; its amounts are not the answer's, but those nearest to it that explain the spectrum.
  public let fit: Fit
  /// How far they are from it: √((v − μ)ᵀΣ⁻¹(v − μ)/K) of the K logarithms v, in the answer's own deviations.
  public let distance: Double
  /// The residual's standard deviation over the noise's, degrees of freedom taken off.
  public var residualToNoise: Double { fit.residualToNoise }

  /// The same fit without what a reconstruction does not ask for: other baselines and lines that no species has.
  public static func fitter(_ fit: LeastSquares) -> LeastSquares {
    fit.changing {
      $0.baselineTrials = []
      $0.foreignLines = nil
    }
  }

  /// - Parameters:
  ///   - answer: of the amounts, in the unit of `fid`.
  ///   - fitter: that of ``fitter(_:)``, with a log-normal prior: that of the species that the answer does not tell is kept.
  ///   - lineshape: what the water of the same voxel says of it; `nil` where that is not known.
  /// - Throws: ``FittingError``, `LinearAlgebraError`.
  public init(
    of fid: FID, at answer: AmountDistribution, by fitter: LeastSquares,
    expecting lineshape: ExpectedLineshape? = nil
  ) throws {
    guard let own = fitter.amountPrior.distribution else { throw FittingError.needsLogNormalPrior }
    let drawn = fitter.under(.logNormal(try answer.completed(by: own)))
    let fit = try drawn.fit(fid, expecting: lineshape)
    let known = try LogNormalAmounts(answer, names: fitter.model.names)
    let logs = known.species.map { Double.log(max(fit.parameters.amounts[$0], .leastNormalMagnitude)) }
    self.fit = fit
    distance = (2 * known.cost(logs).value / Double(max(logs.count, 1))).squareRoot()
  }
}
