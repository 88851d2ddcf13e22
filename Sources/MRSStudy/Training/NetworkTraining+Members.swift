import Foundation
import MRSCore
import MRSNetworks
import MRSProfile

extension NetworkTraining {
  /// The networks of a section that answer together, one where nothing is said: each from weights and an order of its own, or one for
  /// each target.
  func members(
    of network: StudyProtocol.NetworkSection, inputs: NetworkInputs, targets: Int, steps: Int, shuffles: Bool,
    on training: some ExampleSource, validation: ExampleArray, checkpoints: URL?
  ) throws -> [(network: TrainedNetwork, curve: TrainingCurve)] {
    let tellsEach = network.tells == .each
    let architecture = try network.architecture(
      encoder: inputs.encoder, features: inputs.features, targets: tellsEach ? 1 : targets)
    let stream = settings.stream.child("qCNN")
    let count = tellsEach ? targets : network.members ?? 1
    return try (0..<count).map { member in
      // The first is what it would be by itself.
      let own = member == 0 ? stream : stream.child("member").child(member)
      let folder = member == 0 ? checkpoints : checkpoints?.appending(path: "member-\(member + 1)")
      let title = count == 1 ? "qCNN" : "qCNN \(member + 1) of \(count)"
      guard tellsEach else {
        return try train(
          architecture, as: network, on: training, validation: validation, steps: steps, shuffles: shuffles,
          stream: own, title: title, checkpoints: folder)
      }
      return try train(
        architecture, as: network, on: TargetColumn(member, of: training),
        validation: ExampleArray(first: validation.count, of: TargetColumn(member, of: validation)), steps: steps,
        shuffles: shuffles, stream: own, title: title, checkpoints: folder)
    }
  }
}
