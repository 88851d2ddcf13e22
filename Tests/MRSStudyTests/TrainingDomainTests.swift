import Foundation
import MRSCore
import MRSFormats
import MRSModel
import MRSNetworks
import MRSProfile
import MRSQuantification
import MRSStudy
import MRSSynthesis
import Numerics
import StudySupport
import Testing

/// Whether a network's own check tells spectra of another kind from those of its training; no network is needed.
@Suite("What a network's training spectra are like")
struct TrainingDomainTests {
  /// Spectra as a study has them, and the domain of 3,000 of them.
  private struct World {
    let encoder: SpectrumEncoder
    let domain: TrainingDomain
    /// Spectra that the domain was not made of.
    let fresh: [FID]
    let transform: FourierTransform

    func share(_ fids: some Collection<FID>) -> Double {
      let doubted = fids.count {
        let (inputs, side) = encoder.encoded($0, transform: transform)
        return !domain.doubts(inputs: inputs[...], sideInput: side[0]).isEmpty
      }
      return Double(doubted) / Double(fids.count)
    }

    func doubts(_ fid: FID) -> [Doubt] {
      let (inputs, side) = encoder.encoded(fid, transform: transform)
      return domain.doubts(inputs: inputs[...], sideInput: side[0])
    }
  }

  private static let world = Task {
    let context = try ReducedStudy.context(["acquisition.points=1024"])
    let basis = try await ProtocolSimulator(context.studyProtocol).basis(worker: context.worker)
    let encoder = NetworkTraining(context).encoder
    let synthesizer = SpectrumGenerator(context.studyProtocol, basis: basis).synthesizer(
      amounts: try CohortPrior(literatureOf: context.studyProtocol).union)
    let transform = FourierTransform(count: encoder.acquisition.points)
    func fids(_ name: String, _ count: Int) async throws -> [FID] {
      let own = RandomStream(seed: 4).child(name)
      return try await Array(0..<count).concurrentMap(tasks: 2) { synthesizer.example($0, of: own).fid }
    }
    let encoded = try await fids("training", 3000).map { encoder.encoded($0, transform: transform) }
    let domain = try TrainingDomain(
      inputs: encoded.flatMap(\.inputs), sideInputs: encoded.flatMap(\.sideInputs),
      frequencyStep: encoder.acquisition.frequencyStep)
    return World(encoder: encoder, domain: domain, fresh: try await fids("fresh", 1000), transform: transform)
  }

  private static func noise(like fid: FID, _ stream: RandomStream) -> FID {
    var stream = stream
    let deviation = NoiseEstimate(of: fid).temporal
    var samples = ComplexVector(zeros: fid.samples.count)
    for n in samples.indices {
      samples.real[n] = deviation * stream.normal()
      samples.imaginary[n] = deviation * stream.normal()
    }
    return FID(samples: samples, acquisition: fid.acquisition)
  }

  /// The signal damped further or moved, with noise as it had: what damping takes from the noise is added again.
  private static func changed(_ fid: FID, width: Double = 0, shift: Double = 0, _ stream: RandomStream) -> FID {
    let line = Lineshape(shift: shift, lorentzian: 0, gaussian: width).decay(on: fid.acquisition)
    let fresh = noise(like: fid, stream).samples
    var samples = fid.samples * line
    for n in samples.indices {
      let kept = line[n].length
      let share = max(0, 1 - kept * kept).squareRoot()
      samples.real[n] += share * fresh.real[n]
      samples.imaginary[n] += share * fresh.imaginary[n]
    }
    return FID(samples: samples, acquisition: fid.acquisition)
  }

  private enum Fault: CustomStringConvertible {
    case noise, conjugated
    case moved(Double)
    case wider(Double)
    case water(Double)

    var description: String {
      switch self {
      case .noise: "noise alone"
      case .conjugated: "conjugated"
      case .moved(let hertz): "moved by \(hertz) Hz"
      case .wider(let hertz): "wider by \(hertz) Hz"
      case .water(let amount): "residual water of \(amount) mM of protons"
      }
    }

    func applied(to fid: FID, _ stream: RandomStream) -> FID {
      var samples = fid.samples
      switch self {
      case .noise: return TrainingDomainTests.noise(like: fid, stream)
      case .conjugated: samples = samples.conjugated
      case .moved(let hertz): return TrainingDomainTests.changed(fid, shift: hertz, stream)
      case .wider(let hertz): return TrainingDomainTests.changed(fid, width: hertz, stream)
      case .water(let amount):
        samples.add(
          Lineshape(shift: 0, lorentzian: 8, gaussian: 6), scaledBy: Complex(amount), on: fid.acquisition)
      }
      return FID(samples: samples, acquisition: fid.acquisition)
    }
  }

  @Test("About 1 % of fresh spectra of the training's kind are doubted, as a domain that was written and read says too")
  func falseAlarms() async throws {
    let world = try await Self.world.value
    let share = world.share(world.fresh)
    print("training domain: \(100 * share) % of \(world.fresh.count) fresh spectra doubted")
    // 1 % of 1,000 and three deviations of a binomial.
    #expect(share <= 0.019)
    let read = try JSONDecoder().decode(TrainingDomain.self, from: JSONEncoder().encode(world.domain))
    #expect((read == world.domain) as Bool)
  }

  /// Lines of training are up to 45 Hz wide, with which 20 Hz are little: 9 in 10 are told.
  @Test("Each planted fault is told in at least 95 of 100 spectra, an offset of 20 Hz in 80")
  func power() async throws {
    let world = try await Self.world.value
    let stream = RandomStream(seed: 5)
    let faults: [Fault] =
      [.noise, .conjugated, .wider(70), .water(40_000)]
      + [-150, -100, -80, -60, -45, -30, -20, 20, 30, 45, 60, 80, 100, 150].map { .moved($0) }
    for fault in faults {
      let share = world.share(
        world.fresh.prefix(200).enumerated().map { fault.applied(to: $1, stream.child("\(fault)").child($0)) })
      print("training domain: \(fault): \(100 * share) % doubted")
      let least = if case .moved(let hertz) = fault, abs(hertz) <= 20 { 0.8 } else { 0.95 }
      #expect(share >= least, "\(fault)")
    }
  }

  @Test("A spectrum that was moved is said to be moved, and by how much")
  func place() async throws {
    let world = try await Self.world.value
    for shift in [-60.0, 45] {
      let said = world.doubts(Self.changed(world.fresh[0], shift: shift, RandomStream(seed: 6))).map { "\($0)" }
      let found = said.compactMap {
        $0.split(separator: "(").last?.split(separator: " Hz off").first.flatMap { Double($0) }
      }
      // The spectrum's own 2 Hz (normal), and two points of the grid.
      #expect(found.count == 1 && abs(found[0] - shift) < 10, "\(said)")
    }
  }

  @Test("A signal without noise, whose noise has no logarithm, is doubted; so is one without anything")
  func silence() async throws {
    let world = try await Self.world.value
    let acquisition = world.encoder.acquisition
    var line = ComplexVector(zeros: acquisition.points)
    line.add(
      Lineshape(shift: acquisition.offset(of: .ppm(1.3)).hertz, lorentzian: 8, gaussian: 6), scaledBy: Complex(4000),
      on: acquisition)
    for samples in [line, ComplexVector(zeros: acquisition.points)] {
      let fid = FID(samples: samples, acquisition: acquisition)
      let (inputs, side) = world.encoder.encoded(fid, transform: world.transform)
      let areFinite = (inputs + side).allSatisfy { $0.isFinite }
      #expect(areFinite)
      #expect(!world.doubts(fid).isEmpty)
    }
  }
}
