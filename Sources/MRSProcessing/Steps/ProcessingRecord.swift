import MRSCore

/// What one step of the processing did.
public struct ProcessingRecord: Hashable, Sendable, Codable {
  /// With its options.
  public let step: ProcessingStep
  /// In one plain line.
  public let text: String
  /// Whether the signals are others than before.
  public let isChange: Bool
  /// Of `combineCoils`.
  public let coilWeights: CoilWeights?
  /// Of what rejects, aligns and averages.
  public let scan: AverageRecord?
  public let water: AverageRecord?
  /// Of `correctEddyCurrents`.
  public let eddyCurrents: EddyCurrentCorrection?

  init(
    step: ProcessingStep, text: String, isChange: Bool, coilWeights: CoilWeights? = nil, scan: AverageRecord? = nil,
    water: AverageRecord? = nil, eddyCurrents: EddyCurrentCorrection? = nil
  ) {
    self.step = step
    self.text = text
    self.isChange = isChange
    self.coilWeights = coilWeights
    self.scan = scan
    self.water = water
    self.eddyCurrents = eddyCurrents
  }
}
