import Foundation
import MRSCore
import MRSFitting
import MRSFormats
import MRSModel

/// What to quantify, and with what.
public struct QuantifyRequest: Sendable {
  public enum Method: String, Sendable, CaseIterable {
    /// Least squares, of amounts that are not negative and otherwise free (NLSF).
    case fit
    /// The same fit with a prior of the amounts.
    case map
    /// The posterior by Markov chains.
    case mcmc
    case network
  }

  /// How the lipid resonances of the protocol's basis hang together.
  public enum Lipids: String, Sendable, CaseIterable {
    /// Not at all.
    case free
    /// As in one triglyceride, softly (``StudyProtocol/lipidRatios()``).
    case triglyceride
  }

  /// The unit of concentrations from water.
  public enum Concentration: String, Sendable, CaseIterable {
    /// mmol per litre of tissue without its fat.
    case millimolar = "mM"
    /// mmol per kilogram of wet tissue, its fat included.
    case wetWeight = "mmol/kg"
    /// mmol per kilogram of tissue water.
    case molal = "molal"

    var unit: Quantification.Unit {
      switch self {
      case .millimolar: .millimolar
      case .wetWeight: .millimolePerKilogram
      case .molal: .molal
      }
    }
  }

  public var file: URL
  /// A basis of any format that `BasisFile` reads; `nil` to simulate that of the protocol.
  public var basis: URL?
  /// The unsuppressed scan of the same voxel and receiver settings, for amounts in mM.
  public var water: URL?
  public var method: Method
  /// The prior.json of a study, for ``Method/map`` and ``Method/mcmc``; `nil` for the protocol's literature values.
  public var prior: URL?
  /// The bundle of a quantification network.
  public var network: URL?
  /// The names whose sum the ratios are taken to; `nil` for Cr+PCr where the basis has both.
  public var reference: [String]?
  /// What the files may not say.
  public var overrides: SignalOverrides
  /// True for files whose frequency axis runs the other way.
  public var isConjugated: Bool
  /// The part of the spectrum that is fitted; `nil` for 0.2 to 4.0 ppm with a basis file, else the protocol's.
  public var window: ClosedRange<ChemicalShift>?
  /// Where the fit compares model and data.
  public var domain: FitDomain
  public var baseline: BaselineChoice
  /// Whether a basis file without broad signals gets those of ``Macromolecules``.
  public var addsMacromolecules: Bool
  public var lipids: Lipids
  /// Whether a fit with a basis file of the brain knows the ratios of ``AmountRatio/brain(of:)``.
  public var usesRatios: Bool
  /// The unit of amounts with a water scan.
  public var concentration: Concentration
  /// Bases that requests of one batch share; `nil` to make one for this request.
  var bases: BasisCache?

  public init(
    file: URL, basis: URL? = nil, water: URL? = nil, method: Method = .fit, prior: URL? = nil,
    network: URL? = nil,
    reference: [String]? = nil, overrides: SignalOverrides = .none, isConjugated: Bool = false,
    window: ClosedRange<ChemicalShift>? = nil, domain: FitDomain = .frequency, baseline: BaselineChoice = .adaptive,
    addsMacromolecules: Bool = true, lipids: Lipids = .free, usesRatios: Bool = true,
    concentration: Concentration = .millimolar
  ) {
    self.file = file
    self.basis = basis
    self.water = water
    self.method = method
    self.prior = prior
    self.network = network
    self.reference = reference
    self.overrides = overrides
    self.isConjugated = isConjugated
    self.window = window
    self.domain = domain
    self.baseline = baseline
    self.addsMacromolecules = addsMacromolecules
    self.lipids = lipids
    self.usesRatios = usesRatios
    self.concentration = concentration
  }

  /// Every file that is read; of a basis that is a folder, the files in it.
  public var inputs: [URL] { [file] + [water, prior].compactMap { $0 } + (basis.map(BasisFile.files(of:)) ?? []) }
}
