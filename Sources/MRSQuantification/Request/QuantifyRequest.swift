import Foundation
import MRSCore
import MRSFitting
import MRSFormats
import MRSModel
import MRSNetworks
import MRSProfile

/// What to quantify, and with what.
public struct QuantifyRequest: Sendable, Codable {
  /// How amounts are found.
  public enum Method: String, Sendable, Codable, CaseIterable {
    /// Least squares, of amounts that are not negative and otherwise free (NLSF).
    case fit
    /// The same fit with a prior of the amounts.
    case map
    /// The posterior by Markov chains.
    case mcmc
    /// The same posterior as ``map``'s, by weighted draws in a fraction of a second.
    case posterior
    case network
  }

  /// The unit of concentrations from water.
  public enum Concentration: String, Sendable, Codable, CaseIterable {
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
  /// Which of several signals of the file; `nil` for a file of one, or for what ``overrides`` choose.
  public var place: SignalPlace?
  /// A basis of any format that `BasisFile` reads; `nil` to simulate that of the protocol.
  public var basis: URL?
  /// What is said of the basis beside its file.
  public var basisChoices: BasisChoices
  /// The unsuppressed scan of the same voxel and receiver settings, for amounts in mM.
  public var water: URL?
  public var method: Method
  /// The prior.json of a study, for every method but ``Method/fit``; `nil` for the protocol's literature values, or those of
  /// the network's training.
  public var prior: URL?
  /// The bundle of a quantification network; `nil` for that which comes with the program.
  public var network: URL?
  /// The species or sum of which the network is to say what part of the spectrum its answer comes from; `nil` for none.
  public var saliency: String?
  /// Whether a spectrum is made again from the network's amounts, which takes as long as a fit.
  public var reconstructs: Bool
  /// How many draws from the posterior are made, or each Markov chain keeps, after four fifths as many that adapt it; `nil` for
  /// 2,000 and 500.
  public var draws: Int?
  /// What the analysis assumes; `nil` for what suits the tissue that the basis names (``ProfileChoice``).
  public var profile: AnalysisProfile?
  /// The names whose sum the ratios are taken to; `nil` for Cr+PCr where the basis has both.
  public var reference: [String]?
  /// What the files may not say.
  public var overrides: SignalOverrides
  /// True for files whose frequency axis runs the other way.
  public var isConjugated: Bool
  /// What of the fit is chosen over the profile's.
  public var choices: FitChoices
  /// The unit of amounts with a water scan.
  public var concentration: Concentration

  public init(
    file: URL, basis: URL? = nil, basisChoices: BasisChoices = .init(), water: URL? = nil, method: Method = .fit,
    prior: URL? = nil,
    network: URL? = nil, saliency: String? = nil, reconstructs: Bool = false, draws: Int? = nil,
    profile: AnalysisProfile? = nil,
    reference: [String]? = nil,
    overrides: SignalOverrides = .none, isConjugated: Bool = false, choices: FitChoices = .init(),
    concentration: Concentration = .millimolar
  ) {
    self.file = file
    self.basis = basis
    self.basisChoices = basisChoices
    self.water = water
    self.method = method
    self.prior = prior
    self.network = network
    self.saliency = saliency
    self.reconstructs = reconstructs
    self.draws = draws
    self.profile = profile
    self.reference = reference
    self.overrides = overrides
    self.isConjugated = isConjugated
    self.choices = choices
    self.concentration = concentration
  }

  /// Every file that is read; of a basis or network that is a folder, the files in it.
  public var inputs: [URL] { [file] + [water].compactMap { $0 } + sharedInputs }

  /// Those that the spectra of a batch share.
  public var sharedInputs: [URL] {
    let weights = network.map { folder in
      NetworkBundle<NetworkCard>.files(in: folder).map { folder.appending(path: $0) }
    }
    return [prior].compactMap { $0 } + (basis.map(BasisFile.files(of:)) ?? []) + (weights ?? [])
  }
}
