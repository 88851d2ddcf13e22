import Foundation
import MRSCore
import MRSFormats
import Numerics
import TestSupport
import Testing

@Suite("LCModel files")
struct LCModelFileTests {
  private let overrides = SignalOverrides(dwellTime: 5e-4, spectrometerFrequency: .megahertz(123.25))

  @Test("A RAW file that was written is read back identically, header included")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    let url = folder.url.appending(path: "scan.RAW")
    var fid = Builders.fid(points: 64)
    fid.samples[5] = Complex(1e-30, -3e30)
    fid.samples[6] = Complex(0, -0.0)
    try LCModelRawFile.write(fid, identifier: "it's a test\n$END", to: url)
    let read = try SignalFile.read(url).signals[0, 0]
    // Nine digits hold any float32.
    #expect(read.samples.real.map { Float($0) } == fid.samples.real.map { Float($0) })
    #expect(read.samples.imaginary.map { Float($0) } == fid.samples.imaginary.map { Float($0) })
    #expect(read.acquisition.echoTime == 0.03)
    #expect(read.acquisition.sequence == "PRESS")
    #expect(read.acquisition.dwellTime == 5e-4)
    #expect(throws: FormatError.self) {
      fid.samples[0] = Complex(.nan, 0)
      try LCModelRawFile.write(fid, identifier: "", to: url)
    }
  }

  @Test("Without dwell time or frequency the options to give are named; overrides and control files supply them")
  func missingGrid() throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(Builders.raw(Builders.fid()), as: "scan.raw")
    var error = #expect(throws: FormatError.self) { try SignalFile.read(url) }
    #expect(error?.description.contains("--dwell-time") == true)
    error = #expect(throws: FormatError.self) {
      try SignalFile.read(url, overrides: SignalOverrides(dwellTime: 5e-4))
    }
    #expect(error?.description.contains("--frequency") == true)
    let read = try SignalFile.read(url, overrides: overrides)
    #expect(read.signals[0, 0].samples == Builders.fid().samples)
    // A control file for another scan is passed over, the right one is used.
    _ = try folder.write(" $LCMODL\n filraw='other.raw'\n deltat=1e-3\n hzpppm=64.\n $END\n", as: "a.control")
    _ = try folder.write(
      " $LCMODL\n filraw='/data/scan.RAW'\n deltat=2.5D-4, hzpppm=127.7, nunfil=8\n $END\n", as: "b.CONTROL")
    let controlled = try SignalFile.read(url)
    #expect(controlled.acquisition.dwellTime == 2.5e-4)
    #expect(controlled.acquisition.spectrometerFrequency == .megahertz(127.7))
    #expect(try SignalFile.read(url, overrides: overrides).acquisition.dwellTime == 5e-4)
  }

  @Test("What FID-A states in $SEQPAR is used, and its count is checked")
  func fidA() throws {
    let folder = try TemporaryFolder()
    func header(_ points: Int) -> String {
      " $SEQPAR\n echot= 35.00\n seq= 'PRESS'\n hzpppm= 127.75\n"
        + " NumberOfPoints= \(points)\n dwellTime= 0.00025\n $END\n"
    }
    let scan = try SignalFile.read(try folder.write(Builders.raw(Builders.fid(), header: header(8)), as: "a.RAW"))
    #expect(scan.acquisition.dwellTime == 2.5e-4 && scan.acquisition.echoTime == 0.035)
    #expect(scan.acquisition.spectrometerFrequency == .megahertz(127.75) && scan.doubts.isEmpty)
    let other = try folder.write(Builders.raw(Builders.fid(), header: header(9)), as: "b.RAW")
    let error = #expect(throws: FormatError.self) { try SignalFile.read(other) }
    #expect(error?.description.contains("$SEQPAR gives NumberOfPoints = 9, but the file has 8") == true)
    // The caller's dwell time wins over the file's, with a doubt.
    let overridden = try SignalFile.read(folder.url.appending(path: "a.RAW"), overrides: overrides)
    #expect(overridden.acquisition.dwellTime == 5e-4)
    #expect(overridden.doubts.map(\.code) == [.contradictoryFields, .contradictoryFields])
    #expect(overridden.doubts[0].description.contains("--dwell-time is 0.5 ms, but dwellTime of $SEQPAR is 0.25 ms"))
  }

  @Test("The message on a missing dwell time names its unit, and one of another unit is refused with its bandwidth")
  func dwellTimeUnit() throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(Builders.raw(Builders.fid()), as: "a.RAW")
    let missing = #expect(throws: FormatError.self) { try SignalFile.read(url) }
    #expect(missing?.description.contains("--dwell-time (in milliseconds, as 0.5)") == true)
    for seconds in [5e-7, 0.5] {
      let given = SignalOverrides(dwellTime: seconds, spectrometerFrequency: .megahertz(123.25))
      let error = #expect(throws: FormatError.self) { try SignalFile.read(url, overrides: given) }
      #expect(
        error?.description.contains("'--dwell-time' is \(seconds * 1000) ms, a bandwidth of \(1 / seconds) Hz") == true)
    }
    let scan = try SignalFile.read(url, overrides: overrides)
    #expect(scan.acquisition.echoTime == nil && scan.doubts.isEmpty)
  }

  @Test("A control file that counts other points than there are is refused with both figures")
  func contradiction() throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(Builders.raw(Builders.fid()), as: "scan.raw")
    _ = try folder.write("$LCMODL filraw='scan.raw' deltat=5e-4 hzpppm=123.25 nunfil=4 $END", as: "control")
    let error = #expect(throws: FormatError.self) { try SignalFile.read(url) }
    #expect(error?.description.contains("NUNFIL = 4, but the file has 8 complex samples") == true)
    #expect(error?.description.contains("several voxels or averages") == true)
  }

  @Test("BRUKER = T turns the conjugation off; TRAMP and VOLUME scale")
  func flags() throws {
    let folder = try TemporaryFolder()
    let text = " $NMID FMTDAT='(2E15.6)', BRUKER=.TRUE., TRAMP=3., VOLUME=2. $END\n 1.0 2.0\n 3.0 4.0\n"
    let scan = try SignalFile.read(try folder.write(text, as: "a.raw"), overrides: overrides)
    #expect(scan.signals.samples[0] == ComplexVector([Complex(1.5, 3), Complex(4.5, 6)]))
  }

  @Test(
    "Fortran's fields that run together are told apart",
    arguments: [
      ("-1.0E+00-2.0E+00", [-1, -2]), ("1.0D+01 -.5D-1", [10, -0.05]), ("0.12E-010.34E+00", [0.012, 0.34]),
      ("1.0-101 2.5+100", [1e-101, 2.5e100]), ("1.,2.", [1, 2]), ("1 2", [1, 2]), ("+3e2-4E2", [300, -400]),
      ("0.123456789012345678901234 1.7976931348623157E+308", [0.123456789012345678901234, .greatestFiniteMagnitude]),
      ("1.5-2.5", [1.5, -2.5]),
    ] as [(String, [Double])])
  func runTogether(text: String, values: [Double]) throws {
    let folder = try TemporaryFolder()
    let scan = try SignalFile.read(
      try folder.write(" $NMID FMTDAT='(2E15.6)' $END\n\(text)\n", as: "a.raw"), overrides: overrides)
    #expect(scan.signals.samples[0].real == [values[0]])
    #expect(scan.signals.samples[0].imaginary == [-values[1]])
  }

  @Test("Asterisks, which Fortran writes for what does not fit, are refused with their line")
  func asterisks() throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(" $NMID FMTDAT='(2E15.6)'\n $END\n 1.0 2.0\n 1.0 *****\n", as: "a.raw")
    let error = #expect(throws: FormatError.self) { try SignalFile.read(url, overrides: overrides) }
    #expect(error == .syntax(path: url.path, line: 4, found: "\"*****\"", expected: "a number"))
  }

  /// The spectrum of a decaying exponential at +f (LCModel's sign: upfield), its first point halved.
  private func spectrum(points: Int, step: Int, halved: Bool = true) -> String {
    var fid = ComplexVector(zeros: points)
    for n in 0..<points {
      fid[n] = Complex(
        length: Double.exp(-0.02 * Double(n)), phase: 2 * .pi * Double(step) * Double(n) / Double(points))
    }
    if halved { fid[0] = fid[0] / 2 }
    let spectrum = FourierTransform(count: points).forward(fid)
    return spectrum.indices.map { "  \(spectrum.real[$0])  \(spectrum.imaginary[$0])" }.joined(separator: "\n")
  }

  @Test("A basis function is divided by CONC, conjugated, its first point doubled, and moved by ISHIFT to larger ppm")
  func basis() throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(
      Builders.basis(
        functions: [("Ala", spectrum(points: 64, step: 5)), ("Lac", spectrum(points: 64, step: 7))], points: 64,
        extra: ", ISHIFT = 2"),
      as: "a.basis")
    let basis = try LCModelBasisFile.read(url)
    #expect(basis.names == ["Ala", "Lac"])
    #expect(basis.acquisition.echoTime == 0.03)
    #expect(basis.acquisition.sequence == "PRESS")
    #expect(basis.acquisition.carrierShift == .bodyWater)
    guard case .sampled(let samples) = basis.functions[0].signal else { return }
    for n in 0..<64 {
      let expected = Complex(length: 0.5 * Double.exp(-0.02 * Double(n)), phase: -2 * .pi * 3 * Double(n) / 64)
      #expect((samples[n] - expected).length < 1e-12)
    }
    let plain = try LCModelBasisFile.open(
      try folder.write(
        Builders.basis(functions: [("Ala", spectrum(points: 64, step: 5, halved: false))], points: 64), as: "b.basis"))
    #expect(plain.doubts == [.firstPointNotHalved])
  }

  @Test(
    "Factors and shifts of a function that leave nothing finite are refused",
    arguments: [(", TRAMP = 1e308", "no longer finite"), (", ISHIFT = 1e300", "'ISHIFT' is 1e+300")])
  func factors(extra: String, message: String) throws {
    let folder = try TemporaryFolder()
    let text = Builders.basis(functions: [("Ala", spectrum(points: 64, step: 5))], points: 64, extra: extra)
      .replacingOccurrences(of: "TRAMP = 1., VOLUME = 1.,", with: "VOLUME = 1e-300,")
      .replacingOccurrences(of: "TRAMP = 1., VOLUME = 1.", with: "VOLUME = 1e-300")
    let error = #expect(throws: FormatError.self) { try LCModelBasisFile.read(try folder.write(text, as: "a.basis")) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("A basis whose functions differ in length is refused with both lengths")
  func lengths() throws {
    let folder = try TemporaryFolder()
    let text =
      Builders.basis(functions: [("Ala", spectrum(points: 64, step: 5))], points: 64)
      + Builders.basis(functions: [("Lac", spectrum(points: 32, step: 5))], points: 32)
    let error = #expect(throws: FormatError.self) { try LCModelBasisFile.read(try folder.write(text, as: "a.basis")) }
    #expect(error?.description.contains("NDATAB was 64 for the first function, but it is 32 later on") == true)
  }

  @Test(
    "Faults of a basis are named",
    arguments: [
      ("5e-04", 128, "NDATAB is 128"), ("-5e-04", 64, "encrypted"), ("0", 64, "'BADELT' is 0"),
      ("x", 64, "'BADELT' is x"), ("5e-04", 90_000_000, "needs 270000000 bytes"), ("5e-04", -3, "'NDATAB' is -3"),
      ("100", 64, "'BADELT' is 100000.0 ms, a bandwidth of 0.01 Hz"), ("1e20", 64, "'BADELT' is 1e+23 ms"),
      ("5e-10", 64, "it must be 0.005 to 5 ms"), ("1e300", 64, "'BADELT' is"),
    ])
  func faults(badelt: String, points: Int, message: String) throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(
      Builders.basis(functions: [("Ala", spectrum(points: 64, step: 5))], points: points, badelt: badelt),
      as: "a.basis")
    let error = #expect(throws: FormatError.self) { try LCModelBasisFile.read(url) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }
}
