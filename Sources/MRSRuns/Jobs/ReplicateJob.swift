import MRSCore
import MRSStudy

/// A part of a virtual study: one replicate, or the limits of one effect.
struct ReplicateJob: Job {
  /// What the parts share.
  struct Shared: Sendable {
    let tools: ReplicateTools
    let effects: [Double]
    /// Of the whole study: a part draws from a child of its own name, so that a longer study begins with the same replicates.
    let stream: RandomStream
    /// Of what is done within one part.
    let worker: Worker
  }

  enum Part: Codable, Sendable {
    case limits(effect: Double)
    case replicate(Int)
  }

  enum Product: Codable, Sendable {
    case limits(EffectLimits)
    case replicate(ReplicateResult)
  }

  static let kind = "virtual study"

  let part: Part

  /// - Throws: whatever a stage throws: a virtual patient that cannot be measured is a fault of the study.
  func product(sharing shared: Shared, stream: RandomStream) async throws -> Product {
    switch part {
    case .limits(let effect):
      return .limits(
        try await EffectLimits(
          shared.tools, effect: effect, stream: shared.stream.child("limits").child("\(effect)"), worker: shared.worker)
      )
    case .replicate(let number):
      return .replicate(
        try await CohortReplicate(
          shared.tools, effects: shared.effects, number: number,
          stream: shared.stream.child("replicates").child(number), worker: shared.worker
        ).result())
    }
  }
}
