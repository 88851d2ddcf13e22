import MRSCore
import MRSModel

/// Everything a study is described by, as a protocol file (TOML) writes it. Units are those of the file: MHz, ms, ppm,
/// Hz, degrees, mM; the properties of `StudyProtocol+Model.swift` turn them into SI values.
public struct StudyProtocol: Hashable, Sendable, Codable {
  public var name: String
  public var title: String
  public var acquisition: AcquisitionSection
  public var localisation: LocalisationSection
  /// The editing pulses; none for a scan that is not edited.
  public var editing: EditingSection?
  public var scan: ScanSection
  /// What the analysis of its scans assumes: tissue, processing and fit.
  public var profile: AnalysisProfile
  /// A TOML file of spin systems that are laid over the library's; none for the library alone.
  public var spinSystems: String?
  public var species: [SpeciesSection]
  public var lipids: LipidSection
  public var nuisances: NuisanceSection
  public var cohort: CohortSection
  public var priors: PriorSection
  public var diagnosis: DiagnosisSection
  public var training: TrainingSection
  /// By name.
  public var networks: [String: NetworkSection]
}
