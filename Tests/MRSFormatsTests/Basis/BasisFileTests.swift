import Foundation
import MRSCore
import MRSFormats
import Numerics
import TestSupport
import Testing

@Suite("Basis files")
struct BasisFileTests {
  /// Two functions whose lines decay within the samples, 0 Hz at 4.65 ppm.
  static let basis: BasisSet = {
    let acquisition = Acquisition(
      spectrometerFrequency: .megahertz(123.25), dwellTime: 5e-4, points: 1024, sequence: "PRESS", echoTime: 0.03)
    func function(_ name: String, _ lines: [(shift: Double, amplitude: Complex<Double>)]) -> BasisFunction {
      BasisFunction(
        name: name,
        signal: .lines(
          TransitionLines(
            frequencies: lines.map { acquisition.offset(of: .ppm($0.shift)).hertz },
            amplitudes: ComplexVector(lines.map(\.amplitude)))))
    }
    return BasisSet(
      functions: [
        function("Cr", [(3.913, Complex(2, 0)), (3.027, Complex(3, 0))]),
        function("GPC", [(3.212, Complex(9, 0)), (3.66, Complex(1.5, -0.4))]),
        function("it's", [(1.2, Complex(0.3, 0.8))]),
      ], acquisition: acquisition, source: "a test")
  }()

  /// The largest difference of two sets' spectra, over the highest point of each function.
  private func difference(_ left: BasisSet, _ right: BasisSet) -> Double {
    let grid = left.acquisition
    let other = Dictionary(uniqueKeysWithValues: zip(right.names, right.rendered(on: grid)))
    return zip(left.names, left.rendered(on: grid)).reduce(0) { worst, function in
      guard let counterpart = other[function.0] else { return .infinity }
      let plan = FourierTransform(count: grid.points)
      let own = plan.forward(function.1.samples)
      let difference = own - plan.forward(counterpart.samples)
      return max(worst, (difference.magnitude.max() ?? 0) / (own.magnitude.max() ?? 1))
    }
  }

  private static let folders: [BasisFormat] = [.lcmodelRaw, .fslMRS]

  static func place(_ format: BasisFormat, in folder: TemporaryFolder, _ name: String = "made") -> URL {
    let suffix =
      switch format {
      case .lcmodelBasis: ".BASIS"
      case .hepatica: ".json"
      default: ""
      }
    return folder.url.appending(path: name + suffix)
  }

  /// Half of the last digit of 6E13.5 (1.00000E+00) is 5e-6; of a complex number √2 of that. RAW has nine digits (5e-9
  /// a sample, of which the transform adds at most all). JSON has them all.
  static let precision: [BasisFormat: Double] = [
    .lcmodelBasis: 7.1e-6, .lcmodelRaw: 1e-7, .fslMRS: 1e-15, .hepatica: 1e-15,
  ]

  @Test("A basis that was written is read back to the last digit of its format", arguments: BasisFormat.allCases)
  func roundTrip(format: BasisFormat) throws {
    let folder = try TemporaryFolder()
    let url = Self.place(format, in: folder)
    try BasisFile.write(Self.basis, as: format, to: url)
    #expect(BasisFile.format(of: url) == format)
    let file = try BasisFile(contentsOf: url)
    #expect(file.format == format)
    #expect(file.doubts.isEmpty)
    #expect(Set(file.basis.names) == ["Cr", "GPC", "it's"])
    let acquisition = file.basis.acquisition
    #expect(acquisition.spectrometerFrequency == .megahertz(123.25))
    #expect(acquisition.dwellTime == 5e-4)
    #expect(acquisition.sequence == "PRESS")
    #expect(acquisition.echoTime == 0.03)
    #expect(acquisition.carrierShift == .bodyWater)
    let expected = format == .hepatica ? Self.basis : Self.basis.sampled()
    let precision = try #require(Self.precision[format])
    let error = difference(expected, file.basis)
    #expect(error <= precision)
    guard format == .lcmodelBasis || format == .fslMRS else { return }
    let linewidth = try #require(file.linewidth?.hertz)
    #expect(abs(linewidth - 1) < 1e-12)
  }

  @Test("What was read is written again with the same bytes", arguments: BasisFormat.allCases)
  func rewriting(format: BasisFormat) throws {
    let folder = try TemporaryFolder()
    let (first, second) = (Self.place(format, in: folder), Self.place(format, in: folder, "again"))
    let written = try BasisFile.write(Self.basis, as: format, to: first, identifier: "a test")
    let file = try BasisFile(contentsOf: first)
    let rewritten = try BasisFile.write(
      file.basis, as: format, to: second, sampling: .init(linewidth: file.linewidth), identifier: "a test")
    #expect(written.count == (Self.folders.contains(format) ? 3 : 1))
    for url in written {
      let name = Self.folders.contains(format) ? "again/" + url.lastPathComponent : second.lastPathComponent
      let other = folder.url.appending(path: name)
      #expect(rewritten.contains { $0.path == other.path })
      #expect(try Data(contentsOf: url) == Data(contentsOf: other), "\(name)")
    }
  }

  @Test("Lines are rendered with the width asked for, long enough to end")
  func sampling() throws {
    let sampled = Self.basis.sampled(.init(linewidth: .hertz(3)))
    guard case .sampled(let fid) = sampled.functions[0].signal else { return }
    // 3 + 2 protons at time zero; decayed to 1 % at the end, no longer than twice what that takes.
    #expect(abs(fid[0].real - 5) < 1e-12)
    #expect(fid[fid.count - 1].length < 0.05)
    #expect(fid.count == 1024)
    #expect(Self.basis.sampled().acquisition.points == 4096)
    #expect(Self.basis.sampled(.init(points: 100)).acquisition.points == 100)
  }

  @Test("A basis with another carrier keeps every ppm: it is moved to 4.65, where others have 0 Hz")
  func carrier() throws {
    var acquisition = Self.basis.acquisition
    acquisition.carrierShift = .ppm(4.2)
    let moved = BasisSet(
      functions: [
        BasisFunction(
          name: "Ala",
          signal: .lines(
            TransitionLines(
              frequencies: [acquisition.offset(of: .ppm(1.4)).hertz],
              amplitudes: ComplexVector(real: [3], imaginary: [0]))))
      ], acquisition: acquisition, source: "")
    for format in [BasisFormat.lcmodelBasis, .lcmodelRaw, .fslMRS] {
      let folder = try TemporaryFolder()
      let url = Self.place(format, in: folder)
      try BasisFile.write(moved, as: format, to: url)
      let read = try BasisFile.read(url)
      let fid = try #require(read.rendered(on: read.acquisition).first)
      // A quarter of the frequency step of the fourfold filled grid of 2 s.
      #expect(abs(fid.peak(in: 0.5...4) - 1.4) < 0.001, "\(format)")
    }
  }

  @Test("FSL-MRS's files are conjugated: a downfield resonance turns negatively in them")
  func fslSign() throws {
    let folder = try TemporaryFolder()
    let points = 64
    // exp(−2πi·f·t) with f = 5/(64·Δt), as FSL-MRS stores what lies 5 steps downfield of 4.65 ppm.
    let angle = { (n: Int) in -2 * Double.pi * 5 * Double(n) / Double(points) }
    let re = (0..<points).map { "\(Double.cos(angle($0)))" }.joined(separator: ",")
    let im = (0..<points).map { "\(Double.sin(angle($0)))" }.joined(separator: ",")
    let text = """
      {"basis": {"basis_re": [\(re)], "basis_im": [\(im)], "basis_dwell": 0.0005, "basis_centre": 123.25,
       "basis_width": null, "basis_name": "X"}, "seq": {"B0": 2.89, "Rx_Phase": 0}, "MM": true}
      """
    let basis = try BasisFile.read(try folder.write(text, as: "X.json"))
    guard case .sampled(let samples) = basis.functions[0].signal else { return }
    let spectrum = FourierTransform(count: points).forward(samples)
    #expect(spectrum.magnitude.indices.max { spectrum.magnitude[$0] < spectrum.magnitude[$1] } == 5)
  }

  @Test("A .RAW folder whose files do not say their grid takes it from the options, and never against what they say")
  func rawGrid() throws {
    let folder = try TemporaryFolder()
    _ = try folder.write(Builders.raw(Builders.fid(points: 16)), as: "Ala.RAW")
    _ = try folder.write(Builders.raw(Builders.fid(points: 16, seed: 2)), as: "Lac.raw")
    let error = #expect(throws: FormatError.self) { try BasisFile.read(folder.url) }
    #expect(error?.description.contains("--dwell-time") == true)
    let overrides = SignalOverrides(dwellTime: 5e-4, spectrometerFrequency: .megahertz(123.25))
    let basis = try BasisFile.read(folder.url, overrides: overrides)
    #expect(basis.names == ["Ala", "Lac"])
    #expect(basis.acquisition.points == 16)
    let own = folder.url.appending(path: "own")
    try BasisFile.write(Self.basis, as: .lcmodelRaw, to: own)
    let other = SignalOverrides(dwellTime: 1e-3, spectrometerFrequency: .megahertz(64))
    #expect(try BasisFile.read(own, overrides: other).acquisition.dwellTime == 5e-4)
  }

  @Test(
    "The real basis files are the same after writing and reading, to 1e-5 of each function's highest point",
    .enabled(if: SharedData.root != nil, Comment(rawValue: SharedData.reason)),
    arguments: [
      ("lcmodel/3t.basis", BasisFormat.lcmodelBasis), ("lcmodel/3t.basis", .lcmodelRaw),
      ("osprey/3T_PRESS_Philips_35ms_noMM.BASIS", .fslMRS),
    ])
  func realFiles(name: String, format: BasisFormat) throws {
    let folder = try TemporaryFolder()
    let basis = try LCModelBasisFile.read(SharedData.url(name))
    let url = Self.place(format, in: folder)
    try BasisFile.write(basis, as: format, to: url)
    let read = try BasisFile.read(url)
    #expect(Set(read.names) == Set(basis.names))
    #expect(difference(basis.sampled(), read) <= 1e-5)
  }
}
