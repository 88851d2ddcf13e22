import CTorch
import Numerics

/// The running mean of a network's weights over the steps of a training, which errs less than the weights of any one step
/// (Polyak and Juditsky 1992, doi:10.1137/0330046): w̄ ← w̄ + (1 − d)·(w − w̄).
///
/// d is the smaller of the decay and (1 + n)/(10 + n) at step n, so that the start is soon forgotten.
final class WeightAverage {
  private let tensors: [Tensor]
  private let specifications: [WeightSpecification]
  private let decay: Double

  /// - Parameter weights: in the order of the architecture: those at the start, or of a checkpoint.
  init(architecture: NetworkArchitecture, weights: [WeightArray], decay: Double) throws(NetworkError) {
    var tensors: [Tensor] = []
    for array in weights { tensors.append(try Tensor(array.values, shape: array.shape)) }
    self.tensors = tensors
    specifications = architecture.weightSpecifications
    self.decay = decay
  }

  /// Moves towards the network's weights.
  /// - Parameter step: counted from 1.
  func update(from network: Network, step: Int) throws(NetworkError) {
    let share = 1 - min(decay, Double(1 + step) / Double(10 + step))
    for (own, other) in zip(tensors, network.tensors) {
      try unsafe Tensor.perform("move towards", [own, other]) { unsafe ct_move_towards($0[0], $0[1], share) }
    }
  }

  func weights() throws(NetworkError) -> [WeightArray] {
    var arrays: [WeightArray] = []
    for (specification, tensor) in zip(specifications, tensors) {
      arrays.append(WeightArray(name: specification.name, shape: specification.shape, values: try tensor.values()))
    }
    return arrays
  }
}
