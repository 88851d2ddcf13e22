import MRSCore

/// Anything that turns an FID into amounts: least squares and networks alike.
public protocol Quantifier: Sendable {
  /// A short name for tables: `"nlsf"`, `"qcnn"`.
  var method: String { get }
  /// The species reported, in order.
  var targets: [String] { get }
  /// The amounts in `fid`, which is scaled so that a species of amount 1 has its basis function's amplitude.
  /// - Throws: when `fid` cannot be analysed at all; mere doubts are part of the result.
  func quantify(_ fid: FID) throws -> Quantification
}
