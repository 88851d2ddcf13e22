import MRSCore
import MRSModel

/// One synthetic spectrum with its truth.
public struct Example: Hashable, Sendable {
  public let fid: FID
  /// The parameters of the signal, amounts included.
  public let parameters: SignalParameters
  /// The standard deviation of the noise of an FID sample.
  public let noise: Double

  public init(fid: FID, parameters: SignalParameters, noise: Double) {
    self.fid = fid
    self.parameters = parameters
    self.noise = noise
  }
}
