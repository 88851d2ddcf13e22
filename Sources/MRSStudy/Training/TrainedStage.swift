import MRSNetworks
import MRSProfile

/// A trained network with what a user must know of it.
public struct TrainedStage: Sendable {
  public let bundle: NetworkBundle<NetworkCard>
  public let curve: TrainingCurve
}
