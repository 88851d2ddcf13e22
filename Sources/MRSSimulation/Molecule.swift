/// A species as the library describes it: its spin systems, how often each occurs, and where the numbers are from.
public struct Molecule: Hashable, Sendable {
  /// One spin system and its count per molecule: 9 for a trimethylammonium proton, 0.36 for α-glucose.
  public struct Part: Hashable, Sendable {
    public let system: SpinSystem
    public let copies: Double

    public init(system: SpinSystem, copies: Double) {
      self.system = system
      self.copies = copies
    }
  }

  /// What the parts are.
  public enum Model: String, Hashable, Sendable, Codable {
    /// Coupled protons as measured.
    case spinSystem = "spins"
    /// Resonances without couplings that stand for a signal which no spin system describes: glycogen.
    case resonances
  }

  public let name: String
  public let title: String
  /// The publications or tables of the shifts and couplings.
  public let source: String
  /// Whether the numbers were found in a table that could be read; `false` for what is recalled or assumed.
  public let isChecked: Bool
  /// Where sources differ, and what else one must know.
  public let note: String?
  public let model: Model
  public let parts: [Part]

  public init(
    name: String, title: String, source: String, isChecked: Bool = true, note: String? = nil,
    model: Model = .spinSystem, parts: [Part]
  ) {
    self.name = name
    self.title = title
    self.source = source
    self.isChecked = isChecked
    self.note = note
    self.model = model
    self.parts = parts
  }

  /// The number of observed protons a molecule (or, for polymers, a repeating unit).
  public var protons: Double { parts.reduce(0) { $0 + $1.copies * Double($1.system.protons) } }
}
