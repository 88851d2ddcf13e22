import MRSCore
import MRSModel

extension LeastSquares {
  /// The doubt that a spectrum has the lineshape that its water lets expect; `nil` where it may have.
  ///
  /// Two signals of one voxel in one field have one lineshape. Where a rough fit of the spectrum alone finds lines far wider or
  /// narrower than those of the water, the two are not of one voxel, shim or state of breathing, and to draw the fit towards the
  /// water's width would make its amounts wrong by any factor.
  func widthUnlike(_ expected: ExpectedLineshape, in free: FitSetup) throws -> Doubt? {
    let (_, summary, _) = try rough(free, varying: free.shared)
    let (l, g) = (ParameterLayout.lorentzian, ParameterLayout.gaussian)
    let own = width(lorentzian: summary.parameters[l], gaussian: max(0, summary.parameters[g]).squareRoot())
    let water = width(lorentzian: expected.lorentzian, gaussian: expected.gaussian)
    guard own > Self.widest * water || own < Self.narrowest * water else { return nil }
    return .widthUnlikeWater(scan: own, water: water)
  }

  /// The scan's width over the water's beyond which they are told apart. Of 110 livers with their own water (`liver-others` and our
  /// numpy generator) the ratio was 0.85 to 1.38, where fat is of wider lines than its functions.
  private static let widest = 1.5
  private static let narrowest = 0.75

  /// Of a line with the mean width that the model's species have by T2, Hz.
  private func width(lorentzian: Double, gaussian: Double) -> Double {
    let natural = model.names.compactMap { name in
      options.naturalWidths[name].map { $0 + (options.functionWidths[name] ?? 0) }
    }.filter { $0 > 0 }
    let mean = natural.isEmpty ? 0 : natural.reduce(0, +) / Double(natural.count)
    return Lineshape(lorentzian: mean + lorentzian, gaussian: gaussian).width
  }
}
