import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

@Suite("Edited scans in Siemens raw data")
struct TwixEditingTests {
  /// Two channels; readout i of condition i modulo `conditions`, whose counter is at `place`.
  private func builder(
    _ version: TwixBuilder.Version, sequence: String, place: Int, readouts: Int = 8, conditions: Int = 2
  ) -> (builder: TwixBuilder, signals: [[ComplexVector]]) {
    var acquisition = Builders.acquisition.with(points: 16)
    acquisition.dwellTime = 2.5e-4
    let signals = (0..<readouts).map { readout in
      (0..<2).map { Builders.fid(points: 16, seed: UInt64(10 * readout + $0)).samples }
    }
    var builder = TwixBuilder(version: version)
    builder.settings = TwixBuilder.settings(acquisition, vectorSize: 8).map {
      $0.key == "tSequenceFileName" ? ($0.key, "\"\"%CustomerSeq%\\\(sequence)\"\"") : $0
    }
    let repetitions = version == .vb ? 7 : 1
    builder.readouts = signals.enumerated().map { index, channels in
      TwixBuilder.Readout(
        counters: [repetitions: index / conditions, place: index % conditions], channels: channels)
    }
    return (builder, signals)
  }

  private func scans(_ builder: TwixBuilder) throws -> [Scan] {
    let folder = try TemporaryFolder()
    return try SignalFile.readAll(
      try folder.write(builder.file(), as: "a.dat"), overrides: SignalOverrides(keepsOversampling: true))
  }

  @Test(
    "The counter that a sequence keeps its conditions in parts them, without a doubt",
    arguments: [
      (TwixBuilder.Version.vd, "svs_edit_529", 4, "Eco"), (.vb, "svs_edit_529", 4, "Eco"),
      (.vd, "svs_edit_859", 13, "Ide"), (.vd, "jn_MEGA_GABA", 7, "Set"), (.vb, "jn_MEGA_GABA", 9, "Ida"),
      (.vd, "eja_svs_mpress", 4, "Eco"),
    ])
  func known(version: TwixBuilder.Version, sequence: String, place: Int, counter: String) throws {
    let (builder, signals) = builder(version, sequence: sequence, place: place)
    let scans = try scans(builder)
    #expect(scans.map { $0.part?.description } == ["DIM_EDIT=0", "DIM_EDIT=1"])
    #expect(scans.map { $0.standard["EditCondition"] } == [.string("\(counter) 0"), .string("\(counter) 1")])
    for (condition, scan) in scans.enumerated() {
      #expect(scan.signals.coils == 2 && scan.signals.averages == 4 && scan.doubts.isEmpty, "\(scan.doubts)")
      for average in 0..<4 {
        let readout = signals[2 * average + condition]
        #expect(scan.signals[0, average].samples == readout[0] && scan.signals[1, average].samples == readout[1])
      }
    }
  }

  @Test("Of another edited sequence the one counter of two or four values is taken, with a doubt that names it")
  func assumed() throws {
    let (builder, _) = builder(.vd, sequence: "my_hermes", place: 9, conditions: 4)
    let scans = try scans(builder)
    #expect(scans.count == 4 && scans.allSatisfy { $0.signals.averages == 2 })
    #expect(
      scans[0].doubts == [.assumedField(field: "EditCondition", value: "that the counter Ida counts 4 conditions")])
    // Two counters leave it open, and nothing is parted.
    var open = builder
    for index in open.readouts.indices { open.readouts[index].counters[5] = index % 2 }
    let whole = try self.scans(open)
    #expect(whole.count == 1 && whole[0].signals.averages == 8)
    #expect(whole[0].doubts.contains { $0.code == .contradictoryFields })
  }

  @Test("A scan that is not edited keeps its counters as averages, and one that was stopped ends with a whole turn")
  func others() throws {
    let plain = try scans(builder(.vd, sequence: "svs_press_own", place: 4).builder)
    #expect(plain.count == 1 && plain[0].signals.averages == 8 && plain[0].part == nil)
    #expect(plain[0].doubts == [.untaggedDimension(name: "Eco", size: 2, takenAs: "averages")])
    let stopped = try scans(builder(.vd, sequence: "svs_edit_529", place: 4, readouts: 7).builder)
    #expect(stopped.map(\.signals.averages) == [3, 3])
    #expect(stopped[0].doubts.map(\.code) == [.contradictoryFields])
  }

  @Test("Converted, the conditions stand in the header of their dimension, and are read from there")
  func converted() throws {
    let folder = try TemporaryFolder()
    let scans = try scans(builder(.vd, sequence: "svs_edit_529", place: 4).builder)
    let url = folder.url.appending(path: "edited.nii.gz")
    try NIfTIMRSFile.write(scans, to: url)
    let read = try SignalFile.readAll(url)
    #expect(read.map { $0.standard["EditCondition"] } == [.string("Eco 0"), .string("Eco 1")])
    #expect(read.map(\.signals.averages) == [4, 4] && read.map(\.signals.coils) == [2, 2])
  }
}
