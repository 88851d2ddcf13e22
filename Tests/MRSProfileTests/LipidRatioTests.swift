import MRSCore
import MRSFitting
import MRSModel
import MRSProfile
import MRSQuantification
import MRSRuns
import MRSStudy
import MRSSynthesis
import StudySupport
import Testing

@Suite("Lipids as one triglyceride")
struct LipidRatioTests {
  @Test("The ratios are those of the protocol's molecule, every resonance to the methylene")
  func molecule() throws {
    var studyProtocol = try StudyProtocol.load(StudyProtocol.defaultName)
    studyProtocol.lipids.ownVariation = 0
    let ratios = studyProtocol.profile.lipidRatios()
    let molecule = TriglycerideModel(
      chainLength: studyProtocol.lipids.chainLength.mean, doubleBonds: studyProtocol.lipids.doubleBonds.mean,
      interruptedDoubleBonds: studyProtocol.lipids.interruptedDoubleBonds.mean)
    #expect(Set(ratios.map(\.name)) == ["Lip090", "Lip202", "Lip224", "Lip276", "LipGlycerol", "Lip529"])
    #expect(ratios.allSatisfy { $0.reference == ["Lip130": 1] && $0.deviation > 0 })
    let methyl = try #require(ratios.first { $0.name == "Lip090" })
    #expect(abs(methyl.mean - 9 / molecule.protons(of: .methylene)) < 1e-12)
    // Double bonds vary much more between livers than chains do: the diallylic ratio is the least certain.
    let relative = Dictionary(uniqueKeysWithValues: ratios.map { ($0.name, $0.deviation / $0.mean) })
    #expect((relative["Lip276"] ?? 0) > 2 * (relative["Lip090"] ?? 1))
  }

  @Test("Tied lipids are nearer to the truth where the spectrum hardly shows them, and their deviations say so")
  func tied() async throws {
    let studyProtocol = try StudyProtocol.load(StudyProtocol.defaultName)
    let context = StudySettings(studyProtocol: studyProtocol, stream: RandomStream(seed: 1), worker: .quiet(tasks: 2))
    let basis = try await ProtocolSimulator(context.studyProtocol).basis(worker: context.worker)
    let synthesizer = SpectrumSynthesizer(
      model: studyProtocol.forwardModel(basis: basis),
      prior: SpectrumGenerator(studyProtocol, basis: basis).spectrumPrior(
        amounts: try CohortPrior(literatureOf: studyProtocol).union),
      corruptions: SpectrumGenerator(studyProtocol, basis: basis).spectrumCorruptions.filter { $0 is BroadBaseline })
    let index = try #require(synthesizer.model.names.firstIndex(of: "Lip276"))
    func fitter(_ lipids: AnalysisProfile.LipidSection.Model) throws -> LeastSquares {
      try FitRecipe(
        profile: studyProtocol.profile, choices: FitChoices(lipids: lipids), echoTime: studyProtocol.echoTime,
        repetitionTime: studyProtocol.repetitionTime
      ).fitter(basis: ScaledBasis(basis), for: studyProtocol.spectralAcquisition, isScaled: true)
    }
    let (free, tied) = (try fitter(.free), try fitter(.triglyceride))
    var (freeError, tiedError, freeDeviation, tiedDeviation) = (0.0, 0.0, 0.0, 0.0)
    for number in 0..<40 {
      let example = synthesizer.example(number, of: RandomStream(seed: 21))
      let truth = example.parameters.amounts[index]
      let (a, b) = (try free.quantify(example.fid).amounts[index], try tied.quantify(example.fid).amounts[index])
      freeError += (a.value - truth) * (a.value - truth)
      tiedError += (b.value - truth) * (b.value - truth)
      freeDeviation += a.standardDeviation
      tiedDeviation += b.standardDeviation
    }
    print("Lip276: root mean square error \((freeError / 40).squareRoot()) free, \((tiedError / 40).squareRoot()) tied")
    #expect(tiedError < freeError)
    #expect(tiedDeviation < freeDeviation)
  }
}
