import MRSCore
import MRSModel
import MRSVocabulary
import Numerics

/// The protocol's values in SI units, and what follows from them at once.
extension StudyProtocol {
  /// The grid, field and timing of the spectra, in SI units.
  public var spectralAcquisition: Acquisition {
    Acquisition(
      nucleus: acquisition.nucleus, spectrometerFrequency: .megahertz(acquisition.spectrometerFrequency),
      dwellTime: acquisition.dwellTime / 1000, points: acquisition.points,
      carrierShift: WaterShift(atBodyTemperature: .ppm(acquisition.carrierShift))
        .shift(atCelsius: profile.water.temperature),
      sequence: editing == nil ? acquisition.sequence : "MEGA-\(acquisition.sequence)", echoTime: echoTime,
      repetitionTime: repetitionTime)
  }

  /// TE in seconds.
  public var echoTime: Double { (acquisition.firstEchoTime + acquisition.secondEchoTime) / 1000 }

  /// TR in seconds.
  public var repetitionTime: Double { acquisition.repetitionTime / 1000 }

  /// The targets in report order: metabolites, then lipids.
  public var targets: [String] { species.filter { $0.role == .target }.map(\.name) + FatFunction.targets }

  /// Everything that is simulated and fitted: targets first.
  public var allSpecies: [String] {
    targets + species.filter { $0.role == .nuisance }.map(\.name) + FatFunction.nuisances
  }

  /// The nominal relaxation of every species of the virtual patients, in seconds.
  public var relaxations: [String: Relaxation] {
    var relaxations: [String: Relaxation] = [:]
    for entry in species { relaxations[entry.name] = Relaxation(t1: entry.t1 / 1000, t2: entry.t2.mean / 1000) }
    for (name, t2) in lipids.t2 { relaxations[name] = Relaxation(t1: lipids.t1 / 1000, t2: t2.mean / 1000) }
    return relaxations
  }

  /// The share of each species' signal left at TE and TR.
  public var attenuations: [String: Double] {
    relaxations.mapValues { $0.attenuation(echoTime: echoTime, repetitionTime: repetitionTime) }
  }

  /// The amplitude of the voxel's water at TE and TR, in mM of protons.
  public var waterAmplitude: Double {
    profile.water.protonConcentration
      * profile.waterRelaxation.attenuation(echoTime: echoTime, repetitionTime: repetitionTime)
  }

  /// The model of synthesis for a basis of this protocol.
  public func forwardModel(basis: BasisSet) -> ForwardModel {
    ForwardModel(basis: basis, acquisition: spectralAcquisition, attenuations: attenuations)
  }

  /// The fit that this protocol's profile describes, of spectra of this protocol, without any prior of amounts: the
  /// conventional one, which priors of patients and networks are held against.
  public var fitRecipe: FitRecipe {
    FitRecipe(
      profile: profile, choices: FitChoices(usesExpectedAmounts: false), echoTime: echoTime,
      repetitionTime: repetitionTime)
  }

  /// Lipid protons (mM) at a proton-density fat fraction: PDFF = lipid/(lipid + water).
  public func lipidProtons(fatFraction: Double) -> Double {
    fatFraction / (1 - fatFraction) * profile.water.protonConcentration
  }

  /// The noise of an FID sample for a `SignalToNoise` of 1 of the median tCho peak (of the literature amounts), as a Voigt
  /// line of 18 Hz. It does not know a patient's own tCho.
  public var noiseAtUnitSignalToNoise: Double {
    let medians = Dictionary(species.map { ($0.name, $0.amount.median) }, uniquingKeysWith: { first, _ in first })
    // All of tCho have nine protons in the singlet.
    let protons = SpeciesSum.totalCholine.members(among: allSpecies).reduce(0) { sum, name in
      sum + 9 * (medians[name] ?? 0) * (attenuations[name] ?? 1)
    }
    let grid = spectralAcquisition
    let line = Lineshape(lorentzian: 5.3, gaussian: 15).decay(on: grid)
    let peak = FourierTransform(count: grid.points).centredSpectrum(of: line, dwellTime: grid.dwellTime)
      .real[grid.points / 2]
    return SignalToNoise.noiseOfSample(atUnitRatioOf: protons * peak, on: grid)
  }
}
