import MRSCore
import MRSModel

/// Draws finished (averaged, processed) spectra from a prior: parameters, signal, corruptions, noise.
public struct SpectrumSynthesizer: Sendable {
  public let model: ForwardModel
  public let prior: SignalPrior
  public let corruptions: [any Corruption]
  /// Of functions whose shapes vary from one spectrum to the next; `nil` where all are as the model has them.
  public let shapes: ShapePool?

  public init(model: ForwardModel, prior: SignalPrior, corruptions: [any Corruption], shapes: ShapePool? = nil) {
    precondition(prior.amounts.names == model.names, "the prior is for other species than the model")
    self.model = model
    self.prior = prior
    self.corruptions = corruptions
    self.shapes = shapes
  }

  /// Example `index` of `stream`: a function of both alone.
  public func example(_ index: Int, of stream: RandomStream) -> Example {
    var stream = stream.child(index)
    let parameters = prior.draw(on: model.acquisition, using: &stream)
    return example(of: parameters, using: &stream)
  }

  /// The spectrum of given parameters, with corruptions and noise.
  public func example(of parameters: SignalParameters, using stream: inout RandomStream) -> Example {
    var samples = (shapes?.drawn(for: model, using: &stream) ?? model).fid(parameters).samples
    for corruption in corruptions { corruption.apply(to: &samples, on: model.acquisition, using: &stream) }
    let noise = prior.noise.draw(using: &stream)
    stream.addNormals(to: &samples.real, deviation: noise)
    stream.addNormals(to: &samples.imaginary, deviation: noise)
    return Example(
      fid: FID(samples: samples, acquisition: model.acquisition), parameters: parameters, noise: noise)
  }
}
