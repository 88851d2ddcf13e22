import Foundation
import MRSCore
import MRSModel
import MRSSynthesis
import TestSupport
import Testing

@Suite("Stored spectra")
struct StoredSpectraTests {
  static func source(count: Int = 60) throws -> StreamedSpectra {
    let synthesizer = try SingletStudy.synthesizer()
    return StreamedSpectra(
      count: count, groups: ["LC", "LC-HCC"], synthesizers: [synthesizer, synthesizer], stream: RandomStream(seed: 3))
  }

  /// Runs `body` with a folder that is removed after it.
  static func inFolder(_ body: (URL) async throws -> Void) async throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    try await body(folder.url)
  }

  @Test("Two groups that do not differ have the same spectra, place by place: a network learns the difference alone")
  func pairs() throws {
    let spectra = try Self.source(count: 8).spectra(in: 0..<8)
    for place in 0..<4 {
      #expect(spectra[2 * place].fid == spectra[2 * place + 1].fid)
      #expect(spectra[2 * place].group == 0 && spectra[2 * place + 1].group == 1)
    }
    #expect(spectra[0].fid != spectra[2].fid)
  }

  @Test("What is read are the spectra as they were made, in single precision, with their whole truth")
  func roundTrip() async throws {
    try await Self.inFolder { folder in
      let source = try Self.source()
      let file = folder.appending(path: "spectra.h5")
      try await StoredSpectra.write(source, to: file, tasks: 2, block: 7)
      let stored = try StoredSpectra(contentsOf: file)
      #expect(stored.count == 60)
      #expect(stored.acquisition == source.acquisition)
      #expect(stored.species == source.species && stored.groups == source.groups)
      for (found, made) in zip(try stored.spectra(in: 5..<31), source.spectra(in: 5..<31)) {
        #expect(found.fid.samples.real == made.fid.samples.real.map { Double(Float($0)) })
        #expect(found.fid.samples.imaginary == made.fid.samples.imaginary.map { Double(Float($0)) })
        #expect(found.group == made.group && found.noise == made.noise)
        var truth = made.truth
        truth.shifts = truth.shifts.map { Double(Float($0)) }
        truth.lorentzians = truth.lorentzians.map { Double(Float($0)) }
        #expect(found.truth == truth)
      }
    }
  }

  /// Spectra that say that they are of a group which there is not.
  private struct Strangers: SpectrumSource {
    let source: StreamedSpectra
    let group: Int
    var count: Int { source.count }
    var acquisition: Acquisition { source.acquisition }
    var species: [String] { source.species }
    var groups: [String] { source.groups }

    func spectra(in range: Range<Int>) -> [LabelledSpectrum] {
      source.spectra(in: range).map { .init(fid: $0.fid, truth: $0.truth, noise: $0.noise, group: group) }
    }
  }

  @Test("A spectrum of a group that there is not is damage, named with the file", arguments: [2, -1, 1 << 62])
  func unknownGroup(group: Int) async throws {
    try await Self.inFolder { folder in
      let file = folder.appending(path: "spectra.h5")
      try await StoredSpectra.write(Strangers(source: Self.source(), group: group), to: file, tasks: 1)
      let stored = try StoredSpectra(contentsOf: file)
      let error = #expect(throws: ArrayFileError.self) { try stored.spectra(in: 0..<1) }
      #expect("\(error!)".contains("spectra.h5: array 'group'") && "\(error!)".contains("there are 2"), "\(error!)")
    }
  }

  @Test("A file has the arrays, shapes and attributes that Documentation/SpectrumFiles.md describes, and no others")
  func documented() async throws {
    let document = try String(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Documentation/SpectrumFiles.md"), encoding: .utf8)
    let rows = document.split(separator: "\n").filter { $0.hasPrefix("| `") }
    func cells(_ row: Substring) -> [String] {
      row.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    // Rows of five cells are arrays, those of two attributes.
    let arrays = rows.map(cells).filter { $0.count == 5 }
    try await Self.inFolder { folder in
      let url = folder.appending(path: "spectra.h5")
      try await StoredSpectra.write(
        Self.source(), to: url, origin: ["program": .text("p"), "protocol": .text("t")], tasks: 1)
      let file = try ArrayFile(contentsOf: url)
      #expect(Set(file.names) == Set(arrays.map { $0[0].replacing("`", with: "") }))
      for row in arrays {
        let name = row[0].replacing("`", with: "")
        let sizes = ["N": 60, "K": 3, "L": 1024, "G": 2]
        let shape = row[1].split(separator: " × ").map { sizes[String($0)] ?? Int($0) ?? -1 }
        #expect(try file.shape(of: name) == shape, "\(name)")
        guard row[2] != "text" else { continue }
        #expect(try file.attribute("axes", of: name) != nil && file.attribute("unit", of: name) != nil, "\(name)")
      }
      for name in [
        "layout", "dwell_time_s", "spectrometer_frequency_MHz", "carrier_shift_ppm", "acquisition", "protocol",
        "program",
      ] {
        #expect(try file.attribute(name) != nil && document.contains("`\(name)`"), "\(name)")
      }
    }
  }

  @Test("A file of another layout is refused with what it is")
  func otherLayout() async throws {
    try await Self.inFolder { folder in
      for (attributes, found) in [
        (["layout": ArrayAttribute.text("hepatica spectra 1")], "hepatica spectra 1"), ([:], nil),
      ] as [([String: ArrayAttribute], String?)] {
        let url = folder.appending(path: "other.h5")
        let writer = try ArrayFileWriter(
          to: url, layout: ArrayFileLayout(numbers: [.init("fid", of: .float32, shape: [1])], attributes: attributes))
        try writer.write([Float(1)], to: "fid")
        try writer.finish()
        #expect(
          throws: ArrayFileError.wrongLayout(file: "other.h5", found: found, expected: "hepatica spectra 2")
        ) { try StoredSpectra(contentsOf: url) }
      }
    }
  }
}
