import MRSCore
import MRSFitting
import MRSModel

/// The first guess of a fit: both senses of frequency, and what a model prepares once.
struct RegistrationBenchmark: Benchmark {
  let name = "registration"
  let about = "first guess of shift, phase and width, spectra of the default protocol, 1,024 points"

  func run(_ table: inout BenchmarkTable) async throws {
    let liver = try await SyntheticLiver()
    let (studyProtocol, synthesizer) = (liver.studyProtocol, liver.synthesizer())
    let fids = (0..<100).map { synthesizer.example($0, of: RandomStream(seed: 1)).fid }
    let options = try liver.estimators()[0].fit.options
    let range = options.registrationRange * studyProtocol.acquisition.spectrometerFrequency
    let quantifier = LeastSquares(model: synthesizer.model, options: options)
    let templates = RegistrationTemplates(model: synthesizer.model, options: options)
    try await table.microseconds("one spectrum, one sense", of: fids.count) {
      Registration(of: fids[$0].samples, with: templates, range: range)
    }
    try await table.time("one spectrum, both senses", bar: 1.5) {
      _ = try quantifier.firstGuess(of: fids[0])
    }
    try await table.time("templates of \(synthesizer.model.names.count) species, once a model") {
      _ = RegistrationTemplates(model: synthesizer.model, options: options)
    }
  }
}
