import MRSCore
import MRSModel
import MRSStatistics

/// A subject whose scan has been measured: what diagnoses are made from.
public struct MeasuredSubject: Sendable {
  public let id: String
  public let group: String
  /// True for the group sought.
  public let isPositive: Bool
  /// The scan in mM.
  public let fid: FID
  /// The amounts by each method that was asked.
  public let amounts: [Method: Quantification]
  /// What the scan says of amounts, from the posterior of the network, or of `map` where there is no network.
  public let evidence: AmountEvidence
  /// ``AnalysedSubject/nuisances``.
  public let nuisances: [Double]
  /// The logarithms of the true amounts (mM), in the order of the evidence's names; `nil` of real patients.
  public let truth: [Double]?

  /// How amounts were found.
  public enum Method: String, CaseIterable, Hashable, Sendable, Codable {
    case nlsf, map, network

    /// As tables have it.
    public var title: String {
      switch self {
      case .nlsf: "NLSF"
      case .map: "MAP"
      case .network: "network"
      }
    }
  }

  public init(
    id: String, group: String, isPositive: Bool, fid: FID, amounts: [Method: Quantification],
    evidence: AmountEvidence, nuisances: [Double], truth: [Double]? = nil
  ) {
    self.fid = fid
    self.id = id
    self.group = group
    self.isPositive = isPositive
    self.amounts = amounts
    self.evidence = evidence
    self.nuisances = nuisances
    self.truth = truth
  }

  /// What a classifier sees of the subject, with what it is to learn.
  func example<Input>(_ input: Input) -> LabelledExample<Input> {
    LabelledExample(subject: id, group: group, isPositive: isPositive, input: input)
  }

  /// The same in another group, as where labels are permuted.
  public func labelled(as other: MeasuredSubject) -> MeasuredSubject {
    MeasuredSubject(
      id: id, group: other.group, isPositive: other.isPositive, fid: fid, amounts: amounts, evidence: evidence,
      nuisances: nuisances, truth: truth)
  }
}
