import MRSCore
import MRSFitting
import MRSFormats
import MRSModel
import MRSNetworks
import MRSProcessing
import MRSProfile
import MRSVocabulary

/// A scan's quantification with everything that a reader needs to judge it.
public struct QuantifiedScan: Sendable {
  /// Where the numbers come from.
  public struct Provenance: Hashable, Sendable, Codable {
    /// In words.
    public let method: String
    public let file: Artefact
    public let water: Artefact?
    /// The basis's name and SHA-256.
    public let basis: String
    public let basisSHA256: String
    /// SHA-256 of what the network is, its bundle's content; `nil` for a fit.
    public let networkSHA256: String?
    /// What must be said of the network, where one was used.
    public let networkNotice: String?
    public let processing: String
    /// The tissue constants that turned signals into mM.
    public let tissue: String?
    /// The profile's name and SHA-256, and why it was taken.
    public let profile: String
    public let profileSHA256: String
    public let profileReason: String
    public let studyProtocol: String
    public let hepatica: String
  }

  /// A sum of species.
  public struct Sum: Hashable, Sendable {
    public let amount: Amount
    public let members: [String]
  }

  public let quantification: Quantification
  /// `nil` for a network.
  public let fit: Fit?
  /// What draws from the posterior tell of every amount; empty for other methods.
  public let posteriors: [AmountPosterior]
  /// How these draws were made; `nil` for Markov chains alone and for methods that do not draw.
  public let sampling: PosteriorSampling?
  /// What was analysed, and what was done to it.
  public let signal: ScaledSignal
  /// What the fit was allowed to vary; `nil` for a network.
  public let options: LeastSquaresOptions?
  /// What was known of the amounts before, in mM; `nil` for a fit without a log-normal prior.
  public let prior: AmountDistribution?
  /// What part of the spectrum an answer of a network comes from; `nil` where that was not asked.
  public let saliency: SpectralAttribution?
  /// The spectrum made again from a network's amounts; `nil` for other methods, and where that was not asked.
  public let reconstruction: NetworkReconstruction?
  /// Species that the signal may hold and the method does not tell.
  public let untold: [String]
  /// The names whose sum the ratios are taken to; empty for no ratios.
  public let reference: [String]
  /// What the analysis assumed.
  public let profile: AnalysisProfile
  /// TE that relaxation was corrected with, s.
  public let echoTime: Double
  /// The most serious first.
  public let doubts: [Doubt]
  public let provenance: Provenance

  /// - Parameter doubts: those of files, signal and basis; those of the quantification are added.
  init(
    quantification: Quantification, fit: Fit?, posteriors: [AmountPosterior], sampling: PosteriorSampling?,
    signal: ScaledSignal, options: LeastSquaresOptions?, prior: AmountDistribution?, saliency: SpectralAttribution?,
    reconstruction: NetworkReconstruction?, untold: [String], reference: [String], profile: AnalysisProfile,
    echoTime: Double,
    doubts: [Doubt], provenance: Provenance
  ) {
    self.quantification = quantification
    self.fit = fit
    self.posteriors = posteriors
    self.sampling = sampling
    self.signal = signal
    self.options = options
    self.prior = prior
    self.saliency = saliency
    self.reconstruction = reconstruction
    self.untold = untold
    self.reference = reference
    self.profile = profile
    self.echoTime = echoTime
    self.provenance = provenance
    let isAbsent = !reference.isEmpty && quantification.ratio(of: reference, to: reference) == nil
    // What residual water leaves in the window is no fault of the basis.
    let isWet = doubts.contains { $0.code == .residualWater }
    let ofBasis: Set<Doubt.Code> = [.unexplained, .unlikePhases, .unlikeShapes, .foreignLine]
    let found = quantification.doubts.filter { !isWet || !ofBasis.contains($0.code) }
    let all =
      doubts + found
      + (isAbsent ? [.referenceAbsent(name: reference.joined(separator: "+"))] : [])
    self.doubts = all.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
  }

  public var fid: FID { signal.fid }
  /// The curves that explain the spectrum: of the fit, or of the reconstruction.
  var curves: Fit? { fit ?? reconstruction?.fit }
  /// Whether there are any.
  public var hasCurves: Bool { curves != nil }
  public var water: WaterReference? { signal.water }
  public var scaling: WaterScaling? { signal.scaling }

  /// The sums usual in the field, of the members that were quantified; none of which a member is in the signal and not told.
  public var sums: [Sum] {
    let names = quantification.amounts.map(\.name)
    return Vocabulary.standard.reportedSums(among: names, untold: untold).compactMap { sum in
      let members = sum.members(among: names)
      return quantification.sum(of: members, as: sum.name).map { Sum(amount: $0, members: members) }
    }
  }

  /// The ratio of the sum of `names` to the reference.
  public func ratio(of names: [String]) -> (value: Double, standardDeviation: Double)? {
    reference.isEmpty ? nil : quantification.ratio(of: names, to: reference)
  }

  /// How much of the prior's uncertainty of the sum of `names` is left, in percent: its relative standard deviation over that
  /// of the prior, what T2 adds taken off. At 100 the spectrum has told nothing. `nil` without a prior, and for an amount of
  /// zero.
  public func priorPercent(of names: [String]) -> Double? {
    guard let found = quantification.sum(of: names, as: ""), found.value > 0,
      let before = prior?.moments(ofSum: names), before.deviation > 0
    else { return nil }
    return 100 * signalDeviation(of: found, names) / found.value / (before.deviation / before.mean)
  }

  /// The standard deviation of the sum of `names` without what T2 adds to it.
  func signalDeviation(of found: Amount, _ names: [String]) -> Double {
    let ofRelaxation = (relaxationPercent(of: names) ?? 0) / 100 * found.value
    return max(0, found.standardDeviation * found.standardDeviation - ofRelaxation * ofRelaxation).squareRoot()
  }

  /// By how much the sum of `names` changes from the stiffest to the softest baseline that was tried, in percent of it; `nil`
  /// where no others were tried, and for an amount of zero.
  public func baselineRangePercent(of names: [String]) -> Double? {
    guard let fit, let sensitivity = fit.baselineSensitivity else { return nil }
    let amounts = fit.quantification.amounts
    let members = amounts.indices.filter { names.contains(amounts[$0].name) }
    let value = members.reduce(0) { $0 + amounts[$1].value }
    return sensitivity.range(of: members, relativeTo: value).map { 100 * $0 }
  }

  /// By how much the sum of `names` is uncertain because T2 of its members is, in percent of it: as if all their times were
  /// too long or too short at once. Its standard deviation holds this. `nil` for amounts in arbitrary units, which know no relaxation, and for a sum of zero.
  public func relaxationPercent(of names: [String]) -> Double? {
    guard scaling != nil else { return nil }
    let amounts = quantification.amounts.filter { names.contains($0.name) }
    let value = amounts.reduce(0) { $0 + $1.value }
    let deviation = amounts.reduce(0) {
      $0 + $1.value * profile.relaxationDeviation(of: $1.name, echoTime: echoTime)
    }
    return value > 0 ? 100 * deviation / value : nil
  }

  /// `Cr+PCr`.
  public var referenceName: String { reference.joined(separator: "+") }
}
