import MRSCore
import MRSNetworks
import MRSSynthesis

/// How labelled spectra become examples: encoded as they are, by features, or by what another network says of them.
struct NetworkInputs: Sendable {
  let encoder: SpectrumEncoder
  let features: FeatureExtractor?
  let answers: AnswerInputs?
  private let transform: FourierTransform

  init(encoder: SpectrumEncoder, features: FeatureExtractor? = nil, answers: AnswerInputs? = nil) {
    self.encoder = encoder
    self.features = features
    self.answers = answers
    transform = FourierTransform(count: encoder.acquisition.points)
  }

  /// Numbers an example.
  var size: Int { answers?.count ?? features?.inputs ?? SpectrumEncoder.channels * encoder.points }
  var sideInputs: Int { answers == nil ? features?.sideInputs ?? SpectrumEncoder.sideInputs : 0 }

  /// - Throws: ``NetworkError`` where the other network cannot be asked about such spectra.
  func examples(_ spectra: [LabelledSpectrum], label: (LabelledSpectrum) -> [Float]) throws -> ExampleBatch {
    var batch = ExampleBatch(inputs: [], targets: spectra.flatMap(label))
    if let answers {
      batch.inputs = try answers.encoded(spectra.map(\.fid))
      return batch
    }
    if let features {
      (batch.inputs, batch.sideInputs) = features.encoded(spectra.map(\.fid))
      return batch
    }
    for spectrum in spectra {
      let encoded = encoder.encoded(spectrum.fid, transform: transform)
      batch.inputs += encoded.inputs
      batch.sideInputs += encoded.sideInputs
    }
    return batch
  }
}
