import MRSCore
import MRSFitting
import MRSModel
import MRSSimulation
import MRSVocabulary
import Numerics

extension StudyProtocol {
  /// The grid, field and timing of the spectra, in SI units.
  public var spectralAcquisition: Acquisition {
    Acquisition(
      nucleus: acquisition.nucleus, spectrometerFrequency: .megahertz(acquisition.spectrometerFrequency),
      dwellTime: acquisition.dwellTime / 1000, points: acquisition.points,
      carrierShift: WaterShift(atBodyTemperature: .ppm(acquisition.carrierShift)).shift(atCelsius: water.temperature),
      sequence: acquisition.sequence,
      echoTime: echoTime, repetitionTime: acquisition.repetitionTime / 1000)
  }

  /// TE in seconds.
  public var echoTime: Double { (acquisition.firstEchoTime + acquisition.secondEchoTime) / 1000 }

  public var spectralWindow: ClosedRange<ChemicalShift> { .ppm(window.low) ... .ppm(window.high) }

  /// The five lipid resonances that are targets, and the two that are not.
  public static let lipidTargets = FatFunction.targets
  public static let lipidNuisances = FatFunction.nuisances

  /// The targets in report order: metabolites, then lipids.
  public var targets: [String] { species.filter { $0.role == .target }.map(\.name) + Self.lipidTargets }

  /// Everything that is simulated and fitted: targets first.
  public var allSpecies: [String] {
    targets + species.filter { $0.role == .nuisance }.map(\.name) + Self.lipidNuisances
  }

  /// The nominal relaxation of every species, in seconds.
  public var relaxations: [String: Relaxation] {
    var relaxations: [String: Relaxation] = [:]
    for entry in species { relaxations[entry.name] = Relaxation(t1: entry.t1 / 1000, t2: entry.t2.mean / 1000) }
    for (name, t2) in lipids.t2 { relaxations[name] = Relaxation(t1: lipids.t1 / 1000, t2: t2.mean / 1000) }
    return relaxations
  }

  /// The water of the tissue, in SI units.
  public var tissueWater: TissueWater {
    TissueWater(
      protonConcentration: water.protonConcentration,
      protonConcentrationVariation: water.protonConcentrationVariation, density: water.density,
      relaxation: waterRelaxation, t1Deviation: water.t1Deviation / 1000, t2Deviation: water.t2Deviation / 1000)
  }

  /// How signals of the given fat fraction become concentrations, with this protocol's times as those of the water scan.
  public func waterScaling(fatFraction: Double) -> WaterScaling {
    WaterScaling(
      tissue: tissueWater, echoTime: echoTime, repetitionTime: acquisition.repetitionTime / 1000,
      fatFraction: fatFraction)
  }

  public var waterRelaxation: Relaxation { Relaxation(t1: water.t1 / 1000, t2: water.t2 / 1000) }

  /// Where water is at the protocol's temperature.
  public var waterShift: ChemicalShift { WaterShift().shift(atCelsius: water.temperature) }

  /// The share of each species' signal left at TE and TR.
  public var attenuations: [String: Double] {
    relaxations.mapValues {
      $0.attenuation(echoTime: echoTime, repetitionTime: acquisition.repetitionTime / 1000)
    }
  }

  /// The amplitude of the voxel's water at TE and TR, in mM of protons.
  public var waterAmplitude: Double {
    water.protonConcentration
      * waterRelaxation.attenuation(echoTime: echoTime, repetitionTime: acquisition.repetitionTime / 1000)
  }

  /// The model of synthesis and fit for a basis of this protocol.
  public func forwardModel(basis: BasisSet) -> ForwardModel {
    ForwardModel(basis: basis, acquisition: spectralAcquisition, attenuations: attenuations)
  }

  /// The natural Lorentz width of every species, in Hz.
  public var naturalWidths: [String: Double] {
    relaxations.mapValues { Lineshape.lorentzianWidth(relaxationTime: $0.t2) }
  }

  /// The medians of all amounts: for the first registration of a fit, never for its result.
  public var expectedAmounts: [String: Double] {
    var amounts = Dictionary(uniqueKeysWithValues: species.map { ($0.name, median($0.amount)) })
    let fat = median(lipids.protonDensityFatFraction)
    amounts.merge(
      TriglycerideModel.liver.amounts(protonConcentration: lipidProtons(fatFraction: fat)),
      uniquingKeysWith: { $1 })
    return amounts
  }

  /// Lipid protons (mM) at a proton-density fat fraction: PDFF = lipid/(lipid + water).
  public func lipidProtons(fatFraction: Double) -> Double {
    fatFraction / (1 - fatFraction) * water.protonConcentration
  }

  /// The noise of an FID sample for a `SignalToNoise` of 1 of the median tCho peak (of the literature amounts), as a Voigt
  /// line of 18 Hz. It does not know a patient's own tCho.
  public var noiseAtUnitSignalToNoise: Double {
    // All of tCho have nine protons in the singlet.
    let protons = SpeciesSum.totalCholine.members(among: allSpecies).reduce(0) { sum, name in
      sum + 9 * (expectedAmounts[name] ?? 0) * (attenuations[name] ?? 1)
    }
    let grid = spectralAcquisition
    let line = Lineshape(lorentzian: 5.3, gaussian: 15).decay(on: grid)
    let peak = FourierTransform(count: grid.points).centredSpectrum(of: line, dwellTime: grid.dwellTime)
      .real[grid.points / 2]
    return SignalToNoise.noiseOfSample(atUnitRatioOf: protons * peak, on: grid)
  }

  /// The prior of scans whose amounts are distributed as `amounts`; all else is the protocol's. The noise is that of the
  /// average of all averages.
  public func scanPrior(amounts: AmountDistribution) -> SignalPrior { prior(amounts: amounts, noise: scanNoise) }

  /// The prior of spectra that have no scan: their noise is that of a processed one.
  public func spectrumPrior(amounts: AmountDistribution) -> SignalPrior {
    prior(amounts: amounts, noise: spectrumNoise)
  }

  private func prior(amounts: AmountDistribution, noise: Distribution) -> SignalPrior {
    let perPPM = acquisition.spectrometerFrequency
    let byName = Dictionary(uniqueKeysWithValues: species.map { ($0.name, $0) })
    return SignalPrior(
      amounts: amounts,
      relaxationTimes: amounts.names.map { name in
        (byName[name]?.t2 ?? lipids.t2[name] ?? .fixed(60)).scaled(by: 1e-3)
      },
      shiftDeviations: amounts.names.map { (byName[$0]?.shiftDeviation ?? lipids.shiftDeviation) * perPPM },
      gaussian: nuisances.gaussian, ownBroadening: nuisances.ownBroadening, frequency: nuisances.frequency,
      phase: nuisances.phase, firstOrderPhase: nuisances.firstOrderPhase, noise: noise)
  }

  private func median(_ distribution: Distribution) -> Double {
    if case .logNormal(let median, _) = distribution { return median }
    return distribution.mean
  }
}
