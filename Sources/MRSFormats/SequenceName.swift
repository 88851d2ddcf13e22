/// The localisation sequences that names in headers give away.
enum SequenceName {
  /// `"PRESS"`, `"STEAM"`, `"SLASER"`, … when one of `names` contains it or Siemens's name for it (svs_se, svs_st);
  /// the first name that tells wins.
  static func localisation(in names: String?...) -> String? {
    for name in names.compactMap({ $0?.lowercased() }) {
      let folded = name.filter { $0 != "-" && $0 != "_" && $0 != " " }
      for (part, sequence) in known where folded.contains(part) { return sequence }
    }
    return nil
  }

  private static let known = [
    ("slaser", "SLASER"), ("semilaser", "SLASER"), ("steam", "STEAM"), ("svsst", "STEAM"), ("press", "PRESS"),
    ("svsse", "PRESS"), ("special", "SPECIAL"), ("isis", "ISIS"),
  ]
}
