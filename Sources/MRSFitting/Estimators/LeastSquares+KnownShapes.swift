import MRSCore
import MRSModel
import Numerics

extension LeastSquares {
  /// A fit's beginning: with the errors of shape and the baseline of a rough fit, whose amounts they are.
  typealias Beginning = (setup: FitSetup, amounts: [Double])

  /// The same options with fat that looks as its functions do, but for where its lines lie and how wide they are; `nil` where
  /// that is what `options` have already, or where it is not thought possible.
  static func ofKnownShapes(_ options: LeastSquaresOptions) -> LeastSquaresOptions? {
    let families = options.shapeFamilies
    guard !options.shapes.isEmpty, families.knownShare > 0, families.knownShare < 1 else { return nil }
    var known = options
    // As many of them as are drawn among the others.
    known.shapeFamilies.draws = Int((Double(families.draws) * families.knownShare).rounded(.up))
    known.shapeFamilies.knownShare = 1
    return known
  }

  /// The fit whose fat may look like single lines or other multiplets as well, or where that is far likelier the one with fat
  /// that looks as its functions do.
  ///
  /// The families differ in how much signal a proton has at TE, and one normal distribution of all shapes is between them:
  /// methylene that looks as simulated came out 5 % low and methyl 14 %. The likelihood knows which it is. It is taken with
  /// the determinant of either's errors of shape, over one baseline, where the two searches end. The one that is likelier at
  /// the beginning is searched first, and the other where it is not ruled out then.
  /// - Parameters:
  ///   - setup: with all shapes.
  ///   - known: with known shapes; `nil` where no function may look otherwise.
  ///   - rough: of `setup`.
  /// - Throws: ``FittingError``, `LinearAlgebraError`.
  func likeliest(_ setup: FitSetup, or known: FitSetup?, _ rough: Beginning) throws -> Estimate {
    guard let known else { return try explained(setup, rough) }
    guard let begun = try likelyBeginning(known, rough) else {
      let all = try explained(setup, rough)
      let other = try known.beginning(like: all.setup, at: all.end, amounts: all.amounts)
      let (same, cost) = try remade(all)
      guard gain(of: other, over: same, near: all.amounts) > Self.leastFirstGain else { return all }
      let found = try estimate(other, near: all.amounts)
      return isLikelier(found, cost: try remade(found).cost, than: cost) ? found : all
    }
    let found = try explained(known, begun)
    let other = try setup.beginning(like: found.setup, at: found.end, amounts: found.amounts)
    let (same, cost) = try remade(found)
    if found.residualToNoise < Self.mostMisfit,
      gain(of: same, over: other, near: found.amounts) > Self.sureGain
    {
      return found
    }
    let all = try explained(setup, rough)
    return isLikelier(found, cost: cost, than: try remade(all).cost) ? found : all
  }

  /// The beginning with known shapes where it is far likelier than that of all shapes, `rough`.
  ///
  /// `nil` too where all shapes leave so much that neither explains the data yet, as of most water scans: known shapes were never
  /// likelier there.
  private func likelyBeginning(_ known: FitSetup, _ rough: Beginning) throws -> Beginning? {
    let all = point(rough.setup, near: rough.amounts)
    guard rough.setup.residualToNoise(of: all.amounts, reduced: all.reduced) < Self.mostMisfit else { return nil }
    let begun = try known.beginning(like: rough.setup, at: rough.setup.start, amounts: rough.amounts)
    let gain = cost(all, of: rough.setup) - cost(point(begun, near: rough.amounts), of: begun)
    return gain > Self.leastFirstGain ? (begun, rough.amounts) : nil
  }

  /// By how much −ln of the likelihood is less with the errors of shape of one than with those of the other, at the parameters
  /// where both begin, with amounts that each likes best.
  private func gain(of known: FitSetup, over all: FitSetup, near amounts: [Double]) -> Double {
    cost(point(all, near: amounts), of: all) - cost(point(known, near: amounts), of: known)
  }

  /// The best amounts where a setup begins.
  func point(_ setup: FitSetup, near amounts: [Double]) -> VariableProjection.Point {
    VariableProjection(problem: setup.problem, penalty: penalty(near: amounts)).point(
      setup.start, startingFrom: amounts.indices.filter { amounts[$0] > 0 })
  }

  /// −ln of the likelihood there, with the determinant of the errors of shape.
  func cost(_ point: VariableProjection.Point, of setup: FitSetup) -> Double {
    point.cost + (setup.problem.shapes?.logDeterminant ?? 0) / 2
  }

  /// Whether a fit of known shapes explains the data, and is far likelier than that of all shapes, whose −ln of the likelihood is given.
  private func isLikelier(_ known: Estimate, cost: Double, than other: Double) -> Bool {
    known.residualToNoise < Self.mostMisfit && other - cost > Self.leastKnownGain
  }

  /// By how much −ln of the likelihood must fall for known shapes: of 900 livers whose resonances are each of a family of its own
  /// it falls by more in one of eighteen, of 200 with known shapes throughout in four of five, and in eight of eight livers of
  /// others whose fat looks as ours but for places and widths.
  private static let leastKnownGain = 30.0
  /// That at the beginning from which known shapes are searched first, and where the search of all shapes ends from which they are
  /// searched at all: of 100 livers with them it is less in four at the beginning, and in two at the end.
  private static let leastFirstGain = 20.0
  /// That where the search of known shapes ends from which the other need not be made, whose end is likelier than this one: by up
  /// to 9 where the difference is near ``leastKnownGain``.
  private static let sureGain = 40.0
}

extension FitSetup {
  /// The same with the baseline, the varied parameters and the place of another, and errors of shape of its own.
  func beginning(
    like other: FitSetup, at theta: [Double], amounts: [Double]
  ) throws(LinearAlgebraError) -> FitSetup {
    var copy = self
    // In units of the noise, which is another in a spectrum of another length.
    copy.problem = try problem.bending(by: other.problem.bend * other.problem.noise / problem.noise)
    copy.problem.varied = other.problem.varied
    copy.start = theta
    return try copy.erring(at: theta, amounts: amounts)
  }
}
