import Foundation
import MRSCore
import MRSFormats
import MRSRuns
import TestSupport
import Testing

@Suite("Signals added to a basis")
struct BasisAdditionTests {
  static let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 0.5e-3, points: 64, echoTime: 0.030)

  static func written(_ acquisition: Acquisition, in folder: TemporaryFolder, as name: String = "MM.nii") throws -> URL
  {
    let samples = ComplexVector((0..<acquisition.points).map { .init(length: 5 * exp(-0.1 * Double($0)), phase: 0.3) })
    let file = folder.url.appending(path: name)
    try NIfTIMRSFile.write(FID(samples: samples, acquisition: acquisition), to: file)
    return file
  }

  @Test("A measured signal becomes a function of one proton, with its phase, cut or filled to the basis's points")
  func measured() throws {
    let folder = try TemporaryFolder()
    let file = try Self.written(Self.acquisition, in: folder)
    for (points, name) in [(64, "MM"), (32, "MM"), (100, "MMexp")] {
      let addition = BasisAddition(name == "MM" ? file.path : "\(name)=\(file.path)")
      let (function, doubts) = try addition.function(on: Self.acquisition.with(points: points))
      #expect(function.name == name && doubts.isEmpty)
      guard case .sampled(let samples) = function.signal else { throw CancellationError() }
      #expect(samples.count == points)
      #expect((samples[0] - .init(length: 1, phase: 0.3)).length < 1e-6)
      #expect((samples[10] - .init(length: exp(-1), phase: 0.3)).length < 1e-6)
      if points == 100 { #expect(samples[99] == .zero) }
    }
  }

  @Test("Another field, nucleus or dwell time is refused, another echo time is told")
  func refusals() throws {
    let folder = try TemporaryFolder()
    let file = try Self.written(Self.acquisition, in: folder)
    var other = Self.acquisition
    other.echoTime = 0.144
    #expect(try BasisAddition(file.path).function(on: other).doubts.first?.contains("echo time") == true)
    for (acquisition, text) in [
      (Acquisition(spectrometerFrequency: .megahertz(297), dwellTime: 0.5e-3, points: 64), "MHz"),
      (Acquisition(spectrometerFrequency: .megahertz(123.25), dwellTime: 0.25e-3, points: 64), "dwell time"),
    ] {
      let error = #expect(throws: FormatError.self) { try BasisAddition(file.path).function(on: acquisition) }
      #expect(error?.description.contains(text) == true)
    }
  }
}
