import MRSCore
import MRSModel

/// A spectrum of known content, as training and testing use it.
public struct LabelledSpectrum: Hashable, Sendable {
  public let fid: FID
  /// All that is known of it: the amount of every species of the source, in order, and what else was drawn.
  public let truth: SignalParameters
  /// The standard deviation of the noise of an FID sample.
  public let noise: Double
  /// The index of the group it was drawn from.
  public let group: Int

  public init(fid: FID, truth: SignalParameters, noise: Double, group: Int) {
    self.fid = fid
    self.truth = truth
    self.noise = noise
    self.group = group
  }

  /// The true amount of every species of the source, in order.
  public var amounts: [Double] { truth.amounts }
}

/// Spectra by index, made on demand or read from a file: the same thing to whoever consumes them.
public protocol SpectrumSource: Sendable {
  var count: Int { get }
  var acquisition: Acquisition { get }
  /// The species of ``LabelledSpectrum/amounts``, in order.
  var species: [String] { get }
  /// The groups that spectra are drawn from, in order.
  var groups: [String] { get }
  /// The spectra of a range of indices.
  func spectra(in range: Range<Int>) throws -> [LabelledSpectrum]
}
