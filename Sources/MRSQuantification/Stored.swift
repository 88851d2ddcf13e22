import MRSCore
import MRSFitting
import MRSModel
import MRSNetworks

extension StageContext {
  /// The amounts in an averaged FID that is in mM already, as the spectra of a `synthesize` run are.
  /// - Throws: as ``quantify(_:)``.
  func quantify(_ fid: FID, of file: Artefact, _ request: QuantifyRequest) async throws -> QuantifiedScan {
    func scan(
      _ quantification: Quantification, fit: Fit?, posteriors: [AmountPosterior] = [], method: String, basis: String,
      basisSHA256: String, notice: String? = nil, options: LeastSquaresOptions? = nil
    ) -> QuantifiedScan {
      QuantifiedScan(
        quantification: quantification, fit: fit, posteriors: posteriors, fid: fid, water: nil, scaling: nil,
        options: options, reference: [], doubts: [],
        provenance: .init(
          method: method, file: file, water: nil, basis: basis, basisSHA256: basisSHA256, networkNotice: notice,
          processing: "none: one averaged FID in mM", tissue: nil, studyProtocol: studyProtocol.name,
          hepatica: Versions.current))
    }
    if request.method == .network {
      guard let folder = request.network else {
        throw StageError.needsOption(what: "--method network", option: "--network BUNDLE, the folder of a trained qCNN")
      }
      let bundle = try NetworkBundle<NetworkCard>(readingFrom: folder)
      try bundle.card.requireMatch(of: fid.acquisition)
      let quantifier = try NetworkQuantifier(network: bundle.network, card: bundle.card)
      return scan(
        try quantifier.quantify(fid), fit: nil, method: "quantification network (qCNN) \(folder.lastPathComponent)",
        basis: "that of the network's training", basisSHA256: bundle.card.basisHash, notice: bundle.card.notice)
    }
    let chosen = try await chosenBasis(for: fid.acquisition, of: file.name, request)
    let fitter = try fitter(for: fid.acquisition, with: chosen, isScaled: true, request: request)
    let estimate = try await estimate(fid, by: fitter, request)
    return scan(
      estimate.quantification, fit: estimate.fit, posteriors: estimate.posteriors, method: estimate.method,
      basis: chosen.source, basisSHA256: chosen.sha256, options: fitter.options)
  }
}
