import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

@Suite("Philips raw data (.data and .list)")
struct PhilipsListTests {
  private let scan = VendorScan.signals()
  private let water = VendorScan.water(points: 32)
  private let spar = Builders.spar(
    samples: "64", ["synthesizer_frequency": "127700000", "sample_frequency": "4000"], without: ["rows"])

  private func raw(_ columns: [String]? = nil) -> PhilipsListWriter {
    var writer = PhilipsListWriter()
    if let columns { writer.columns = columns }
    for coil in 0..<3 { writer.add(scan[coil, 0].samples, type: "NOI", mix: 0, channel: 2 * coil, average: 0) }
    writer.add(water, mix: 1)
    writer.add(scan, mix: 0)
    return writer
  }

  private func read(
    _ writer: PhilipsListWriter, spar: String?, as name: String = "scan.SPAR", overrides: SignalOverrides = .none
  ) throws -> Scan {
    let folder = try TemporaryFolder()
    _ = try folder.write(writer.data.bytes, as: "scan.data")
    if let spar { _ = try folder.write(spar, as: name) }
    return try SignalFile.read(try folder.write(writer.list, as: "scan.list"), overrides: overrides)
  }

  @Test("Vectors of each channel and average are the scan, those of the second mix its water, noise is left out")
  func whole() throws {
    let found = try read(raw(), spar: spar)
    #expect(found.format == .philipsList)
    #expect(found.signals.samples == scan.samples && found.signals.coils == 3 && found.signals.averages == 4)
    #expect(found.water?.samples == water.samples && found.water?.acquisition.points == 32)
    #expect(found.acquisition == scan.acquisition && found.averagesRepresented == 1)
    #expect(found.doubts.isEmpty, "\(found.doubts)")
    #expect(!found.fields.contains { $0.value.contains("SECRET") })
  }

  @Test("The data is as good a name as the list, and columns are found by their names")
  func names() throws {
    let folder = try TemporaryFolder()
    let old = [
      "typ", "mix", "dyn", "card", "echo", "loca", "chan", "extr1", "extr2", "ky", "kz", "n.a.", "aver", "size",
    ]
    let writer = raw(old + ["rr", "offset"])
    _ = try folder.write(writer.list, as: "scan.LIST")
    _ = try folder.write(spar, as: "other.spar")
    let found = try SignalFile.read(try folder.write(writer.data.bytes, as: "scan.data"))
    #expect(found.signals.samples == scan.samples)
    #expect(found.doubts == [.assumedField(field: "the SPAR of scan.data", value: "other.spar")])
  }

  @Test("Without a SPAR the sampling must be given, and what is to be done is said")
  func sampling() throws {
    let error = #expect(throws: FormatError.self) { try read(raw(), spar: nil) }
    #expect(error?.description.contains("Give --dwell-time") == true, "\(error?.description ?? "")")
    let given = SignalOverrides(dwellTime: 1 / 4000, spectrometerFrequency: .megahertz(127.7))
    let found = try read(raw(), spar: nil, overrides: given)
    #expect(found.signals.samples == scan.samples && found.acquisition.echoTime == nil)
    #expect(found.doubts == [.assumedField(field: "nucleus", value: "1H")])
    let other = try read(raw(), spar: Builders.spar(samples: "64"), overrides: given)
    #expect(other.doubts.map(\.code) == [.contradictoryFields, .contradictoryFields])
  }

  @Test("An average that lacks a channel is left out and told; rejected vectors are none")
  func incomplete() throws {
    var writer = raw()
    writer.add(scan[0, 0].samples, mix: 0, channel: 0, average: 4)
    writer.add(scan[0, 0].samples, type: "REJ", mix: 0, channel: 0, average: 5)
    let found = try read(writer, spar: spar)
    #expect(found.signals.samples == scan.samples)
    #expect(found.doubts.map(\.code) == [.contradictoryFields])
  }

  @Test(
    "Vectors beyond the data, of no length, twice, of several voxels, or no numbers are refused",
    arguments: [
      // What the fuzzer found: the number that has no positive counterpart.
      (["offset": .min], "'offset'"), (["offset": 1 << 30], "ends early"), (["offset": -8], "ends early"),
      (["size": 0], "'size'"),
      (["size": -64], "'size'"), (["size": 7], "'size'"), (["kx": 1], "several voxels"),
      (["loca": 1], "several locations"),
      (["aver": 0], "'aver'"),
    ] as [([String: Int], String)])
  func hostile(changes: [String: Int], message: String) throws {
    var writer = raw()
    writer.add(scan[0, 0].samples, mix: 0, channel: 0, average: 4, changes)
    let error = #expect(throws: FormatError.self) { try read(writer, spar: spar) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("An edited scan is refused by the name in its SPAR")
  func edited() throws {
    let named = Builders.spar(
      samples: "64", ["scan_id": "MEGA-PRESS", "synthesizer_frequency": "127700000", "sample_frequency": "4000"])
    let error = #expect(throws: FormatError.self) { try read(raw(), spar: named) }
    #expect(error?.description.contains("'MEGA-PRESS' with 4 averages") == true, "\(error?.description ?? "")")
  }
}
