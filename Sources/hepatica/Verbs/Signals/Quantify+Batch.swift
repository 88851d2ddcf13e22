import ArgumentParser
import Foundation
import MRSCore
import MRSQuantification
import MRSRuns

extension Quantify {
  /// Quantifies everything that the inputs name.
  func runBatch(of inputs: [URL]) async throws {
    guard let out else {
      throw ValidationError("several spectra are a batch, whose results need a folder: give --out FOLDER")
    }
    for (option, isGiven, instead) in [
      (
        "--water", water != nil && (BatchItem.isBatch(inputs)),
        "name the waters of a batch in the column 'water' of a list (.csv)"
      ),
      ("--csv", csv != nil, "a batch leaves results.csv in --out"),
      ("--page", page != nil, "quantify the spectrum of interest by itself"),
      ("--coord", coord != nil, "quantify the spectrum of interest by itself"),
      ("--saliency", saliency != nil, "quantify the spectrum of interest by itself"),
      ("--figure", figure != nil, "quantify the spectrum of interest by itself"),
    ] where isGiven { throw QuantifyBatchError.notForBatch(option: option, instead: instead) }
    let settings = try protocolOptions.settings(seed: 0, quiet: quiet)
    let folder = URL(filePath: out)
    let records = try await BatchRun(
      try BatchItem.items(
        of: inputs, water: water.map { URL(filePath: $0) }, overrides: signal.overrides, series: series),
      by: try request(for: inputs[0], isBatch: true), quantifier: quantifier(settings)
    ).perform(to: folder, force: force, parts: shardOptions.parts, arguments: Invocation.arguments)
    if case .shard(let shard) = shardOptions.parts {
      print(
        "shard \(shard): \(records.count) spectra finished; 'hepatica merge \(folder.path.printable)' makes the run folder"
      )
      return
    }
    if json {
      try printJSON(records)
    } else {
      print("\(records.count) spectra in \(folder.appending(path: "results.csv").path.printable)")
    }
    if let first = records.first(where: { $0.error != nil }) {
      throw QuantifyBatchError.someFailed(
        count: records.count { $0.error != nil }, total: records.count,
        first: "\(first.spectrum): \(first.error ?? "")", table: folder.appending(path: "results.csv").path)
    }
  }
}
