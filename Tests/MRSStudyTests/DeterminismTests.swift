import MRSCore
import MRSFormats
import MRSModel
import MRSProfile
import MRSQuantification
import MRSStudy
import StudySupport
import Testing

@Suite("Determinism of a study")
struct DeterminismTests {
  @Test("One seed gives one basis, cohort, prior and training set, bit by bit, for one task and for two")
  func tasks() async throws {
    let smaller = ["cohort.negatives=3", "cohort.positives=3", "cohort.priorSubjects=2"]
    var results: [(hash: String, fids: [FID], prior: CohortPrior, inputs: [[UInt32]])] = []
    for tasks in [1, 2] {
      let context = try ReducedStudy.context(smaller, seed: 5, tasks: tasks)
      let basis = try await ProtocolSimulator(context.studyProtocol).basis(worker: context.worker)
      let cohort = try await VirtualCohort(drawnBy: context, basis: basis)
      let measured = try await SubjectMeasurement(context, basis: basis, network: nil)
        .measured(cohort.subjects, title: "cohort").subjects
      let estimate = PriorEstimate(context.studyProtocol)
      let prior = try estimate.cohortPrior(estimate.priors(of: measured))
      let synthesizer = SpectrumGenerator(context.studyProtocol, basis: basis).synthesizer(amounts: prior.union)
      let encoder = NetworkTraining(context).encoder
      let stream = context.stream
      let inputs = try await Array(0..<20).concurrentMap(tasks: tasks) { index in
        let fid = synthesizer.example(index, of: stream).fid
        let encoded = encoder.encoded(fid, transform: FourierTransform(count: fid.samples.count))
        return (encoded.inputs + encoded.sideInputs).map(\.bitPattern)
      }
      results.append((BasisDigest(basis).sha256, cohort.subjects.map(\.fid), prior, inputs))
    }
    #expect(results[0].hash == results[1].hash)
    #expect(results[0].hash.count == 64)
    #expect(results[0].fids == results[1].fids)
    #expect(results[0].prior == results[1].prior)
    #expect(results[0].inputs == results[1].inputs)

    let other = try ReducedStudy.context(smaller, seed: 6)
    let basis = try await ProtocolSimulator(other.studyProtocol).basis(worker: other.worker)
    #expect(BasisDigest(basis).sha256 == results[0].hash)
    #expect(try await VirtualCohort(drawnBy: other, basis: basis).subjects.map(\.fid) != results[0].fids)
  }
}
