import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

@Suite("Anonymised files")
struct AnonymiserTests {
  /// A text as bytes of 8 and of 16 bits, in lower case.
  private static func forms(of text: String) -> [[UInt8]] {
    let plain = Array(text.lowercased().utf8)
    return [plain, plain.flatMap { [$0, 0] }]
  }

  private static func holds(_ text: String, _ bytes: [UInt8]) -> Bool {
    let folded = Data(bytes.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 })
    return forms(of: text).contains { folded.range(of: Data($0)) != nil }
  }

  private static func bytes(_ url: URL) throws -> [UInt8] { [UInt8](try Data(contentsOf: url)) }

  @Test("Of no format anything is left of who was measured, and all is read as before", arguments: PlantedScan.every)
  func planted(scan: PlantedScan) throws {
    let (folder, out) = (try TemporaryFolder(), try TemporaryFolder())
    let input = try scan.write(in: folder)
    let before = Set(scan.files.flatMap { file in PlantedScan.all.filter { Self.holds($0, file.bytes) } })
    #expect(before.count >= 2, "the test plants too little: \(before)")
    let record = try Anonymiser(inputs: [input], overrides: scan.overrides).write(input, number: 1, into: out.url)
    #expect(record.files.count == scan.files.count)
    #expect(!record.removed.isEmpty && record.notes.isEmpty, "\(record.notes)")
    if scan.isElsewhere { #expect(record.foundElsewhere > 0) }
    for planted in PlantedScan.all {
      #expect(!Self.holds(planted, Array("\(record)".utf8)), "\(planted) in the record")
      for file in record.files {
        #expect(!Self.holds(planted, try Self.bytes(out.url.appending(path: file))), "\(planted) in \(file)")
      }
    }
    // Nothing moves: each file has its size.
    let sizes = try record.files.map { try Self.bytes(out.url.appending(path: $0)).count }
    #expect(sizes.sorted() == scan.files.map(\.bytes.count).sorted())
    let name = try #require(record.files.first { !$0.hasSuffix(".SPAR") && !$0.hasSuffix("acqp") })
    let copies = try SignalFile.readAll(out.url.appending(path: name), overrides: scan.overrides)
    let originals = try SignalFile.readAll(input, overrides: scan.overrides)
    #expect(copies.map(\.signals) == originals.map(\.signals))
    #expect(copies.map(\.water) == originals.map(\.water))
    #expect(copies.map(\.geometry) == originals.map(\.geometry))
    #expect(copies.map(\.averagesRepresented) == originals.map(\.averagesRepresented))
  }

  @Test("Files changed by their structure are copied or refused, never a crash", arguments: try FuzzSubject.all)
  func damaged(subject: FuzzSubject) throws {
    let (folder, out) = (try TemporaryFolder(), try TemporaryFolder())
    let stream = RandomStream(seed: 15).child(subject.name)
    var urls: [URL] = []
    for file in subject.files { urls.append(try folder.write(file.bytes, as: file.name)) }
    for index in 0..<10 {
      var mutator = StructureMutator(stream.child(index))
      let file = subject.files[mutator.number(below: subject.files.count)]
      _ = try folder.write(index == 0 ? file.bytes : mutator.mutated(file.bytes, file.structure), as: file.name)
      let result = Result { () throws(FormatError) -> AnonymisedScan in
        try Anonymiser(
          inputs: [urls[0]], overrides: SignalOverrides(dwellTime: 5e-4, spectrometerFrequency: .megahertz(123.25))
        ).write(urls[0], number: 1, into: out.url.appending(path: "\(index)"))
      }
      if index == 0 { #expect(throws: Never.self) { try result.get() } }
      _ = try folder.write(file.bytes, as: file.name)
    }
  }

  @Test("Sex and weight go, and stay where they are asked for")
  func characteristics() throws {
    let scan = try #require(PlantedScan.every.first { $0.format == "RDA" })
    for keeps in [false, true] {
      let (folder, out) = (try TemporaryFolder(), try TemporaryFolder())
      let input = try scan.write(in: folder)
      let record = try Anonymiser(keepsCharacteristics: keeps, inputs: [input]).write(input, number: 1, into: out.url)
      let copy = try SignalFile.read(out.url.appending(path: record.files[0]))
      #expect(copy.standard["PatientWeight"] == (keeps ? .number(80.5) : nil))
      #expect(record.notes.isEmpty == !keeps)
    }
  }

  @Test("A compressed file is written compressed, without the name in its header extension")
  func compressed() throws {
    let (folder, out) = (try TemporaryFolder(), try TemporaryFolder())
    let input = folder.url.appending(path: "scan.nii.gz")
    try NIfTIMRSFile.write(
      Builders.fid(),
      metadata: [
        "PatientName": .string(PlantedScan.name), "PatientID": .string(PlantedScan.id), "TxOffset": .number(-2),
        "ProtocolName": .string("liver \(PlantedScan.surname)"),
      ], to: input)
    let record = try Anonymiser(inputs: [input]).write(input, number: 1, into: out.url)
    let file = out.url.appending(path: record.files[0])
    #expect(try Self.bytes(file).starts(with: [0x1f, 0x8b]))
    let copy = try SignalFile.read(file)
    #expect(copy.signals[0, 0] == Builders.fid())
    #expect(copy.standard["TxOffset"] == .number(-2))
    #expect(copy.standard["PatientName"] == nil && copy.standard["PatientID"] == nil)
    #expect(copy.standard["ProtocolName"] == .string("liver xxxxxxxxxxx"))
  }

  @Test("Of a person's name three letters are searched for too, as a word")
  func shortName() throws {
    let folder = try TemporaryFolder()
    let bytes = RDATests.file(
      [Builders.fid()], changes: ["PatientName": "Bae^Li", "SequenceName": "*svs_se_bae baez"])
    let url = try folder.write(bytes, as: "a.rda")
    let out = try TemporaryFolder()
    _ = try Anonymiser(inputs: [url]).write(url, number: 1, into: out.url)
    let copy = try Data(contentsOf: out.url.appending(path: "a.rda"))
    #expect(copy.range(of: Data("*svs_se_xxx baez".utf8)) != nil)
  }

  @Test("Identifiers of DICOM objects are others, of the same length, and the same ones in all objects of a run")
  func identifiers() throws {
    let scan = try #require(PlantedScan.every.first { $0.format == "enhanced DICOM" })
    let (one, two, out) = (try TemporaryFolder(), try TemporaryFolder(), try TemporaryFolder())
    let inputs = [try scan.write(in: one), try scan.write(in: two)]
    let anonymiser = try Anonymiser(inputs: inputs)
    let written = try inputs.enumerated().map { index, input in
      let folder = out.url.appending(path: "\(index)")
      let record = try anonymiser.write(input, number: index + 1, into: folder)
      return try Self.bytes(folder.appending(path: record.files[0]))
    }
    #expect(written[0] == written[1])
    let old = Data("1.3.12.2.1107.5.2.34.18979.2019092515040823437500022".utf8)
    #expect(Data(written[0]).range(of: old) == nil)
    let text = String(decoding: written[0].map { (32..<127).contains($0) ? $0 : 32 }, as: UTF8.self)
    let found = text.matches(of: /2\.25\.[0-9]+/).map(\.output)
    // That of the object and that of the study it refers to were one.
    #expect(found.count == 2 && found[0] == found[1] && found[0].count == old.count)
    let other = try Anonymiser(inputs: [inputs[0]]).write(inputs[0], number: 1, into: out.url.appending(path: "alone"))
    #expect(try Self.bytes(out.url.appending(path: "alone/\(other.files[0])")) != written[0])
  }

  @Test("A name by which the sequence is read stays where reading needs it, and the record says so")
  func neededWord() throws {
    let (folder, out) = (try TemporaryFolder(), try TemporaryFolder())
    let bytes = RDATests.file(
      [Builders.fid()], without: ["SequenceName"],
      changes: ["PatientName": "Steam^Ada", "StationName": "X\r\nProtocolName: steam"])
    let input = try folder.write(bytes, as: "a.rda")
    let record = try Anonymiser(inputs: [input]).write(input, number: 1, into: out.url)
    let copy = try SignalFile.read(out.url.appending(path: record.files[0]))
    #expect(copy.acquisition.sequence == "STEAM")
    #expect(record.notes.count == 1 && !record.notes[0].lowercased().contains("steam"))
    #expect(!Self.holds("Steam^Ada", try Self.bytes(out.url.appending(path: record.files[0]))))
  }
}
