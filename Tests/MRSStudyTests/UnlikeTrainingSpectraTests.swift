import MRSCore
import MRSProfile
import MRSStudy
import MRSSynthesis
import StudySupport
import Testing

@Suite("Spectra that unlike ones are learnt from")
struct UnlikeTrainingSpectraTests {
  private static func source(count: Int) async throws -> UnlikeTrainingSpectra {
    let settings = try ReducedStudy.context()
    let basis = try await ProtocolSimulator(settings.studyProtocol).basis(worker: settings.worker)
    return try await UnlikeTrainingSpectra(
      count: count, prior: try CohortPrior(literatureOf: settings.studyProtocol).union,
      generator: SpectrumGenerator(settings.studyProtocol, basis: basis), stream: RandomStream(seed: 3),
      worker: settings.worker)
  }

  @Test(
    "A third are ordinary, all kinds come, all headers are the protocol's, and a spectrum is a function of its number")
  func composition() async throws {
    let source = try await Self.source(count: 240)
    let spectra = source.spectra(in: 0..<240)
    let counts = Dictionary(grouping: spectra, by: \.group).mapValues(\.count)
    #expect(Set(counts.keys) == Set(0...UnlikeKind.all.count))
    #expect((72...96).contains(counts[0] ?? 0), "\(counts)")
    #expect(source.groups.count == UnlikeKind.all.count + 1)
    #expect(spectra.allSatisfy { $0.fid.acquisition == source.acquisition })
    #expect(source.spectra(in: 117..<119).map(\.fid) == spectra[117..<119].map(\.fid))
    let others = source.drawing(240, from: RandomStream(seed: 4)).spectra(in: 0..<3)
    #expect(others.map(\.group) == spectra.prefix(3).map(\.group) && others[0].fid != spectra[0].fid)
  }

  @Test("Another echo time, noise alone and other tissue have no methylene, or less, than ordinary spectra")
  func meaning() async throws {
    let source = try await Self.source(count: 480)
    func methylene(_ kind: UnlikeKind?) -> Double {
      let group = kind.flatMap(UnlikeKind.all.firstIndex).map { $0 + 1 } ?? 0
      let own = source.spectra(in: 0..<480).filter { $0.group == group }
      let heights = own.map { spectrum -> Double in
        let transform = FourierTransform(count: spectrum.fid.acquisition.points)
        return transform.spectrum(of: spectrum.fid).values.magnitude.max() ?? 0
      }
      return heights.sorted()[heights.count / 2]
    }
    let ordinary = methylene(nil)
    #expect(methylene(.noiseAlone) < 0.2 * ordinary && methylene(.otherTissue) < 0.5 * ordinary)
    #expect(methylene(.otherEchoTime) < ordinary && methylene(.residualWater) > ordinary)
  }

  @Test("A foreign line lies within the ppm that its kind names, and every ppm from 0.4 to 4.4 belongs to a kind")
  func places() async throws {
    let settings = try ReducedStudy.context()
    let basis = try await ProtocolSimulator(settings.studyProtocol).basis(worker: settings.worker)
    let prior = try CohortPrior(literatureOf: settings.studyProtocol).union
    let ordinary = SpectrumGenerator(settings.studyProtocol, basis: basis).synthesizer(amounts: prior)
    let source = try await Self.source(count: 400)
    let transform = FourierTransform(count: source.acquisition.points)
    var found: [ClosedRange<Double>] = []
    for (index, spectrum) in source.spectra(in: 0..<400).enumerated() where spectrum.group > 0 {
      guard case .foreignLine(let place) = UnlikeKind.all[spectrum.group - 1] else { continue }
      let own = ordinary.example(index, of: RandomStream(seed: 3))
      // What was planted, moved back to where the scan's frequencies are right: a singlet, or two lines 16 Hz apart at most.
      let planted = FID(samples: spectrum.fid.samples - own.fid.samples, acquisition: source.acquisition)
        .shifted(by: .hertz(-own.parameters.frequency))
      let seen = transform.spectrum(of: planted)
      let magnitude = seen.values.magnitude
      let tallest = try #require(magnitude.indices.max { magnitude[$0] < magnitude[$1] })
      let shift = seen.shift(at: tallest).ppm
      #expect((place.lowerBound - 0.1...place.upperBound + 0.1).contains(shift), "\(index): \(shift) of \(place)")
      found.append(place)
    }
    let places = Set(found).sorted { $0.lowerBound < $1.lowerBound }
    #expect(places.first?.lowerBound == 0.4 && places.last?.upperBound == 4.4)
    #expect(zip(places, places.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
    #expect(Set(UnlikeKind.all.map(\.name)).count == UnlikeKind.all.count)
  }
}
