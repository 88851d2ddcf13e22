import MRSCore
import MRSNetworks
import MRSProcessing

/// Amounts by a trained network.
struct NetworkMethod {
  let network: NetworkQuantifier

  /// - Throws: `NetworkError`.
  func result(of signal: ScaledSignal) throws -> MethodResult {
    MethodResult(
      quantification: try network.quantify(signal.fid), fit: nil,
      method: "quantification network (qCNN), protocol \(network.card.studyProtocol)",
      basis: ("that of the network's training", network.card.basisHash), notice: network.card.notice)
  }
}
