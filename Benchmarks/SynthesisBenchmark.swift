import Foundation
import MRSCore
import MRSModel
import MRSProfile
import MRSStudy
import MRSSynthesis

/// Spectra for training: how many a second, and where the time of one goes.
struct SynthesisBenchmark: Benchmark {
  let name = "synthesis"
  let about = "spectra of the default protocol, 1,024 points, all targets and nuisances"

  func run(_ table: inout BenchmarkTable) async throws {
    let studyProtocol = try StudyProtocol.load(StudyProtocol.narrowName)
    let context = StudySettings(
      studyProtocol: studyProtocol, stream: RandomStream(seed: 1), worker: .quiet(tasks: 2))
    let basis = try await ProtocolSimulator(context.studyProtocol).basis(worker: context.worker)
    let synthesizer = SpectrumGenerator(context.studyProtocol, basis: basis).synthesizer(
      amounts: try CohortPrior(literatureOf: studyProtocol).union)
    let stream = RandomStream(seed: 1)
    let points = synthesizer.model.acquisition.points
    print("  \(points) points, \(synthesizer.model.names.count) species")

    // One core: the parts of an example, each a thousand times.
    let count = 1000
    let parameters = (0..<count).map { index in
      var own = stream.child(index)
      return synthesizer.prior.draw(on: synthesizer.model.acquisition, using: &own)
    }
    let whole = try await table.microseconds("one example on one core", of: count) {
      synthesizer.example($0, of: stream)
    }
    try await table.microseconds("· its parameters", of: count) { index in
      var own = stream.child(index)
      return synthesizer.prior.draw(on: synthesizer.model.acquisition, using: &own)
    }
    try await table.microseconds("· its signal, with first-order phase", of: count) {
      synthesizer.model.fid(parameters[$0])
    }
    for corruption in synthesizer.corruptions {
      try await table.microseconds("· \(type(of: corruption))", of: count) { index in
        var own = stream.child(index)
        var samples = synthesizer.model.signals[0]
        corruption.apply(to: &samples, on: synthesizer.model.acquisition, using: &own)
        return samples
      }
    }
    let transform = FourierTransform(count: points)
    let signal = synthesizer.model.signals[0]
    let fourier = try await table.microseconds("floor: two Fourier transforms", of: count) { _ in
      transform.inverse(transform.forward(signal))
    }
    let normals = try await table.microseconds("floor: \(2 * points) normal numbers", of: count) { index in
      var own = stream.child(index)
      var noise = [Double](repeating: 0, count: 2 * points)
      own.addNormals(to: &noise, deviation: 1)
      return noise
    }
    table.add("one example over its floor", whole / (fourier + normals), "times")

    let spectra = StreamedSpectra(count: 1_000_000, groups: ["all"], synthesizers: [synthesizer], stream: stream)
    let clock = ContinuousClock()
    for tasks in [1, 2] {
      let blocks = stride(from: 0, to: 40_000, by: 250).map { $0..<$0 + 250 }
      let duration = try await clock.measure {
        _ = try await blocks.concurrentMap(tasks: tasks) { spectra.spectra(in: $0).count }
      }
      table.add(
        "examples a second, \(tasks) task\(tasks == 1 ? "" : "s")", 40_000 / (duration / .seconds(1)), "1/s",
        bar: tasks == 2 ? .atLeast(20_000) : nil)
    }
  }
}
