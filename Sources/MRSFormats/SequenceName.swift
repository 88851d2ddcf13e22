/// The localisation sequences that names in headers give away.
package enum SequenceName {
  /// `"PRESS"`, `"STEAM"`, `"SLASER"`, … when one of `names` contains it or Siemens's name for it (svs_se, svs_st);
  /// the first name that tells wins.
  package static func localisation(in names: String?...) -> String? {
    for name in names.compactMap({ $0?.lowercased() }) {
      let folded = name.filter { $0 != "-" && $0 != "_" && $0 != " " }
      for (part, sequence) in known where folded.contains(part) { return sequence }
    }
    return nil
  }

  /// What the words of `name` say of spectral editing.
  enum Editing {
    /// MEGA (mpress at CMRR), HERMES, HERCULES or "edited": repetitions alternate between conditions.
    case certain
    /// GABA or GSH, which are mostly measured by editing.
    case likely
    case unlikely
  }

  static func editing(in name: String?) -> Editing {
    let words = (name ?? "").lowercased().split { !$0.isLetter }
    let certain = ["mega", "mpress", "hermes", "hercules", "edit"]
    if words.contains(where: { word in certain.contains { word.hasPrefix($0) } }) {
      return .certain
    }
    return words.contains { $0.hasPrefix("gaba") || $0 == "gsh" } ? .likely : .unlikely
  }

  private static let known = [
    ("slaser", "SLASER"), ("semilaser", "SLASER"), ("steam", "STEAM"), ("svsst", "STEAM"), ("press", "PRESS"),
    ("svsse", "PRESS"), ("csise", "PRESS"), ("csist", "STEAM"), ("special", "SPECIAL"), ("isis", "ISIS"),
  ]
}
