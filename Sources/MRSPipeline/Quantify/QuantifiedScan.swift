import MRSCore
import MRSFitting
import MRSFormats
import MRSModel
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
    /// What must be said of the network, where one was used.
    public let networkNotice: String?
    public let processing: String
    /// The tissue constants that turned signals into mM.
    public let tissue: String?
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
  /// What Markov chains tell of every amount; empty for other methods.
  public var posteriors: [AmountPosterior] = []
  /// The spectrum that was analysed.
  public let fid: FID
  public let water: WaterReference?
  /// How the water made concentrations of amounts; `nil` without a water scan.
  public let scaling: WaterScaling?
  /// What the fit was allowed to vary; `nil` for a network.
  public let options: LeastSquaresOptions?
  /// The names whose sum the ratios are taken to; empty for no ratios.
  public let reference: [String]
  /// In plain language: of the files first, then of the result.
  public let doubts: [String]
  public let provenance: Provenance

  /// The sums usual in the field (`Vocabulary.reportedSums`), of the members that were quantified.
  public var sums: [Sum] {
    let names = quantification.amounts.map(\.name)
    return Vocabulary.standard.reportedSums.compactMap { sum in
      let members = sum.members(among: names)
      return quantification.sum(of: members, as: sum.name).map { Sum(amount: $0, members: members) }
    }
  }

  /// The ratio of the sum of `names` to the reference.
  public func ratio(of names: [String]) -> (value: Double, standardDeviation: Double)? {
    reference.isEmpty ? nil : quantification.ratio(of: names, to: reference)
  }
}
