import Foundation
import MRSCore
import MRSNetworks
import MRSProcessing

/// Amounts by a trained network.
struct NetworkMethod {
  let network: NetworkQuantifier
  /// The file of the prior that took the place of the training's.
  let prior: URL?

  /// - Throws: `NetworkError`.
  func result(of signal: ScaledSignal) throws -> MethodResult {
    MethodResult(
      quantification: try network.quantify(signal.fid), fit: nil,
      method: "quantification network (qCNN), protocol \(network.card.studyProtocol)"
        + (prior.map { ", under the prior of \($0.lastPathComponent)" } ?? ""),
      basis: ("that of the network's training", network.card.basisHash), notice: network.card.notice,
      networkSHA256: network.identity, untold: (network.prior?.names ?? []).filter { !network.targets.contains($0) },
      prior: network.prior)
  }
}
