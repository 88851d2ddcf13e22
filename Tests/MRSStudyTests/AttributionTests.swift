import Foundation
import MRSCore
import MRSNetworks
import MRSProfile
import MRSStudy
import MRSSynthesis
import Numerics
import StudySupport
import Testing

/// Which part of the spectrum a network's answer comes from.
@Suite("Attribution of a network's answers")
struct AttributionTests {
  private static let trimethylamines = ["GPC", "PCh", "Cho", "Bet", "TMAO", "Carnitine"]

  /// Of the network that comes with the program, for the eight spectra of narrowest lines among 24 of its protocol.
  private static let shipped = Task {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/MRSProfile/Resources/Networks/\(StudyProtocol.defaultName)")
    let bundle = try NetworkBundle<NetworkCard>(readingFrom: folder)
    let current = try StudyProtocol.load(StudyProtocol.defaultName)
    let basis = try await ProtocolSimulator(current).basis(worker: .quiet(tasks: 2))
    let source = SpectrumGenerator(current, basis: basis).synthesizer(amounts: try #require(bundle.card.prior))
    let quantifier = try NetworkQuantifier(bundle)
    // Where lines are a ppm wide an answer comes from nearly everywhere.
    let examples = (0..<24).map { source.example($0, of: RandomStream(seed: 4)) }
    let fids = examples.sorted { $0.parameters.gaussian < $1.parameters.gaussian }.prefix(8).map(\.fid)
    let asked: [String: [String]] = ["Lip130": ["Lip130"], "tTMA": trimethylamines, "Glycogen": ["Glycogen"]]
    return try asked.mapValues { members in
      try fids.map { try quantifier.attribution(of: "what", members: members, in: $0) }
    }
  }

  /// The bins' medians over spectra: where features jump, one spectrum has a bin that is not of the answer, and on which one
  /// hangs on last bits.
  private static func median(_ found: [SpectralAttribution]) -> [Double] { [Double].medians(of: found.map(\.values)) }

  @Test(
    "An answer comes from where the species has its lines: methylene about 1.3 ppm, trimethylamines about 3.2, glycogen at 3.4 to 4.1",
    arguments: [("Lip130", 1.0...1.6), ("tTMA", 3.0...3.4), ("Glycogen", 3.4...4.1)])
  func places(name: String, expected: ClosedRange<Double>) async throws {
    let found = try #require(try await Self.shipped.value[name])
    let (shifts, values) = (found[0].shifts, Self.median(found))
    let peak = try #require(values.indices.max { values[$0] < values[$1] })
    #expect(expected.contains(shifts[peak]), "\(name): \(shifts[peak]) ppm")
    if name != "Glycogen" {  // whose own part others' bins nearly cancel
      let own = values.indices.filter { expected.contains(shifts[$0]) }.reduce(0) { $0 + values[$1] }
      #expect((0.8...1.2).contains(own / values.reduce(0, +)), "\(name): \(own)")
    }
    // Between the lines there is little. (Not so at the low edge of the window, which is not understood.)
    let total = values.reduce(0) { $0 + abs($1) }
    let empty = values.indices.filter { (1.7...1.85).contains(shifts[$0]) }
    #expect(empty.count >= 4)
    #expect(empty.reduce(0) { $0 + abs(values[$1]) } < 0.05 * total, "\(name)")
  }

  @Test("The bins add up to the change of the answer along the path, but for a few per cent where features jump")
  func completeness() async throws {
    for (name, found) in try await Self.shipped.value {
      let gaps = found.map { abs($0.sum - $0.difference) / $0.difference }.sorted()
      #expect(gaps[4] < 0.03 && gaps[7] < 0.25, "\(name): \(gaps)")
    }
  }

  @Test("Fat, which the spectrum tells, is proportional to it")
  func proportional() async throws {
    let found = try #require(try await Self.shipped.value["Lip130"])
    for attribution in found { #expect(abs(attribution.difference / .log(10) - 1) < 0.3, "\(attribution.difference)") }
  }

  @Test("Of a plain network it is what libtorch's derivatives add up to along the path")
  func derivatives() throws {
    let bundle = try ONNXOfPlainTests.bundle(loss: .gaussianNegativeLogLikelihood())
    let (fid, encoder) = (ONNXOfPlainTests.fids[0], ONNXOfPlainTests.encoder)
    let found = try NetworkQuantifier(bundle).attribution(of: "T1", members: ["T1"], in: fid)
    let transform = FourierTransform(count: fid.samples.count)
    let window = encoder.firstPoint..<encoder.firstPoint + encoder.points
    func planes(_ samples: ComplexVector) -> [Double] {
      let values = transform.spectrum(of: FID(samples: samples, acquisition: fid.acquisition)).values
      return Array(values.real[window] + values.imaginary[window])
    }
    let bins = SpectrumBins(of: encoder)
    let (whole, parts) = (planes(fid.samples), bins.parts(of: fid, transform: transform).map(planes))
    let noise = Float(Double.log(NoiseEstimate(of: fid).spectral / encoder.scale))
    let steps = 200
    var expected = [Double](repeating: 0, count: bins.count)
    for step in 0..<steps {
      let height = Double.exp((1 - (Double(step) + 0.5) / Double(steps)) * .log(found.start))
      let scaled = whole.map { height * $0 / encoder.scale }
      let slopes = try bundle.network.saliency(
        ofOutput: 1, inputs: scaled.map { Float(Double.asinh($0)) }, sideInputs: [noise], count: 1)
      for bin in expected.indices {
        for point in scaled.indices where parts[bin][point] != 0 {
          expected[bin] +=
            Double(slopes[point]) * height * parts[bin][point] / encoder.scale
            / (1 + scaled[point] * scaled[point]).squareRoot()
        }
      }
    }
    // Means are of standardised logarithms.
    let factor = bundle.card.logDeviations[1] * -Double.log(found.start) / Double(steps)
    let largest = expected.map { abs(factor * $0) }.max() ?? 0
    #expect(largest > 1e-3)
    for bin in expected.indices {
      #expect(abs(found.values[bin] - factor * expected[bin]) < 0.1 * largest, "\(found.shifts[bin]) ppm")
    }
    #expect(abs(found.sum - found.difference) < 0.05 * found.values.reduce(0) { $0 + abs($1) })
  }

  @Test("A species that the network does not tell is refused by its name and those that it tells")
  func unknown() throws {
    let quantifier = try NetworkQuantifier(ONNXOfPlainTests.bundle(loss: .gaussianNegativeLogLikelihood()))
    #expect(throws: NetworkError.unknownTarget(name: "NAA", known: ["T0", "T1", "T2"])) {
      try quantifier.attribution(of: "NAA", members: ["NAA"], in: ONNXOfPlainTests.fids[0])
    }
  }

  @Test("The heaviest bins are taken together to spans, neighbours of one sign, four fifths of all in them")
  func spans() {
    let found = SpectralAttribution(
      name: "A", shifts: [1, 1.5, 2, 2.5, 3], values: [0.05, 4, 3, -2, 0.05], difference: 5, start: 0.1, keepsFat: false
    )
    #expect(found.spans.map(\.low) == [1.25, 2.25] && found.spans.map(\.high) == [2.25, 2.75])
    #expect(found.spans.map(\.value) == [7, -2])
    #expect(abs(found.spans[0].share - 7 / 9.1) < 1e-12 && abs(found.sum - 5.1) < 1e-12)
  }
}
