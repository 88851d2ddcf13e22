extension StudyProtocol {
  private enum CodingKeys: String, CodingKey {
    case name, title, acquisition, localisation, editing, scan, profile, spinSystems, species, lipids, nuisances,
      cohort,
      priors, diagnosis, training, networks
  }

  /// Short forms of values of the profile: `[window]`, `[water]` and `[fit]` beside it, as protocols had them before
  /// profiles were files of their own; and what `[training]` said of networks (``FormerTraining``). They are read, and never
  /// written.
  private enum ShortForm: String, CodingKey {
    case window, water, fit, training, localisation
  }

  private struct Window: Decodable {
    let low: Double?
    let high: Double?
  }

  private struct Water: Decodable {
    let temperature: Double?
    let protonConcentration: Double?
    let protonConcentrationVariation: Double?
    let density: Double?
    let t1: Double?
    let t1Deviation: Double?
    let t2: Double?
    let t2Deviation: Double?
  }

  /// The grid that slices were sampled on before it followed from the pulses: read, so that older files are, and not used.
  private struct FormerLocalisation: Decodable {
    let gridPoints: Double?
    let gridExtent: Double?
  }

  private struct Fit: Decodable {
    let baselineKnotSpacing: Double?
    let baselineBend: Double?
    let shiftDeviation: Double?
    let broadeningDeviation: Double?
    let firstOrderPhaseDeviation: Double?
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    title = try container.decode(String.self, forKey: .title)
    acquisition = try container.decode(AcquisitionSection.self, forKey: .acquisition)
    localisation = try container.decode(LocalisationSection.self, forKey: .localisation)
    editing = try container.decodeIfPresent(EditingSection.self, forKey: .editing)
    scan = try container.decode(ScanSection.self, forKey: .scan)
    profile = try container.decode(AnalysisProfile.self, forKey: .profile)
    spinSystems = try container.decodeIfPresent(String.self, forKey: .spinSystems)
    species = try container.decode([SpeciesSection].self, forKey: .species)
    lipids = try container.decode(LipidSection.self, forKey: .lipids)
    nuisances = try container.decode(NuisanceSection.self, forKey: .nuisances)
    cohort = try container.decode(CohortSection.self, forKey: .cohort)
    priors = try container.decode(PriorSection.self, forKey: .priors)
    // Bundles of before it was a section have none.
    diagnosis = try container.decodeIfPresent(DiagnosisSection.self, forKey: .diagnosis) ?? .paper
    training = try container.decode(TrainingSection.self, forKey: .training)
    networks = try container.decode([String: NetworkSection].self, forKey: .networks)

    let short = try decoder.container(keyedBy: ShortForm.self)
    func put(_ value: Double?, _ path: WritableKeyPath<AnalysisProfile, Double>) {
      if let value { profile[keyPath: path] = value }
    }
    if let window = try short.decodeIfPresent(Window.self, forKey: .window) {
      put(window.low, \.window.low)
      put(window.high, \.window.high)
    }
    if let water = try short.decodeIfPresent(Water.self, forKey: .water) {
      put(water.temperature, \.water.temperature)
      put(water.protonConcentration, \.water.protonConcentration)
      put(water.protonConcentrationVariation, \.water.protonConcentrationVariation)
      put(water.density, \.water.density)
      put(water.t1, \.water.t1)
      put(water.t1Deviation, \.water.t1Deviation)
      put(water.t2, \.water.t2)
      put(water.t2Deviation, \.water.t2Deviation)
    }
    if let fit = try short.decodeIfPresent(Fit.self, forKey: .fit) {
      put(fit.baselineKnotSpacing, \.baseline.knotSpacing)
      put(fit.baselineBend, \.baseline.bend)
      put(fit.shiftDeviation, \.ties.shiftDeviation)
      put(fit.broadeningDeviation, \.ties.broadeningDeviation)
      put(fit.firstOrderPhaseDeviation, \.phase.firstOrderDeviation)
    }
    _ = try short.decode(FormerLocalisation.self, forKey: .localisation)
    let former = try short.decode(FormerTraining.self, forKey: .training)
    try former.apply(to: &self, at: [ShortForm.training])
  }
}
