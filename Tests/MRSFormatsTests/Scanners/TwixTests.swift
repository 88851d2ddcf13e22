import Foundation
import MRSCore
import MRSFormats
import Numerics
import TestSupport
import Testing

@Suite("Siemens raw data")
struct TwixTests {
  private let raw = SignalOverrides(keepsOversampling: true)

  /// A scan of `coils` × `averages` random signals of 2·`points` samples at 0.25 ms.
  private func builder(
    _ version: TwixBuilder.Version, coils: Int = 3, averages: Int = 2, points: Int = 8
  ) -> (builder: TwixBuilder, signals: FIDArray) {
    var acquisition = Builders.acquisition.with(points: 2 * points)
    acquisition.dwellTime = 2.5e-4
    let samples = (0..<(coils * averages)).map { Builders.fid(points: 2 * points, seed: UInt64($0)).samples }
    let signals = FIDArray(acquisition: acquisition, coils: coils, averages: averages, samples: samples)
    var builder = TwixBuilder(version: version)
    builder.settings = TwixBuilder.settings(acquisition, vectorSize: points)
    builder.readouts = (0..<averages).map { average in
      TwixBuilder.Readout(
        counters: [version == .vb ? 7 : 1: average], channels: (0..<coils).map { signals[$0, average].samples })
    }
    return (builder, signals)
  }

  @Test("Every sample of VB, VD and XA comes back, with what the protocol says", arguments: [0, 1, 2])
  func roundTrip(version: Int) throws {
    let folder = try TemporaryFolder()
    var (builder, signals) = builder(version == 0 ? .vb : .vd)
    if version == 2 { builder.software = "syngo MR XA60" }
    builder.before = 3
    builder.after = 5
    builder.adjustments = version == 0 ? [] : ["AdjCoilSens", "gre"]
    // Noise, phase correction and parallel imaging are no signal.
    for bit in [25, 21, 22] {
      builder.readouts.insert(
        .init(mask: 1 << 3 | 1 << UInt64(bit), channels: signals.samples.prefix(3).map(\.conjugated)), at: 0)
    }
    let scan = try SignalFile.read(try folder.write(builder.file(), as: "renamed.bin"), overrides: raw)
    #expect(scan.format == .siemensTwix)
    #expect(scan.signals.samples == signals.samples)
    #expect(scan.signals.coils == 3)
    #expect(scan.signals.averages == 2)
    #expect(scan.water == nil)
    #expect(scan.acquisition.dwellTime == 2.5e-4)
    #expect(scan.acquisition.spectrometerFrequency.megahertz == 123.25)
    #expect(scan.acquisition.echoTime == 0.03)
    #expect(scan.acquisition.repetitionTime == 2)
    #expect(scan.acquisition.sequence == "PRESS")
    #expect(scan.standard["TxOffset"] == .number(-2.3))
    #expect(scan.doubts == [.samplesBeforeEcho(count: 3)])
    // Siemens' x grows to the left, NIfTI's to the right.
    #expect(scan.geometry?.centre == SIMD3(10.5, 0, 32))
    #expect(scan.geometry?.size == SIMD3(20, 25, 30))
    #expect(scan.geometry?.affine == [[20, 0, 0, 10.5], [0, -25, 0, 0], [0, 0, -30, 32], [0, 0, 0, 1]])
  }

  @Test("The water reference that a product sequence measures first is told from the metabolites")
  func water() throws {
    let folder = try TemporaryFolder()
    var (builder, signals) = builder(.vd, averages: 3)
    builder.readouts[0].counters = [5: 0]
    for average in 1..<3 { builder.readouts[average].counters = [1: average - 1, 5: 1] }
    // Rows that were not measured hold zeros.
    builder.readouts.append(
      .init(counters: [1: 5], channels: (0..<3).map { _ in ComplexVector(zeros: 16) }))
    let scan = try SignalFile.read(try folder.write(builder.file(), as: "a.dat"), overrides: raw)
    #expect(scan.water?.averages == 1)
    #expect((0..<3).allSatisfy { scan.water?[$0, 0] == signals[$0, 0] })
    #expect(scan.signals.averages == 2)
    #expect((0..<3).allSatisfy { scan.signals[$0, 1].samples == signals[$0, 2].samples })
  }

  @Test(
    "Oversampling is removed without taking from the first samples or ringing over them", arguments: [0.0, 0.9, 2.5])
  func oversampling(phase: Double) throws {
    let folder = try TemporaryFolder()
    let points = 512
    func signal(_ count: Int, step: Double) -> ComplexVector {
      var samples = ComplexVector(zeros: count)
      for (hertz, amplitude, width) in [(0.0, 1.0, 8.0), (-430, 0.1, 5), (700, 0.05, 6)] {
        for i in 0..<count {
          let time = Double(i) * step
          samples[i] +=
            Complex(amplitude * Foundation.exp(-.pi * width * time))
            * Complex(length: 1, phase: phase + 2 * .pi * hertz * time)
        }
      }
      return samples
    }
    var (builder, _) = builder(.vd, coils: 1, averages: 1, points: points)
    builder.readouts = [.init(channels: [signal(2 * points, step: 2.5e-4)])]
    let scan = try SignalFile.read(try folder.write(builder.file(), as: "a.dat"))
    #expect(scan.acquisition.points == points)
    #expect(scan.acquisition.dwellTime == 5e-4)
    let wanted = signal(points, step: 5e-4)
    let error = (scan.signals.samples[0] - wanted).magnitude
    // Cropping the spectrum of the readout would leave 0.3 in the first sample and 0.09 in the second.
    #expect(error[0] < 0.01)
    #expect(error.dropFirst().allSatisfy { $0 < 0.002 })
  }

  @Test("Imaging is refused by the name of its sequence")
  func imaging() throws {
    let folder = try TemporaryFolder()
    var (builder, _) = builder(.vd)
    builder.settings = [("tSequenceFileName", "\"%SiemensSeq%\\tfl\""), ("sSpecPara.ucRemoveOversampling", "0x1")]
    let error = #expect(throws: FormatError.self) { try SignalFile.read(try folder.write(builder.file(), as: "a.dat")) }
    guard case .notSpectroscopy(_, let what, _)? = error else {
      Issue.record("\(error?.description ?? "none")")
      return
    }
    #expect(what.contains("'tfl'"))
  }

  @Test("Readouts of unlike strength, as a water reference that nothing names, are doubted")
  func unlikeStrength() throws {
    let folder = try TemporaryFolder()
    var (builder, signals) = builder(.vd, averages: 4)
    builder.readouts[0].channels = signals.samples.prefix(3).map { (fid: ComplexVector) in Double(100) * fid }
    let scan = try SignalFile.read(try folder.write(builder.file(), as: "a.dat"))
    #expect(scan.doubts.map(\.code) == [.contradictoryFields])
  }

  @Test(
    "Damage is refused with what is wrong",
    arguments: [
      ("sRXSPEC.alDwellTime[0]", "0", "alDwellTime"), ("sRXSPEC.alDwellTime[0]", "5e12", "alDwellTime"),
      ("sSpecPara.lVectorSize", "900000000", "lVectorSize"), ("sSpecPara.lVectorSize", "17", "readout"),
      ("sTXSPEC.asNucleusInfo[0].lFrequency", "12", "lFrequency"),
    ])
  func damage(key: String, value: String, said: String) throws {
    let folder = try TemporaryFolder()
    var (builder, _) = builder(.vd)
    builder.settings = builder.settings.map { $0.key == key ? (key, value) : $0 }
    let error = #expect(throws: FormatError.self) { try SignalFile.read(try folder.write(builder.file(), as: "a.dat")) }
    #expect(error?.description.contains(said) == true, "\(error?.description ?? "none")")
  }

  @Test("A readout without channels, one of other channels, and a missing end mark are refused")
  func shapes() throws {
    let folder = try TemporaryFolder()
    var (none, _) = builder(.vd)
    none.readouts = [.init(channels: [])]
    var (unlike, _) = builder(.vd)
    unlike.readouts[1].channels.removeLast()
    var (open, _) = builder(.vb)
    open.hasEndMark = false
    for (builder, said) in [(none, "readout"), (unlike, "channels"), (open, "end mark")] {
      let error = #expect(throws: FormatError.self) {
        try SignalFile.read(try folder.write(builder.file(), as: "a.dat"))
      }
      #expect(error?.description.contains(said) == true, "\(error?.description ?? "none")")
    }
  }

  @Test("Cut off after any number of bytes, raw data are refused", arguments: [TwixBuilder.Version.vb, .vd])
  func truncation(version: TwixBuilder.Version) throws {
    let folder = try TemporaryFolder()
    let bytes = builder(version, coils: 2).builder.file()
    let padding = version == .vb ? 0 : 512
    for length in stride(from: 1, to: bytes.count - padding, by: 7) {
      let url = try folder.write(Array(bytes[..<length]), as: "a.dat")
      #expect(throws: FormatError.self, "\(length) of \(bytes.count)") { try SignalFile.read(url) }
    }
  }

  @Test("Who was measured stands only in fields that are marked so")
  func identity() throws {
    let folder = try TemporaryFolder()
    let scan = try SignalFile.read(try folder.write(builder(.vb).builder.file(), as: "a.dat"))
    #expect(scan.fields.contains { $0.value.contains("Planted") })
    #expect(!scan.fields.contains { !$0.identifiesSubject && $0.value.contains("Planted") })
    #expect(!scan.standard.withoutIdentity.values.values.contains { $0.description.contains("Planted") })
  }
}
