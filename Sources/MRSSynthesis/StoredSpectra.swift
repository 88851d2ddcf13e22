import Foundation
import MRSCore

/// Spectra kept in an HDF5 file.
///
/// Datasets: `fid` (N, 2, L) float32, real then imaginary part, in mM of protons; `amounts` (N, K) float64, mM;
/// `group` (N) float32, an index into `groups`; `species` (K) and `groups` (G) texts; `acquisition`, one JSON text.
/// FIDs are stored as single precision: seven digits, a thousand times finer than the noise.
public struct StoredSpectra: SpectrumSource {
  public let count: Int
  public let acquisition: Acquisition
  public let species: [String]
  public let groups: [String]
  private let file: ArrayFile

  /// - Throws: ``ArrayFileError``: no such file, not of this layout, arrays that contradict one another.
  public init(contentsOf url: URL) throws {
    file = try ArrayFile(contentsOf: url)
    species = try file.texts("species")
    groups = try file.texts("groups")
    let json = try file.texts("acquisition").first ?? ""
    acquisition = try JSONDecoder().decode(Acquisition.self, from: Data(json.utf8))
    let shape = try file.shape(of: "fid")
    count = shape.first ?? 0
    try Self.require([count, 2, acquisition.points], file.shape(of: "fid"), "fid", url)
    try Self.require([count, species.count], file.shape(of: "amounts"), "amounts", url)
    try Self.require([count], file.shape(of: "group"), "group", url)
  }

  public func spectra(in range: Range<Int>) throws -> [LabelledSpectrum] {
    let points = acquisition.points
    let samples: [Float] = try file.read("fid", rows: range)
    let amounts: [Double] = try file.read("amounts", rows: range)
    let group: [Float] = try file.read("group", rows: range)
    return (0..<range.count).map { i in
      let start = i * 2 * points
      return LabelledSpectrum(
        fid: FID(
          samples: ComplexVector(
            real: samples[start..<start + points].map(Double.init),
            imaginary: samples[start + points..<start + 2 * points].map(Double.init)),
          acquisition: acquisition),
        amounts: Array(amounts[i * species.count..<(i + 1) * species.count]), group: Int(group[i]))
    }
  }

  /// Writes every spectrum of `source`, `block` of them in memory at a time, made by `tasks` tasks.
  /// - Throws: ``ArrayFileError`` and what the source throws; nothing is left then.
  public static func write(
    _ source: some SpectrumSource, to url: URL, tasks: Int, block: Int = 250,
    progress: @escaping @Sendable (Int) -> Void = { _ in }
  ) async throws {
    let writer = try ArrayFileWriter(to: url)
    try writer.write(texts: source.species, to: "species")
    try writer.write(texts: source.groups, to: "groups")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try writer.write(
      texts: [String(decoding: try encoder.encode(source.acquisition), as: UTF8.self)], to: "acquisition")
    let blocks = stride(from: 0, to: source.count, by: block).map { $0..<min($0 + block, source.count) }
    // A few blocks at a time keep memory flat.
    for start in stride(from: 0, to: blocks.count, by: 2 * tasks) {
      let made = try await Array(blocks[start..<min(start + 2 * tasks, blocks.count)])
        .concurrentMap(tasks: tasks) { try source.spectra(in: $0) }
      for spectra in made {
        try writer.append(
          spectra.flatMap { $0.fid.samples.real.map(Float.init) + $0.fid.samples.imaginary.map(Float.init) },
          rowShape: [2, source.acquisition.points], to: "fid")
        try writer.append(spectra.flatMap(\.amounts), rowShape: [source.species.count], to: "amounts")
        try writer.append(spectra.map { Float($0.group) }, rowShape: [], to: "group")
        progress(spectra.count)
      }
    }
    try writer.finish()
  }

  private static func require(_ expected: [Int], _ found: [Int], _ array: String, _ url: URL) throws(ArrayFileError) {
    guard found == expected else {
      throw .wrongShape(file: url.lastPathComponent, array: array, found: found, expected: expected)
    }
  }
}
