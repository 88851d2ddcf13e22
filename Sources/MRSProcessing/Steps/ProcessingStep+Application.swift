import MRSCore

extension ProcessingStep {
  /// The signals after this step, and what it did.
  /// - Parameter worker: told how far the coils of a scan too long for the memory are combined.
  /// - Throws: ``ProcessingError``.
  public func applied(
    to signals: SignalSet, worker: Worker = .quiet()
  ) throws(ProcessingError) -> (SignalSet, ProcessingRecord) {
    switch self {
    case .combineCoils(let points): try combined(signals, points, worker)
    case .rejectBadAverages(let rejection): try rejected(signals, rejection)
    case .alignAverages(let registration): try aligned(signals, registration)
    case .average: try averaged(signals)
    case .correctEddyCurrents: try corrected(signals)
    case .removeWater(let removal): try dried(signals, removal)
    case .reference(let reference): try referenced(signals, reference)
    }
  }

  /// Weights from the water's signal and the noise of the scan itself.
  private func combined(
    _ signals: SignalSet, _ points: Int, _ worker: Worker
  ) throws(ProcessingError) -> (SignalSet, ProcessingRecord) {
    let scan = signals.scan
    guard scan.coils > 1 else {
      return (signals, ProcessingRecord(step: self, text: "one coil: nothing to combine", isChange: false))
    }
    // Each average is gone through for the noise, then for the sum.
    let total = 2 * scan.averages + (signals.water?.averages ?? 0)
    let progress = (scan.samples.areStored ? worker : .quiet()).progress(
      of: "Combining coils", total: total, unit: "averages")
    defer { progress.finish() }
    let weights: CoilWeights
    do {
      let noise = NoiseCovariance(estimatedFrom: scan) { progress.advance(by: 1) }
      weights = try CoilWeights.estimated(from: signals.water ?? scan, noise: noise, points: points)
    } catch .noSignal {
      throw .noSignal(what: signals.water == nil ? "the signal of the coils" : "the signal of the water scan's coils")
    }
    return (
      try signals.mapped { array throws(ProcessingError) in
        array.combined(by: weights) { progress.advance(by: 1) }
      },
      ProcessingRecord(
        step: self, text: "\(scan.coils) coils combined", isChange: true, coilWeights: weights)
    )
  }

  private func rejected(
    _ signals: SignalSet, _ rejection: OutlierRejection
  ) throws(ProcessingError) -> (SignalSet, ProcessingRecord) {
    var (found, alignments): ([AverageRecord], [KnownAlignment]) = ([], [])
    let kept = try signals.mapped { array throws(ProcessingError) in
      let (kept, record, alignment) = try array.withoutOutliers(by: rejection)
      found.append(record)
      alignments.append(alignment)
      return kept
    }
    let scan = found[0]
    return (
      kept.knowing(alignments),
      ProcessingRecord(
        step: self,
        text: scan.rejected.isEmpty
          ? "no average rejected" : "\(scan.rejected.count) of \(scan.total) averages rejected",
        isChange: found.contains { !$0.rejected.isEmpty }, scan: scan, water: found.dropFirst().first)
    )
  }

  private func aligned(
    _ signals: SignalSet, _ registration: SpectralRegistration
  ) throws(ProcessingError) -> (SignalSet, ProcessingRecord) {
    var found: [AverageRecord] = []
    var known = signals.alignments[...]
    let moved = try signals.mapped { array throws(ProcessingError) in
      let (finite, rejected) = try array.withoutNonFinite()
      let (scan, corrections) = finite.aligned(
        by: registration, known: known.popFirst()?.corrections(of: registration))
      found.append(
        AverageRecord(used: scan.averages, of: array.averages, rejected: rejected, corrections: corrections))
      return scan
    }
    let scan = found[0]
    return (
      moved,
      ProcessingRecord(
        step: self,
        text: scan.used > 1 ? "\(scan.used) averages aligned" : "one average: nothing to align",
        isChange: found.contains { $0.used > 1 }, scan: scan, water: found.dropFirst().first)
    )
  }

  private func averaged(_ signals: SignalSet) throws(ProcessingError) -> (SignalSet, ProcessingRecord) {
    var found: [AverageRecord] = []
    let mean = try signals.mapped { array throws(ProcessingError) in
      let (finite, rejected) = try array.withoutNonFinite()
      found.append(AverageRecord(used: finite.averages, of: array.averages, rejected: rejected))
      return finite.averaged
    }
    let scan = found[0]
    return (
      mean,
      ProcessingRecord(
        step: self, text: scan.total > 1 ? "\(scan.used) averages averaged" : "one average already",
        isChange: found.contains { $0.total > 1 }, scan: scan, water: found.dropFirst().first)
    )
  }

  private func corrected(_ signals: SignalSet) throws(ProcessingError) -> (SignalSet, ProcessingRecord) {
    guard let water = signals.water else {
      return (
        signals,
        ProcessingRecord(step: self, text: "no water scan: eddy currents not corrected", isChange: false)
      )
    }
    guard water.samples.count == 1 else {
      throw .notOneSignal(coils: water.coils, averages: water.averages)
    }
    let noise = NoiseCovariance(estimatedFrom: water).deviations[0]
    let correction = try EddyCurrentCorrection(water: water[0, 0], noise: noise)
    return (
      try signals.mapped { array throws(ProcessingError) in
        FIDArray(
          acquisition: array.acquisition, coils: array.coils, averages: array.averages,
          samples: array.samples.map {
            FID(samples: $0, acquisition: array.acquisition).corrected(by: correction).samples
          })
      },
      ProcessingRecord(
        step: self, text: "eddy currents corrected with the water", isChange: true, eddyCurrents: correction)
    )
  }

  private func dried(
    _ signals: SignalSet, _ removal: WaterRemoval
  ) throws(ProcessingError) -> (SignalSet, ProcessingRecord) {
    let scan = signals.scan
    guard scan.samples.count == 1 else { throw .notOneSignal(coils: scan.coils, averages: scan.averages) }
    guard let result = try removal.applied(to: scan[0, 0]) else {
      return (signals, ProcessingRecord(step: self, text: "no residual water above the noise", isChange: false))
    }
    let components = result.components == 1 ? "one component" : "\(result.components) components"
    return (
      signals.replacing(scan: FIDArray(result.fid)),
      ProcessingRecord(step: self, text: "residual water removed (\(components))", isChange: true)
    )
  }

  private func referenced(
    _ signals: SignalSet, _ reference: LineReference
  ) throws(ProcessingError) -> (SignalSet, ProcessingRecord) {
    for part in [signals.scan, signals.water].compactMap({ $0 }) where part.samples.count != 1 {
      throw .notOneSignal(coils: part.coils, averages: part.averages)
    }
    let found = try reference.found(scan: signals.scan[0, 0], water: signals.water?[0, 0])
    let hertz = (found.correction.frequency.hertz * 100).rounded() / 100
    let degrees = (found.correction.phase.radians * 180 / .pi).rounded()
    return (
      try signals.mapped { array throws(ProcessingError) in array.corrected(by: [found.correction]) },
      ProcessingRecord(
        step: self, text: "referenced to \(found.line): moved by \(hertz) Hz, turned by \(Int(degrees))°",
        isChange: true)
    )
  }
}

extension FIDArray {
  /// One coil's averages without those that `rejection` leaves out.
  fileprivate func withoutOutliers(
    by rejection: OutlierRejection
  ) throws(ProcessingError) -> (FIDArray, AverageRecord, KnownAlignment) {
    if averages == 1 { _ = try withoutNonFinite() }
    guard coils == 1 else { throw .notOneSignal(coils: coils, averages: averages) }
    let (reasons, alignment) = rejection.judged(self)
    let indices = (0..<averages).filter { reasons[$0] == nil }
    let needed = max(1, Int((Double(averages) * rejection.leastFraction).rounded(.up)))
    guard indices.count >= needed else {
      throw .tooFewAverages(left: indices.count, of: averages, needed: needed)
    }
    let rejected = reasons.sorted { $0.key < $1.key }.map {
      AverageRecord.Rejection(index: $0.key, reason: $0.value)
    }
    return (
      rejected.isEmpty ? self : selecting(averages: indices),
      AverageRecord(used: indices.count, of: averages, rejected: rejected),
      KnownAlignment(
        registration: rejection.registration, corrections: alignment.map { all in indices.map { all[$0] } })
    )
  }

  /// Without the averages that hold samples that are no numbers in any coil.
  fileprivate func withoutNonFinite() throws(ProcessingError) -> (FIDArray, [AverageRecord.Rejection]) {
    let indices = (0..<averages).filter { average in
      (0..<coils).allSatisfy { samples[$0 * averages + average].isFinite }
    }
    if indices.count == averages { return (self, []) }
    guard !indices.isEmpty else {
      let bad = samples.reduce(0) { sum, fid in
        sum + fid.indices.count { !(fid.real[$0].isFinite && fid.imaginary[$0].isFinite) }
      }
      throw .samplesNotFinite(count: bad, of: samples.count * acquisition.points)
    }
    let rejected = (0..<averages).filter { !indices.contains($0) }.map {
      AverageRecord.Rejection(index: $0, reason: .notFinite)
    }
    return (selecting(averages: indices), rejected)
  }
}
