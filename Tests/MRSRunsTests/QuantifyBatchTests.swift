import Foundation
import MRSCore
import MRSFormats
import MRSModel
import MRSProfile
import MRSQuantification
import MRSRuns
import MRSStudy
import MRSSynthesis
import StudySupport
import TestSupport
import Testing

@Suite("Batches of spectra")
struct QuantifyBatchTests {
  private struct Stop: Error {}

  /// Spectra of the reduced protocol as an HDF5 file, as `synthesize` leaves them.
  private static func stored(_ folder: TemporaryFolder, count: Int = 20) async throws -> (StudySettings, URL) {
    let context = try ReducedStudy.context()
    let basis = try await ProtocolSimulator(context.studyProtocol).basis(worker: context.worker)
    let synthesizer = SpectrumGenerator(context.studyProtocol, basis: basis).synthesizer(
      amounts: try CohortPrior(literatureOf: context.studyProtocol).union)
    let source = StreamedSpectra(
      count: count, groups: ["all"], synthesizers: [synthesizer], stream: RandomStream(seed: 12))
    let file = folder.url.appending(path: "spectra.h5")
    try await StoredSpectra.write(source, to: file, tasks: 2)
    return (context, file)
  }

  private static func request(_ file: URL) -> QuantifyRequest { QuantifyRequest(file: file) }

  private static func bytes(_ folder: URL) throws -> [Data] {
    try ["results.csv", "results.jsonl", "manifest.json"].map { try Data(contentsOf: folder.appending(path: $0)) }
  }

  @Test("Stopped in the middle and gone on with, a batch leaves the bytes of one that ran through, with 1 and 2 tasks")
  func resumption() async throws {
    let folder = try TemporaryFolder()
    let (context, file) = try await Self.stored(folder)
    let items = try BatchItem.items(of: [file])
    #expect(items.count == 20 && items[7].name == "spectra.h5#7")

    let whole = folder.url.appending(path: "whole")
    let records = try await context.quantify(
      batch: items, by: Self.request(file), to: whole, arguments: [])
    #expect(records.map(\.index) == Array(0..<20))
    #expect(records.allSatisfy { $0.error == nil && $0.unit == "mM" && !$0.amounts.isEmpty })

    let single = StudySettings(
      studyProtocol: context.studyProtocol, stream: context.stream, worker: .quiet(tasks: 1))
    let parts = folder.url.appending(path: "parts")
    await #expect(throws: Stop.self) {
      try await single.quantify(batch: items, by: Self.request(file), to: parts, arguments: []) {
        if $0 == 9 { throw Stop() }
      }
    }
    #expect(!FileManager.default.fileExists(atPath: parts.path))
    // As a kill in the middle of a line would leave it.
    let journal = folder.url.appending(path: ".parts.unfinished/journal.jsonl")
    let left = try Data(contentsOf: journal)
    #expect(left.split(separator: 0x0A).count == 9)
    try left.dropLast(40).write(to: journal)

    var counts: [Int] = []
    try await single.quantify(batch: items, by: Self.request(file), to: parts, arguments: []) { counts.append($0) }
    // Eight whole lines were kept: twelve spectra were left to do.
    #expect(counts == Array(9...20))
    #expect(try Self.bytes(parts) == Self.bytes(whole))
    #expect(!FileManager.default.fileExists(atPath: journal.path))
  }

  @Test("A batch of other settings is not gone on with")
  func otherSettings() async throws {
    let folder = try TemporaryFolder()
    let (context, file) = try await Self.stored(folder, count: 4)
    let items = try BatchItem.items(of: [file])
    let out = folder.url.appending(path: "out")
    await #expect(throws: Stop.self) {
      try await context.quantify(batch: items, by: Self.request(file), to: out, arguments: []) {
        if $0 == 2 { throw Stop() }
      }
    }
    var other = Self.request(file)
    other.choices.window = .ppm(0.5) ... .ppm(4)
    var (unit, smooth) = (Self.request(file), Self.request(file))
    unit.concentration = .molal
    smooth.choices.baseline = .bend(0.002)
    for request in [other, unit, smooth] {
      await #expect(throws: RunError.otherRun(folder.url.appending(path: ".out.unfinished").path)) {
        try await context.quantify(batch: items, by: request, to: out, arguments: [])
      }
    }
    #expect(try await context.quantify(batch: items, by: other, to: out, force: true, arguments: []).count == 4)
    await #expect(throws: RunError.folderExists(out.path)) {
      try await context.quantify(batch: items, by: other, to: out, arguments: [])
    }
  }

  @Test("Amounts of a batch are those of each spectrum alone, and near the truth")
  func truth() async throws {
    let folder = try TemporaryFolder()
    let (context, file) = try await Self.stored(folder, count: 12)
    let records = try await context.quantify(
      batch: try BatchItem.items(of: [file]), by: Self.request(file), to: folder.url.appending(path: "out"),
      arguments: [])
    let spectra = try StoredSpectra(contentsOf: file)
    let lipid = try #require(spectra.species.firstIndex(of: "Lip130"))
    let truths = try spectra.spectra(in: 0..<12).map { $0.amounts[lipid] }
    let found = records.map { record in record.amounts.first { $0.name == "Lip130" }?.amount ?? 0 }
    // Methylene fat is the tallest signal by far: within 15 % in the median.
    let errors = zip(found, truths).map { abs($0 / $1 - 1) }.sorted()
    #expect(errors[6] < 0.15, "\(errors)")
  }

  @Test("Sums, ratios and covariances of a batch are those of each spectrum alone, and in the table")
  func ratios() async throws {
    let folder = try TemporaryFolder()
    let (context, file) = try await Self.stored(folder, count: 2)
    var request = Self.request(file)
    request.reference = ["Lip130"]
    let out = folder.url.appending(path: "out")
    let records = try await context.quantify(
      batch: try BatchItem.items(of: [file]), by: request, to: out, arguments: [])
    let fid = try StoredSpectra(contentsOf: file).spectra(in: 1..<2)[0].fid
    let alone = try await context.quantifier.quantify(stored: fid, of: try Artefact(of: file), request)
    let record = records[1]
    #expect(record.reference == "Lip130")
    #expect(record.sums.map(\.name) == alone.sums.map(\.amount.name) && !record.sums.isEmpty)
    #expect(record.sums.map(\.members) == alone.sums.map(\.members))
    for (row, names) in zip(
      record.amounts + record.sums, alone.quantification.amounts.map { [$0.name] } + alone.sums.map(\.members))
    {
      let ratio = try #require(alone.ratio(of: names))
      #expect(row.ratio == ratio.value && row.ratioStandardDeviation == ratio.standardDeviation, "\(row)")
    }
    let covariance = try #require(alone.quantification.covariance)
    let found = try #require(record.covariance)
    #expect(found.count == record.amounts.count)
    #expect(found[0][1] == covariance[0, 1] && found[2][2] == covariance[2, 2])
    let variance = try #require(record.sumCovariance?[0][0])
    #expect(abs(variance.squareRoot() / alone.sums[0].amount.standardDeviation - 1) < 1e-9)

    let rows = try String(contentsOf: out.appending(path: "results.csv"), encoding: .utf8).split(
      whereSeparator: \.isNewline
    )
    .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    let column = try #require(rows[0].firstIndex(of: "GPC ratio"))
    try #require(rows.count == 3)
    #expect(rows[0][column + 1] == "GPC ratio SD")
    #expect(Double(rows[2][column]) == record.amounts.first { $0.name == "GPC" }?.ratio)
    // Without a reference there are no columns of ratios.
    let plain = try BatchTable(of: [BatchRecord(index: 0, spectrum: "a", error: "no")]).table.columns.map(\.name)
    #expect(!plain.contains("reference"))
  }

  @Test("Folders and lists: signals by name with their waters, paths relative to the list")
  func expansion() throws {
    let folder = try TemporaryFolder()
    for name in ["b_act.SDAT", "b_ref.SDAT", "b_act.SPAR", "a.nii.gz", "c_ref.SDAT", "notes.md", ".d.raw"] {
      try Data().write(to: folder.url.appending(path: name))
    }
    let items = try BatchItem.items(of: [folder.url])
    #expect(items.map(\.name) == ["a.nii.gz", "b_act.SDAT", "c_ref.SDAT"])
    guard case .file(_, let water) = items[1].source else { return #expect(Bool(false)) }
    #expect(water?.lastPathComponent == "b_ref.SDAT")

    let table = folder.url.appending(path: "list.csv")
    try Data("water, file\nw/1.SDAT, s/1.SDAT\n, 2.SDAT\n".utf8).write(to: table)
    let listed = try BatchItem.items(of: [table])
    #expect(
      listed.map(\.source) == [
        .file(folder.url.appending(path: "s/1.SDAT"), water: folder.url.appending(path: "w/1.SDAT")),
        .file(folder.url.appending(path: "2.SDAT"), water: nil),
      ])
    try Data("name\n1\n".utf8).write(to: table)
    #expect(throws: QuantifyBatchError.self) { try BatchItem.items(of: [table]) }
    let empty = folder.url.appending(path: "empty")
    try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
    #expect(throws: QuantifyBatchError.nothingToQuantify([empty.path])) { try BatchItem.items(of: [empty]) }
    #expect(!BatchItem.isBatch([folder.url.appending(path: "a.nii.gz")]) && BatchItem.isBatch([folder.url]))
  }

  @Test("Files of one name in different folders are told apart, also where folders lie in folders, links and lists")
  func names() throws {
    let folder = try TemporaryFolder()
    let manager = FileManager.default
    for path in ["sub-02/mrs/press.nii", "sub-01/mrs/press.nii", "sub-01/.cache/press.nii", "other/press.nii"] {
      let url = folder.url.appending(path: path)
      try manager.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: url)
    }
    // A loop, and a second way to a folder that is there itself.
    try manager.createSymbolicLink(at: folder.url.appending(path: "sub-01/up"), withDestinationURL: folder.url)
    try manager.createSymbolicLink(
      at: folder.url.appending(path: "again"), withDestinationURL: folder.url.appending(path: "sub-02"))
    let all = ["other/press.nii", "sub-01/mrs/press.nii", "sub-02/mrs/press.nii"]
    #expect(try BatchItem.items(of: [folder.url]).map(\.name) == all)
    let files = [all[2], all[1]].map { folder.url.appending(path: $0) }
    #expect(try BatchItem.items(of: files).map(\.name) == ["sub-02/mrs/press.nii", "sub-01/mrs/press.nii"])
    let subjects = ["sub-01", "sub-02"].map { folder.url.appending(path: $0) }
    #expect(try BatchItem.items(of: subjects).map(\.name) == ["sub-01/mrs/press.nii", "sub-02/mrs/press.nii"])
    // What a list calls as another input is called has its whole path.
    let list = folder.url.appending(path: "list.csv")
    try Data("file\npress.nii\n".utf8).write(to: list)
    let mixed = try BatchItem.items(of: [folder.url.appending(path: "other/press.nii"), list]).map(\.name)
    #expect(Set(mixed).count == 2 && mixed.allSatisfy { $0.hasSuffix("press.nii") })
  }

  @Test("In BIDS's names the water of a scan is found too")
  func bids() throws {
    let folder = try TemporaryFolder()
    for name in ["sub-01_svs.nii.gz", "sub-01_mrsref.nii.gz"] {
      try Data().write(to: folder.url.appending(path: name))
    }
    let items = try BatchItem.items(of: [folder.url])
    #expect(items.map(\.name) == ["sub-01_svs.nii.gz"])
    guard case .file(_, let water) = items[0].source else { return #expect(Bool(false)) }
    #expect(water?.lastPathComponent == "sub-01_mrsref.nii.gz")
  }
}
