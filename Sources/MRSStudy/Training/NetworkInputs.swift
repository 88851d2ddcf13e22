import MRSCore
import MRSNetworks
import MRSSynthesis

/// How labelled spectra become examples: encoded as they are, or by features.
struct NetworkInputs: Sendable {
  let encoder: SpectrumEncoder
  let features: FeatureExtractor?
  private let transform: FourierTransform

  init(encoder: SpectrumEncoder, features: FeatureExtractor?) {
    self.encoder = encoder
    self.features = features
    transform = FourierTransform(count: encoder.acquisition.points)
  }

  /// Numbers an example.
  var size: Int { features?.inputs ?? SpectrumEncoder.channels * encoder.points }
  var sideInputs: Int { features?.sideInputs ?? SpectrumEncoder.sideInputs }

  func examples(_ spectra: [LabelledSpectrum], label: (LabelledSpectrum) -> [Float]) -> ExampleBatch {
    var batch = ExampleBatch(inputs: [], targets: spectra.flatMap(label))
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
