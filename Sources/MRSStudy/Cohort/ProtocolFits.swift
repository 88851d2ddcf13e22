import MRSCore
import MRSFitting
import MRSModel
import MRSProfile

/// The fits of a protocol's spectra, in mM, as its profile has them.
public struct ProtocolFits: Sendable {
  public let studyProtocol: StudyProtocol
  public let basis: BasisSet

  public init(_ studyProtocol: StudyProtocol, basis: BasisSet) {
    self.studyProtocol = studyProtocol
    self.basis = basis
  }

  /// NLSF: amounts from zero on are as likely.
  /// - Throws: `ProfileError`.
  public func conventional() throws -> LeastSquares { try fitter(prior: nil) }

  /// The maximum a posteriori fit, given what a network knows.
  /// - Throws: `ProfileError`.
  public func posterior(_ prior: AmountDistribution) throws -> LeastSquares { try fitter(prior: prior) }

  private func fitter(prior: AmountDistribution?) throws -> LeastSquares {
    try studyProtocol.fitRecipe.fitter(
      basis: ScaledBasis(basis), for: studyProtocol.spectralAcquisition, isScaled: true, prior: prior)
  }
}
