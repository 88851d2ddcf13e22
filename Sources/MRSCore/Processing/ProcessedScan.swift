/// One FID made of a raw scan, its water where there was a reference, and what was done.
public struct ProcessedScan: Sendable {
  public let fid: FID
  /// The water reference after the same coil combination and eddy-current correction, for scaling: its amplitude is
  /// comparable with that of ``fid``.
  public let water: FID?
  public let record: Record

  /// What each step did, in the order of the steps; `nil` for a step that was not taken.
  public struct Record: Sendable, Hashable {
    /// The options it was done with.
    public let processing: Processing
    public let coilWeights: CoilWeights?
    /// One an average of the scan, in the scan's order.
    public let corrections: [SpectralRegistration.Correction]?
    /// The averages left out, by index in the scan, and why.
    public let rejected: [Int: OutlierRejection.Reason]
    public let averagesUsed: Int
    public let eddyCurrents: EddyCurrentCorrection?
  }
}

extension FIDArray {
  /// The scan made into one FID; `waterReference` is the unsuppressed scan of the same voxel and coils.
  /// - Throws: ``ProcessingError``.
  public func processed(
    by processing: Processing = .consensus, waterReference: FIDArray? = nil
  ) throws(ProcessingError) -> ProcessedScan {
    if let waterReference { try check(waterReference) }
    let weights = try coilWeights(processing, reference: waterReference)
    let combined = weights.map { self.combined(by: $0) } ?? self
    let combinedWater = weights.flatMap { weights in waterReference?.combined(by: weights) } ?? waterReference

    let (kept, corrections, rejected) = try combined.aligned(processing)
    let mean = kept.averaged[0, 0]
    guard let combinedWater else {
      return ProcessedScan(
        fid: mean, water: nil,
        record: .init(
          processing: processing, coilWeights: weights, corrections: corrections, rejected: rejected,
          averagesUsed: kept.averages, eddyCurrents: nil))
    }
    let (keptWater, _, _) = try combinedWater.aligned(processing)
    let water = keptWater.averaged[0, 0]
    guard processing.correctsEddyCurrents else {
      return ProcessedScan(
        fid: mean, water: water,
        record: .init(
          processing: processing, coilWeights: weights, corrections: corrections, rejected: rejected,
          averagesUsed: kept.averages, eddyCurrents: nil))
    }
    let noise = NoiseCovariance(estimatedFrom: FIDArray(water)).deviations[0]
    let eddyCurrents = try EddyCurrentCorrection(water: water, noise: noise)
    return ProcessedScan(
      fid: mean.corrected(by: eddyCurrents), water: water.corrected(by: eddyCurrents),
      record: .init(
        processing: processing, coilWeights: weights, corrections: corrections, rejected: rejected,
        averagesUsed: kept.averages, eddyCurrents: eddyCurrents))
  }

  /// Weights from the water's signal and the noise of the scan itself; `nil` for one coil.
  private func coilWeights(
    _ processing: Processing, reference: FIDArray?
  ) throws(ProcessingError) -> CoilWeights? {
    guard coils > 1 else { return nil }
    return try CoilWeights.estimated(
      from: reference ?? self, noise: NoiseCovariance(estimatedFrom: self), points: processing.coilPoints)
  }

  /// One coil's averages aligned and the bad ones left out. Rejection follows a first alignment, since drift alone
  /// makes averages unlike; what is left is aligned again, so that the bad ones had no say in it.
  private func aligned(
    _ processing: Processing
  ) throws(ProcessingError) -> (FIDArray, [SpectralRegistration.Correction]?, [Int: OutlierRejection.Reason]) {
    let first = processing.alignment.map { aligned(by: $0) }
    let strict =
      processing.rejection
      ?? OutlierRejection(largestUnlikeness: .infinity, largestAmplitudeDeviation: .infinity)
    let rejected = strict.rejected(in: first?.scan ?? self)
    let indices = (0..<averages).filter { rejected[$0] == nil }
    let needed = max(1, Int((Double(averages) * processing.leastFraction).rounded(.up)))
    guard indices.count >= needed else {
      throw .tooFewAverages(left: indices.count, of: averages, needed: needed)
    }
    if rejected.isEmpty { return (first?.scan ?? self, first?.corrections, rejected) }
    let kept = selecting(averages: indices)
    guard let alignment = processing.alignment else { return (kept, nil, rejected) }
    let (scan, corrections) = kept.aligned(by: alignment)
    var all = [SpectralRegistration.Correction](repeating: .none, count: averages)
    for (position, index) in indices.enumerated() { all[index] = corrections[position] }
    return (scan, all, rejected)
  }

  private func check(_ reference: FIDArray) throws(ProcessingError) {
    func compare(_ property: String, _ own: String, _ other: String) throws(ProcessingError) {
      guard own == other else { throw .mismatchedReference(property: property, scan: own, reference: other) }
    }
    try compare("number of coils", "\(coils)", "\(reference.coils)")
    try compare("number of points", "\(acquisition.points)", "\(reference.acquisition.points)")
    let ratio = reference.acquisition.dwellTime / acquisition.dwellTime
    guard abs(ratio - 1) < 1e-4 else {
      throw .mismatchedReference(
        property: "dwell time (s)", scan: "\(acquisition.dwellTime)", reference: "\(reference.acquisition.dwellTime)")
    }
  }
}
