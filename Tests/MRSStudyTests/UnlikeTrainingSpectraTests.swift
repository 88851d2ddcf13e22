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
    #expect(Set(counts.keys) == Set(0...UnlikeKind.allCases.count))
    #expect((72...96).contains(counts[0] ?? 0), "\(counts)")
    #expect(source.groups.count == UnlikeKind.allCases.count + 1)
    #expect(spectra.allSatisfy { $0.fid.acquisition == source.acquisition })
    #expect(source.spectra(in: 117..<119).map(\.fid) == spectra[117..<119].map(\.fid))
    let others = source.drawing(240, from: RandomStream(seed: 4)).spectra(in: 0..<3)
    #expect(others.map(\.group) == spectra.prefix(3).map(\.group) && others[0].fid != spectra[0].fid)
  }

  @Test("Another echo time, noise alone and other tissue have no methylene, or less, than ordinary spectra")
  func meaning() async throws {
    let source = try await Self.source(count: 480)
    func methylene(_ kind: UnlikeKind?) -> Double {
      let group = kind.flatMap(UnlikeKind.allCases.firstIndex).map { $0 + 1 } ?? 0
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
}
