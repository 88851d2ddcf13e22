import MRSCore
import MRSModel
import MRSProfile
import MRSSynthesis

/// Spectra that a network learns to tell unlike ones from: ordinary ones, group 0, and of each ``UnlikeKind`` in turn, group
/// 1 + its place. Number i is a function of the stream and of i alone.
package struct UnlikeTrainingSpectra: SpectrumSource {
  /// A way of making spectra of one group.
  private struct Maker: Sendable {
    let synthesizer: SpectrumSynthesizer
    var fault: PlantedFault?
  }

  package let count: Int
  /// What headers say.
  package let acquisition: Acquisition
  package let species: [String]
  package let groups: [String] = ["ordinary"] + UnlikeKind.all.map(\.name)
  private let makers: [[Maker]]
  private let stream: RandomStream

  /// Echo times over the protocol's [I]: on both sides of what is tried in ``EvaluationScenario``, and not those.
  private static let echoTimes = [0.7, 1.2, 1.35, 1.6, 2.3, 3, 4.5]
  /// What each of twenty spectra that follow one another is [I], a round one kind of several: a third ordinary, and most of the
  /// others what is hardest to tell.
  private static let pattern: [[UnlikeKind]] = [
    [], lines, [.otherEchoTime], [], [.spuriousEcho], [], lines, [.residualWater], [], [.otherEchoTime],
    lines, [], [.spuriousEcho], lines, [], [.residualWater], [.otherEchoTime], [], lines, easy,
  ]
  private static let lines = UnlikeKind.places.map { UnlikeKind.foreignLine($0) }
  /// Easy to tell.
  private static let easy: [UnlikeKind] = [.wideLines, .displaced, .otherTissue, .wideLines, .displaced, .noiseAlone]

  /// - Parameters:
  ///   - prior: of the amounts of a training.
  ///   - generator: of ordinary spectra.
  /// - Throws: `SimulationError`, `ProfileError`, `LinearAlgebraError`.
  package init(
    count: Int, prior: AmountDistribution, generator: SpectrumGenerator, stream: RandomStream, worker: Worker
  ) async throws {
    let unlike = UnlikeSpectra(generator: generator, worker: .quiet(tasks: worker.tasks))
    let own = generator.synthesizer(amounts: prior)
    self.count = count
    self.stream = stream
    acquisition = generator.studyProtocol.spectralAcquisition
    species = own.model.names
    let ordinary = Maker(synthesizer: own)
    // Without corruptions there are few by themselves, and they are as ordinary as the others.
    let clean = Maker(synthesizer: unlike.changed(own, corruptions: []))
    var makers = [[ordinary, ordinary, ordinary, ordinary, ordinary, clean]]
    for kind in UnlikeKind.all {
      switch kind {
      case .otherEchoTime:
        var times: [Maker] = []
        for time in Self.echoTimes {
          times.append(Maker(synthesizer: try await unlike.echoTime(time, prior: prior)))
        }
        makers.append(times)
      case .spuriousEcho: makers.append([Maker(synthesizer: unlike.echoLarger(1.2...6, than: own))])
      case .residualWater: makers.append([Maker(synthesizer: unlike.waterLarger(2...20, than: own))])
      case .foreignLine(let place): makers.append([Maker(synthesizer: own, fault: .foreignLine(place))])
      case .wideLines: makers.append([Maker(synthesizer: unlike.linesWider(1.1...3, than: own))])
      case .displaced:
        makers.append([
          Maker(synthesizer: own, fault: .displacement(8...60)),
          Maker(synthesizer: own, fault: .displacement(20...250)),
          Maker(synthesizer: own, fault: .conjugation),
        ])
      case .otherTissue: makers.append([Maker(synthesizer: try await unlike.brain(noise: own.prior.noise))])
      case .noiseAlone: makers.append([Maker(synthesizer: own, fault: .noiseAlone)])
      }
    }
    self.makers = makers
  }

  private init(_ other: UnlikeTrainingSpectra, count: Int, stream: RandomStream) {
    (self.count, self.stream) = (count, stream)
    (acquisition, species, makers) = (other.acquisition, other.species, other.makers)
  }

  /// Others of the same kinds.
  package func drawing(_ count: Int, from stream: RandomStream) -> UnlikeTrainingSpectra {
    UnlikeTrainingSpectra(self, count: count, stream: stream)
  }

  package func spectra(in range: Range<Int>) -> [LabelledSpectrum] { range.map(spectrum) }

  private func spectrum(_ index: Int) -> LabelledSpectrum {
    let (round, place) = index.quotientAndRemainder(dividingBy: Self.pattern.count)
    let kinds = Self.pattern[place]
    let kind = kinds.isEmpty ? nil : kinds[round % kinds.count]
    let group = kind.flatMap(UnlikeKind.all.firstIndex).map { $0 + 1 } ?? 0
    var draws = stream.child("fault").child(index)
    let own = makers[group]
    let maker = own[Int(draws.uniform() * Double(own.count)) % own.count]
    let example = maker.synthesizer.example(index, of: stream)
    let fid = maker.fault?.planted(in: example, using: &draws) ?? example.fid
    return LabelledSpectrum(
      fid: FID(samples: fid.samples, acquisition: acquisition), truth: example.parameters, noise: example.noise,
      group: group)
  }
}
