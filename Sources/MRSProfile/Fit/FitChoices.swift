import MRSCore
import MRSFitting

/// What a user may choose of a fit, over what the profile has.
public struct FitChoices: Hashable, Sendable, Codable {
  /// The fitted part of the spectrum; `nil` for the profile's.
  public var window: ClosedRange<ChemicalShift>?
  /// Where the fit compares model and data.
  public var domain: FitDomain
  public var baseline: BaselineChoice
  /// Whether a basis without broad signals gets the profile's.
  public var addsMacromolecules: Bool
  /// How the lipid resonances hang together; `nil` for the profile's.
  public var lipids: AnalysisProfile.LipidSection.Model?
  /// Whether the profile's ratios of weak metabolites to strong ones are known.
  public var usesRatios: Bool
  /// Whether amounts are drawn weakly towards what the profile expects, where it says how.
  public var usesExpectedAmounts: Bool

  public init(
    window: ClosedRange<ChemicalShift>? = nil, domain: FitDomain = .frequency, baseline: BaselineChoice = .adaptive,
    addsMacromolecules: Bool = true, lipids: AnalysisProfile.LipidSection.Model? = nil, usesRatios: Bool = true,
    usesExpectedAmounts: Bool = true
  ) {
    self.window = window
    self.domain = domain
    self.baseline = baseline
    self.addsMacromolecules = addsMacromolecules
    self.lipids = lipids
    self.usesRatios = usesRatios
    self.usesExpectedAmounts = usesExpectedAmounts
  }
}
