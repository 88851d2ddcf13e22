/// A tissue that metabolites can tell from others.
public enum Tissue: String, CaseIterable, Hashable, Sendable, Codable {
  case liver, brain, muscle
}
