import ArgumentParser
import MRSCore
import MRSSynthesis

/// Tells what this program is, what it computes with, and whose method it implements.
struct About: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tell the version, the licence, the engines and the work to cite.")

  @Flag(help: "Print as JSON.")
  var json = false

  private struct Facts: Encodable {
    let versions: Versions
    let licence = "Apache-2.0"
    let citation = """
      Bae JS, Lee HH, et al. Deep Learning-aided 1H-MR Spectroscopy for Differentiating between Patients with and \
      without Hepatocellular Carcinoma. Magn Reson Med Sci 2025. doi:10.2463/mrms.mp.2025-0064
      """
    let warning = """
      Hepatica is for research. It is not a medical device, and nothing that it prints is a diagnosis. It is not the \
      authors' program: it was written from what they published.
      """
  }

  func run() throws {
    let linearAlgebra = LinearAlgebraLibrary.version.split(separator: " ").map(String.init)
    let facts = Facts(
      versions: Versions(engines: [
        linearAlgebra.first ?? "BLAS": linearAlgebra.last ?? "unknown", "HDF5": ArrayFile.libraryVersion,
      ]))
    if json { return try printJSON(facts) }
    let engines = facts.versions.engines.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
    print(
      """
      hepatica \(facts.versions.hepatica), licence \(facts.licence)
      Swift \(facts.versions.swift), \(engines.joined(separator: ", ")), \(facts.versions.platform)

      The method: \(facts.citation)

      \(facts.warning)
      """)
  }
}
