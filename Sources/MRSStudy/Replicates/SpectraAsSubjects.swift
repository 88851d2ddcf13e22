import MRSCore
import MRSModel
import MRSNetworks
import MRSProfile
import MRSSynthesis
import Numerics

/// Simulated spectra measured by a network, as if each were a patient whose true amounts are known.
struct SpectraAsSubjects {
  let quantifier: NetworkQuantifier
  /// What the network believed of amounts in its training.
  let prior: AmountDistribution
  let positiveGroup: String

  /// - Throws: `NetworkError`; `CancellationError`.
  func subjects(_ source: StreamedSpectra, title: String, worker: Worker) async throws -> [MeasuredSubject] {
    let blocks = stride(from: 0, to: source.count, by: 100).map { $0..<min($0 + 100, source.count) }
    return try await worker.map(blocks, title, unit: "blocks of 100") { block in
      let spectra = source.spectra(in: block)
      let answers = try quantifier.quantify(spectra.map(\.fid))
      return try zip(block, zip(spectra, answers)).map { index, found in
        MeasuredSubject(
          id: "spectrum-\(index)", group: source.groups[found.0.group],
          isPositive: source.groups[found.0.group] == positiveGroup, fid: found.0.fid,
          amounts: [.network: found.1], evidence: try AmountEvidence(found.1, under: prior), nuisances: [],
          truth: logarithms(of: found.0.amounts, species: source.species))
      }
    }.flatMap(\.self)
  }

  private func logarithms(of amounts: [Double], species: [String]) -> [Double] {
    prior.names.map { name in
      species.firstIndex(of: name).map { .log(max(amounts[$0], .leastNormalMagnitude)) } ?? 0
    }
  }
}
