import MRSCore
import MRSModel
import Numerics

extension LeastSquares {
  /// The fit with a Voigt line, or where that does not explain the data one that does.
  func explained(_ setup: FitSetup, _ rough: Beginning) throws -> Estimate {
    // A Voigt line that is given up is a place to begin from: errors of shape are not made anew for it.
    let best = try estimate(
      rough.setup, varying: setup.voigt, near: rough.amounts,
      upTo: setup.kernel.isEmpty ? .infinity : Self.leastMisfit)
    return best.residualToNoise > Self.leastMisfit ? try improved(best, setup, rough) : best
  }

  /// The residual over the noise above which a Voigt line is no longer believed: nine in ten that are Voigt lie below.
  static let leastMisfit = 1.1
  /// That above which a fit with any lineshape is taken for one that ended in another minimum.
  static let mostMisfit = 1.5

  /// What explains the data better than `first`: with a lineshape of its own, and where more is amiss, from where the data
  /// without the prior lead and with the lineshape free from the beginning.
  private func improved(
    _ first: Estimate, _ setup: FitSetup, _ rough: Beginning
  ) throws -> Estimate {
    var best = first
    func keep(_ other: Estimate) { if other.residualToNoise < best.residualToNoise { best = other } }
    if case .logNormal = amountPrior, first.residualToNoise > Self.mostMisfit {
      var free = rough.setup
      free.problem.varied = setup.voigt
      free.start = try projected(
        free, AmountPenalty(species: model.names.count), near: rough.amounts
      ).end
      keep(try estimate(free, varying: setup.voigt, near: rough.amounts))
    }
    guard !setup.kernel.isEmpty, best.residualToNoise > Self.leastMisfit else { return best }
    // What a small part of the misfit says of the lineshape is taken, so that like spectra get like models.
    best = try skewed(setup, from: best.end)
    if best.residualToNoise > Self.mostMisfit { keep(try skewed(setup, from: rough.setup.start)) }
    return best
  }

  /// With a lineshape of its own.
  private func skewed(_ setup: FitSetup, from start: [Double]) throws -> Estimate {
    var setup = setup
    setup.start = start
    let smooth = try smoothed(setup, varying: setup.shared + setup.kernel)
    return try estimate(smooth.setup, varying: setup.voigt + setup.kernel, near: smooth.amounts)
  }
}
