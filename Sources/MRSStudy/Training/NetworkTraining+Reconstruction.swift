import MRSCore
import MRSFitting
import MRSModel
import MRSNetworks
import MRSSynthesis

extension NetworkTraining {
  /// How well ordinary spectra are made again from a network's amounts; `nil` where the protocol asks for none.
  ///
  /// Fits that fail count as none: of spectra that no fit explains a reconstruction says nothing.
  /// - Parameter ordinary: spectra that the network did not learn of.
  /// - Throws: `NetworkError`, `ProfileError`; `CancellationError`.
  func reconstructions(
    of ordinary: some SpectrumSource, by quantifier: NetworkQuantifier, prior: AmountDistribution, basis: BasisSet
  ) async throws -> ReconstructionLimits? {
    let count = min(settings.studyProtocol.training.reconstructedExamples ?? 0, ordinary.count)
    guard count > 0 else { return nil }
    let fitter = Reconstruction.fitter(try ProtocolFits(settings.studyProtocol, basis: basis).posterior(prior))
    let blocks = stride(from: 0, to: count, by: Self.block).map { $0..<min($0 + Self.block, count) }
    let found = try await settings.worker.map(blocks, "Reconstructions", unit: "blocks of \(Self.block)") { block in
      let spectra = try ordinary.spectra(in: block)
      return try zip(spectra, quantifier.quantify(spectra.map(\.fid))).compactMap {
        spectrum, answer -> (residualToNoise: Double, distance: Double)? in
        let answer = try AmountDistribution(of: answer)
        guard let made = try? Reconstruction(of: spectrum.fid, at: answer, by: fitter) else { return nil }
        return (made.residualToNoise, made.distance)
      }
    }.flatMap(\.self)
    return ReconstructionLimits(of: found)
  }

  private static let block = 20
}
