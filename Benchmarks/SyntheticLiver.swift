import MRSCore
import MRSFitting
import MRSModel
import MRSPipeline
import MRSSynthesis

/// Spectra of the default protocol drawn from the literature's prior, and what fits them.
struct SyntheticLiver {
  let studyProtocol: StudyProtocol
  private let model: ForwardModel
  private let fitted: ForwardModel
  private let prior: AmountDistribution

  init() async throws {
    studyProtocol = try StudyProtocol.load("liver-3T-press30")
    let context = StageContext(
      studyProtocol: studyProtocol, stream: RandomStream(seed: 1), tasks: 2, progress: .quiet)
    let basis = try await context.simulateBasis()
    model = studyProtocol.forwardModel(basis: basis)
    fitted = studyProtocol.fitModel(basis: basis)
    prior = try studyProtocol.literaturePrior().union
  }

  func synthesizer(corruptions: [any Corruption]? = nil) -> SpectrumSynthesizer {
    SpectrumSynthesizer(
      model: model, prior: studyProtocol.spectrumPrior(amounts: prior),
      corruptions: corruptions ?? studyProtocol.spectrumCorruptions)
  }

  /// The estimators by name.
  func estimators() throws -> [(name: String, fit: LeastSquares)] {
    [
      ("nlsf", LeastSquares(model: fitted, options: studyProtocol.fitOptions, unit: .millimolar)),
      (
        "map",
        LeastSquares(
          model: fitted, options: studyProtocol.fitOptions, amountPrior: .logNormal(try studyProtocol.fitPrior(prior)),
          unit: .millimolar)
      ),
    ]
  }
}
