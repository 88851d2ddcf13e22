import Foundation
import MRSCore
import MRSModel
import MRSNetworks
import MRSProfile
import MRSSynthesis
import MRSVocabulary

/// Learns the features of a network from spectra of the protocol's generator.
struct LearntFeatures {
  let settings: StudySettings
  let encoder: SpectrumEncoder
  let generator: SpectrumGenerator
  let prior: AmountDistribution

  /// The features of a recipe, or those that an interrupted training has left in its folder of checkpoints.
  /// - Parameter count: amounts that the network tells, the first of the prior.
  /// - Throws: `NetworkError`, `LinearAlgebraError`, `CancellationError`.
  func extractor(_ recipe: FeatureRecipe, telling count: Int, checkpoints: URL?) async throws -> FeatureExtractor {
    let targets = featureTargets(telling: count)
    if let checkpoints, let kept = try FeatureExtractor(readingFrom: checkpoints),
      kept.recipe == recipe, kept.encoder == encoder, kept.targets == targets
    {
      return kept
    }
    let learning = try FeatureLearning(recipe: recipe, encoder: encoder, targets: targets)
    let whole = generator.synthesizer(amounts: prior)
    var silent = whole.prior
    silent.noise = .fixed(0)
    // Echoes and fat from outside are in few spectra, and in those they hide all else.
    let common = whole.corruptions.filter { !($0 is SpuriousEcho) && !($0 is OutOfVoxelLipid) }
    let stream = settings.stream.child("features")
    let extractor = try await learning.extractor(
      measured: source(whole, stream.child("measured")),
      noiseless: [("all", whole.corruptions), ("common", common)].map { name, corruptions in
        source(
          SpectrumSynthesizer(model: whole.model, prior: silent, corruptions: corruptions, shapes: whole.shapes),
          stream.child(name))
      }, worker: settings.worker)
    if let checkpoints { try extractor.write(to: checkpoints) }
    return extractor
  }

  private func source(_ synthesizer: SpectrumSynthesizer, _ stream: RandomStream) -> FeatureLearning.Source {
    { range in
      range.map { index in
        let example = synthesizer.example(index, of: stream)
        return FeatureLearning.Example(fid: example.fid, amounts: example.parameters.amounts)
      }
    }
  }

  private func featureTargets(telling count: Int) -> FeatureTargets {
    let fat = [FatFunction.methylene] + FatFunction.all.map(\.name).filter { $0 != FatFunction.methylene }
    return FeatureTargets(
      names: prior.names, logMeans: prior.logMeans,
      logDeviations: prior.names.indices.map { prior.logDeviation($0) },
      lipids: fat.compactMap { prior.names.firstIndex(of: $0) }, targets: count)
  }
}
