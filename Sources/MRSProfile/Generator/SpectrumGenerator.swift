import MRSCore
import MRSModel
import MRSSynthesis
import Numerics

/// Makes the spectra and scans of a protocol's virtual patients, with all that goes wrong in them;
/// `Documentation/Corruptions.md` lists it by key.
public struct SpectrumGenerator: Sendable {
  public let studyProtocol: StudyProtocol
  public let basis: BasisSet

  public init(_ studyProtocol: StudyProtocol, basis: BasisSet) {
    self.studyProtocol = studyProtocol
    self.basis = basis
  }

  private var nuisances: StudyProtocol.NuisanceSection { studyProtocol.nuisances }
  private var scan: StudyProtocol.ScanSection { studyProtocol.scan }

  /// Spectra whose amounts are distributed as `amounts`, with the protocol's nuisances and corruptions.
  public func synthesizer(amounts: AmountDistribution) -> SpectrumSynthesizer {
    SpectrumSynthesizer(
      model: studyProtocol.forwardModel(basis: basis), prior: spectrumPrior(amounts: amounts),
      corruptions: spectrumCorruptions, shapes: shapePool)
  }

  /// The shapes that the resonances of fat take; `nil` where all are those of the basis.
  public var shapePool: ShapePool? {
    guard let count = studyProtocol.lipids.shapePool, count > 0 else { return nil }
    let profile = studyProtocol.profile
    let model = studyProtocol.forwardModel(basis: basis)
    let widths = profile.relaxationWidths(of: model.names)
    return ShapePool(
      of: profile.uncertainShapes(
        among: model.names, proton: 1, attenuations: studyProtocol.attenuations, linewidth: 0),
      families: profile.shapeFamilies(echoTime: studyProtocol.echoTime), model: model,
      naturalWidths: model.names.map { widths[$0] ?? 0 }, count: count, stream: RandomStream(seed: 1).child("shapes"))
  }

  /// Scans of coils × averages with their water, of whatever amounts are asked for.
  public func scanSynthesizer() throws -> ScanSynthesizer {
    let model = studyProtocol.forwardModel(basis: basis)
    let neutral = try AmountDistribution(
      names: model.names, logMeans: model.names.map { _ in 0 },
      logCovariance: Matrix(zeros: model.names.count, model.names.count))
    let section = scan
    return ScanSynthesizer(
      model: model, prior: scanPrior(amounts: neutral), corruptions: scanCorruptions,
      conditions: .init(
        coils: section.coils, averages: section.averages, waterAverages: section.waterAverages,
        frequencyJitter: section.frequencyJitter, phaseJitter: section.phaseJitter, drift: section.drift,
        badAverages: section.badAverages),
      water: (studyProtocol.waterAmplitude, studyProtocol.profile.waterRelaxation.t2),
      waterShift: studyProtocol.profile.waterShift, shapes: shapePool)
  }

  /// What is wrong with the signal that the coils receive, in the order in which it arises: the corruptions of a scan.
  public var scanCorruptions: [any Corruption] {
    let unit = 1e-3
    return [
      FieldInhomogeneity(
        regions: nuisances.fieldRegions, displacement: nuisances.fieldInhomogeneity,
        width: nuisances.fieldRegionWidth),
      ResidualWater(
        fraction: nuisances.residualWater, waterAmplitude: studyProtocol.waterAmplitude,
        width: nuisances.residualWaterWidth,
        lines: nuisances.residualWaterLines, spread: nuisances.residualWaterSpread,
        shift: studyProtocol.profile.waterShift),
      OutOfVoxelLipid(
        probability: nuisances.outOfVoxelLipidShare, amplitude: nuisances.outOfVoxelLipid,
        displacement: nuisances.outOfVoxelLipidDisplacement, width: nuisances.outOfVoxelLipidWidth),
      SpuriousEcho(
        probability: nuisances.spuriousEchoShare, amplitude: nuisances.spuriousEcho,
        time: nuisances.spuriousEchoTime.scaled(by: unit), duration: nuisances.spuriousEchoDuration.scaled(by: unit),
        frequency: nuisances.spuriousEchoFrequency),
      BroadBaseline(
        amplitude: nuisances.macromolecules, width: nuisances.macromoleculeWidth,
        positions: nuisances.macromoleculePositions, positionDeviation: nuisances.macromoleculeShiftDeviation),
      EddyCurrents(
        turn: nuisances.eddyCurrents.scaled(by: .pi / 180),
        timeConstant: nuisances.eddyCurrentTime.scaled(by: unit)),
    ]
  }

  /// The corruptions of a spectrum that has no scan: those of the scan, and what processing would have left of its
  /// averages' errors.
  public var spectrumCorruptions: [any Corruption] { scanCorruptions + [averagingError] }

  /// What alignment, rejection and averaging leave of ``StudyProtocol/ScanSection``: bad averages are left out, drift and jitter taken
  /// back but for the mean error of the averages.
  public var averagingError: AveragingError {
    AveragingError(
      averages: averagesKept, frequencyJitter: scan.frequencyJitter,
      phaseJitter: Angle.degrees(scan.phaseJitter).radians, gain: nuisances.combinationGain)
  }

  /// The averages that rejection is expected to leave.
  private var averagesKept: Int { max(1, Int((Double(scan.averages) * (1 - scan.badAverages)).rounded())) }

  /// The noise of an FID sample of a scan's average, in mM of protons, if no average is left out.
  public var scanNoise: Distribution {
    let unit = studyProtocol.noiseAtUnitSignalToNoise
    // 1/x of what it can be: validation allows no other.
    return switch nuisances.signalToNoise {
    case .logUniform(let low, let high): .logUniform(low: unit / high, high: unit / low)
    case .logNormal(let median, let variation): .logNormal(median: unit / median, variation: variation)
    case let other: .fixed(unit / other.mean)
    }
  }

  /// The noise of an FID sample of a spectrum: that of a scan, without its bad averages.
  public var spectrumNoise: Distribution {
    scanNoise.scaled(by: (Double(scan.averages) / Double(averagesKept)).squareRoot())
  }

  /// The lowest and highest noise of spectra; of an unbounded distribution, two deviations on either side.
  public var spectrumNoiseRange: ClosedRange<Double> {
    func spread(_ variation: Double) -> Double { .exp(2 * Distribution.logDeviation(variation: variation)) }
    return switch spectrumNoise {
    case .logUniform(let low, let high): low...high
    case .logNormal(let median, let variation): median / spread(variation)...median * spread(variation)
    case let other: other.mean...other.mean
    }
  }

  /// The prior of scans whose amounts are distributed as `amounts`; all else is the protocol's. The noise is that of the
  /// average of all averages.
  public func scanPrior(amounts: AmountDistribution) -> SignalPrior { prior(amounts: amounts, noise: scanNoise) }

  /// The prior of spectra that have no scan: their noise is that of a processed one.
  public func spectrumPrior(amounts: AmountDistribution) -> SignalPrior {
    prior(amounts: amounts, noise: spectrumNoise)
  }

  private func prior(amounts: AmountDistribution, noise: Distribution) -> SignalPrior {
    let perPPM = studyProtocol.acquisition.spectrometerFrequency
    let byName = Dictionary(uniqueKeysWithValues: studyProtocol.species.map { ($0.name, $0) })
    return SignalPrior(
      amounts: amounts,
      relaxationTimes: amounts.names.map { name in
        (byName[name]?.t2 ?? studyProtocol.lipids.t2[name] ?? .fixed(60)).scaled(by: 1e-3)
      },
      shiftDeviations: amounts.names.map {
        (byName[$0]?.shiftDeviation ?? studyProtocol.lipids.shiftDeviation) * perPPM
      },
      commonShifts: studyProtocol.lipids.commonShift.map { shift in
        [
          .init(
            species: amounts.names.indices.filter { studyProtocol.lipids.t2[amounts.names[$0]] != nil },
            shift: shift.scaled(by: perPPM))
        ]
      } ?? [],
      gaussian: nuisances.gaussian, ownBroadening: nuisances.ownBroadening, frequency: nuisances.frequency,
      phase: nuisances.phase, firstOrderPhase: nuisances.firstOrderPhase, noise: noise)
  }
}
