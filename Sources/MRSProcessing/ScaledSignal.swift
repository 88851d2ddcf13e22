import MRSCore
import MRSFitting
import MRSModel

/// The one way from a scan and its water to a processed, phased and referenced FID in mM.
public struct ScaledSignal: Sendable {
  /// What is analysed: in mM where ``isScaled``, else in the scanner's unit.
  public private(set) var fid: FID
  /// Whether a species of amount 1 mM has its basis function's amplitude times its relaxation weight in ``fid``.
  public let isScaled: Bool
  /// The voxel's water; `nil` without a water scan.
  public let water: WaterReference?
  /// How the water made concentrations of amounts; `nil` without a water scan.
  public let scaling: WaterScaling?
  /// What was done, step by step; empty for a signal that was stored ready.
  public let records: [ProcessingRecord]
  /// What the signals themselves give reason to doubt.
  public let doubts: [Doubt]
  /// The FID in the scanner's unit, before phase, shift and scale.
  public let averaged: FID
  /// The same of the water.
  public let averagedWater: FID?
  /// How many averages the scan had.
  public let averages: Int
  public let averagesRejected: Int

  /// - Parameters:
  ///   - water: the unsuppressed scan of the same voxel, coils and receiver settings; `nil` for amounts without unit.
  ///   - model: what is known of the tissue's water; not used without a water scan.
  ///   - names: what errors and doubts call scan and water.
  ///   - worker: told how far the coils of a scan too long for the memory are combined.
  /// - Throws: ``ProcessingError``, `FittingError`.
  public init(
    scan: FIDArray, water: FIDArray? = nil, steps: [ProcessingStep], model: WaterModel?,
    names: SignalNames = SignalNames(), worker: Worker = .quiet()
  ) throws {
    let signals = try SignalSet(scan: scan, water: water, names: names)
    let processed = try signals.processed(by: steps, worker: worker)
    records = processed.records
    averaged = processed.fid
    averagedWater = processed.water
    averages = scan.averages
    averagesRejected = processed.rejected.count
    var doubts = signals.doubts + processed.doubts
    guard let waterFID = processed.water, let model else {
      (fid, isScaled, self.water, scaling) = (processed.fid, false, nil, nil)
      self.doubts = doubts + (fid.residualWater.map { [.residualWater(ratio: $0)] } ?? [])
      return
    }
    let reference: WaterReference
    do {
      reference = try WaterReference(fitting: waterFID, model: model)
    } catch let error as ProcessingError {
      throw ProcessingError.inSignal(names.water, error)
    }
    let registered = reference.registered(processed.fid)
    fid = reference.scaled(registered)
    isScaled = true
    self.water = reference
    scaling = model.scaling(fatFraction: reference.fatFraction)
    let checks = WaterChecks(scan: registered, water: reference.registered(waterFID), reference: reference)
    doubts += checks.doubts
    if !doubts.contains(where: { $0.code == .waterSwapped }), let ratio = fid.residualWater {
      doubts.append(.residualWater(ratio: ratio))
    }
    self.doubts = doubts
  }

  /// An averaged FID that is in mM already, as the spectra of a `synthesize` run are.
  public init(stored fid: FID) {
    self.fid = fid
    averaged = fid
    averagedWater = nil
    isScaled = true
    (water, scaling, records, doubts) = (nil, nil, [], [])
    (averages, averagesRejected) = (1, 0)
  }

  /// The same with the first samples of ``fid`` alone, which is what is analysed then. What was made of all of them stays as it is:
  /// weights of coils, alignment, the water's phase, shift and amount.
  public func first(_ points: Int) -> ScaledSignal {
    guard points < fid.acquisition.points else { return self }
    var cut = self
    cut.fid = fid.resized(to: points)
    return cut
  }

  /// What was done, in one line.
  public var processing: String {
    let lines = records.filter(\.isChange).map(\.text)
    return lines.isEmpty ? "none: one averaged FID" : lines.joined(separator: "; ")
  }
}
