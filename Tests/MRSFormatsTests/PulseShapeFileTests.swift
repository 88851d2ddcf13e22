import Foundation
import MRSCore
import MRSFormats
import Numerics
import TestSupport
import Testing

@Suite("RF pulse files")
struct PulseShapeFileTests {
  /// Decimal text of six places.
  static let text = 1e-6

  static func read(_ text: String, as name: String = "pulse.txt") throws -> PulseShape {
    let folder = try TemporaryFolder()
    return try PulseShapeFile.read(folder.write([UInt8](text.utf8), as: name))
  }

  /// The words of the error after the folder.
  static func refusal(_ text: String, as name: String = "pulse.txt") throws -> String {
    do {
      _ = try read(text, as: name)
    } catch let error as FormatError {
      return error.description.components(separatedBy: "/" + name).dropFirst().joined()
    }
    return "read"
  }

  static let siemens = """
    PULSENAME:\tGAUSS.Test
    COMMENT:\tthree lobes: a test
    REFGRAD:\t1.0
    MINSLICE:\t1.0
    MAXSLICE:\t200.0
    AMPINT:\t1.0
    POWERINT:\t2.25
    ABSINT:\t2.0

    0.25\t3.141593\t; (0)
    1.0\t0.0\t; (1)
    0.5\t0.0\t; (2)
    0.25\t3.141593\t; (3)

    """

  @Test("A gradient that is written out is read as it was; Bruker's headers and steps are understood")
  func gradientShapes() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "goia.GRD")
    try GradientShapeFile.write([1, 0.1, 0.25, 1], of: "goia", to: file)
    for (found, expected) in zip(try GradientShapeFile.read(file, samples: 4), [1, 0.1, 0.25, 1]) {
      #expect(abs(found - expected) < Self.text)
    }
    let bruker = try folder.write(
      [UInt8]("##TITLE= g\n##NPOINTS= 3\n##XYDATA= (X++(Y..Y))\n50\n100\n50\n##END=\n".utf8), as: "g")
    #expect(try GradientShapeFile.read(bruker, samples: 3) == [0.5, 1, 0.5])
    let steps = try folder.write([UInt8]("# c\n200 2\n100\n".utf8), as: "s.GRD")
    #expect(try GradientShapeFile.read(steps, samples: 3) == [1, 1, 0.5])
    #expect {
      _ = try GradientShapeFile.read(steps, samples: 4)
    } throws: { "\($0)".contains("the pulse has 4 samples") && "\($0)".contains("3 values were found") }
  }

  @Test("Siemens .pta: magnitude and phase in radians")
  func readsSiemens() throws {
    let shape = try Self.read(Self.siemens, as: "pulse.pta")
    #expect(shape.name == "GAUSS.Test")
    #expect(shape.reference == "Siemens .pta: three lobes: a test")
    for (found, expected) in zip(shape.samples.real, [-0.25, 1, 0.5, -0.25]) {
      #expect(abs(found - expected) < Self.text)
    }
    #expect(shape.samples.imaginary.allSatisfy { abs($0) < Self.text })
    // AMPINT is the sum of the samples.
    #expect(abs(shape.integral * 4 - 1) < Self.text)
  }

  @Test("Varian .RF: phase in degrees, amplitude, steps and gate; carriage returns do not matter")
  func readsVarian() throws {
    let shape = try Self.read(
      "# ******\r\n# gauss.RF\r\n180.0 256 1.0\r\n0 1024 2 1\r\n90.0\t512.0\t1.0\t1.0\r\n0 1000 1 0\r\n", as: "gauss.RF"
    )
    #expect(shape.name == "gauss.RF")
    #expect(shape.samples.count == 5)
    for (found, expected) in zip(shape.samples.real, [-0.25, 1, 1, 0, 0]) { #expect(abs(found - expected) < Self.text) }
    #expect(abs(shape.samples.imaginary[3] - 0.5) < Self.text)
    #expect(try Self.read("0 1\n0 2\n").samples.real == [0.5, 1])
  }

  static let bruker = """
    ##TITLE= Sinc1
    ##JCAMP-DX= 5.00 Bruker JCAMP library
    ##DATA TYPE= Shape Data
    ##ORIGIN= Bruker
    ##$SHAPE_TOTROT= 9.000000e+01
    ##NPOINTS= 3
    $$ a comment
    ##XYPOINTS= (XY..XY)
    2.500000e+01, 1.800000e+02
    1.000000e+02, 0.000000e+00
    5.000000e+01, 9.000000e+01
    ##END=
    """

  @Test("Bruker shapes: amplitude in percent, phase in degrees, NPOINTS kept")
  func readsBruker() throws {
    let shape = try Self.read(Self.bruker, as: "sinc.exc")
    #expect(shape.name == "Sinc1")
    for (found, expected) in zip(shape.samples.real, [-0.25, 1, 0]) { #expect(abs(found - expected) < Self.text) }
    for (found, expected) in zip(shape.samples.imaginary, [0, 0, 0.5]) { #expect(abs(found - expected) < Self.text) }
  }

  @Test("Errors tell line, value and what is expected")
  func errors() throws {
    #expect(
      try Self.refusal(Self.siemens.replacingOccurrences(of: "0.5\t0.0", with: "0.5\tx"))
        == ":12: 'phase' is 'x'; it must be a number. A sample is magnitude, phase in radians, '; (index)'.")
    #expect(
      try Self.refusal(Self.siemens.replacingOccurrences(of: "0.5\t0.0", with: "-0.5\t0.0"))
        == ":12: 'amplitude' is -0.5; it must be 0 or more. A negative lobe is written as a phase of half a turn.")
    #expect(
      try Self.refusal(Self.siemens.replacingOccurrences(of: "0.5\t0.0\t; (2)\n", with: ""))
        == ": line 12 says that it is sample (3), but 2 samples come before it. Lines are missing or doubled; export the pulse again."
    )
    #expect(
      try Self.refusal(Self.bruker.replacingOccurrences(of: "NPOINTS= 3", with: "NPOINTS= 4"))
        == ": NPOINTS on line 6 is 4, but 3 samples follow. The file was probably cut off; export it again.")
    #expect(
      try Self.refusal("0 1\n0\n")
        == ":2: found 1 columns in \"0\" where phase in degrees, amplitude, and maybe duration and gate was expected; the file is damaged or of another format"
    )
    #expect(
      try Self.refusal("0 1 1e9\n").hasPrefix(":1: 'duration' is 1000000000.0; it must be a whole number of steps"))
    #expect(try Self.refusal("hello\n").hasPrefix(":1: found \"hello\" where 'PULSENAME: …' (Siemens .pta)"))
    #expect(try Self.refusal("0 0\n0 0\n").contains("all 2 samples are zero"))
    #expect(try Self.refusal("  \n\n").contains("every line of the file is blank"))
  }

  @Test("Files cut off anywhere are read or refused, never more")
  func truncated() throws {
    for text in [Self.siemens, Self.bruker] {
      let bytes = [UInt8](text.utf8)
      let folder = try TemporaryFolder()
      for end in stride(from: 1, to: bytes.count, by: 3) {
        do {
          _ = try PulseShapeFile.read(folder.write(Array(bytes[..<end]), as: "cut.txt"))
        } catch is FormatError {}
      }
    }
  }

  @Test("A shape becomes a pulse of the flip angle asked for, by length; a swept one needs its peak")
  func scaling() throws {
    let pulse = try Self.read(Self.siemens).pulse(for: .excitation, flip: .degrees(90), duration: 4e-3)
    #expect(abs(pulse.duration - 4e-3) < 1e-15)
    let rotation = pulse.profile.rotation(at: 0)
    #expect(abs(rotation.longitudinal) < 1e-6)
    let sweep = PulseShape(
      name: "sweep", samples: ComplexVector((0..<8).map { Complex(length: 1, phase: Double($0) * .pi / 4) }),
      reference: "")
    #expect(throws: PulseShapeError.self) { try sweep.pulse(for: .refocusing, flip: .degrees(180), duration: 1e-3) }
    let swept = sweep.pulse(for: .refocusing, flip: .degrees(180), duration: 1e-3, peak: .hertz(700))
    #expect(abs(swept.peak.hertz - 700) < 1e-9)
  }
}
