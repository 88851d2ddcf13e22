import MRSCore
import MRSModel
import MRSSynthesis
import Numerics

/// What goes wrong in the signals of a protocol; `Documentation/Corruptions.md` lists it by key.
extension StudyProtocol {
  /// What is wrong with the signal that the coils receive, in the order in which it arises: the corruptions of a scan.
  public var scanCorruptions: [any Corruption] {
    let unit = 1e-3
    return [
      FieldInhomogeneity(
        regions: nuisances.fieldRegions, displacement: nuisances.fieldInhomogeneity,
        width: nuisances.fieldRegionWidth),
      ResidualWater(
        fraction: nuisances.residualWater, waterAmplitude: waterAmplitude, width: nuisances.residualWaterWidth,
        lines: nuisances.residualWaterLines, spread: nuisances.residualWaterSpread, shift: waterShift),
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

  /// What alignment, rejection and averaging leave of ``ScanSection``: bad averages are left out, drift and jitter taken
  /// back but for the mean error of the averages.
  public var averagingError: AveragingError {
    AveragingError(
      averages: averagesKept, frequencyJitter: scan.frequencyJitter,
      phaseJitter: Angle.degrees(scan.phaseJitter).radians, gain: nuisances.combinationGain)
  }

  /// The averages that rejection is expected to leave.
  private var averagesKept: Int { max(1, Int((Double(scan.averages) * (1 - scan.badAverages)).rounded())) }

  /// The noise of an FID sample of a scan's average, in mM of protons, if no average is left out.
  var scanNoise: Distribution {
    let unit = noiseAtUnitSignalToNoise
    // 1/x of what it can be: validation allows no other.
    return switch nuisances.signalToNoise {
    case .logUniform(let low, let high): .logUniform(low: unit / high, high: unit / low)
    case .logNormal(let median, let variation): .logNormal(median: unit / median, variation: variation)
    case let other: .fixed(unit / other.mean)
    }
  }

  /// The noise of an FID sample of a spectrum: that of a scan, without its bad averages.
  var spectrumNoise: Distribution {
    scanNoise.scaled(by: (Double(scan.averages) / Double(averagesKept)).squareRoot())
  }

  /// The lowest and highest noise of spectra; of an unbounded distribution, two deviations on either side.
  var spectrumNoiseRange: ClosedRange<Double> {
    func spread(_ variation: Double) -> Double { .exp(2 * Distribution.logDeviation(variation: variation)) }
    return switch spectrumNoise {
    case .logUniform(let low, let high): low...high
    case .logNormal(let median, let variation): median / spread(variation)...median * spread(variation)
    case let other: other.mean...other.mean
    }
  }
}
