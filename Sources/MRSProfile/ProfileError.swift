import MRSCore

/// Why a profile or a protocol cannot be used.
public enum ProfileError: Error, Hashable, Sendable {
  case unknownProfile(name: String, known: [String], meant: String?)
  case unknownProtocol(name: String, known: [String], meant: String?)
  case invalid(file: String, field: String, value: String, expected: String)
  /// The basis has no singlet of known protons, so that its scale is not known.
  case unknownScale(basis: String, looked: [String])
  /// A fit with a prior of amounts, and species of which it says nothing.
  case withoutPrior(species: [String], known: [String])
  case unreadable(file: String, reason: String)
}

extension ProfileError: CustomStringConvertible {
  /// One line without control characters, no longer than a message can be, whatever a file holds.
  public var description: String { text.count > 2000 ? String(text.prefix(2000)).printable + "…" : text.printable }

  private var text: String {
    switch self {
    case .unknownProfile(let name, let known, let meant): Self.unknown("profile", name, known, meant)
    case .unknownProtocol(let name, let known, let meant): Self.unknown("protocol", name, known, meant)
    case .invalid(let file, let field, let value, let expected):
      "\(file): '\(field)' is \(value); expected \(expected)"
    case .unknownScale(let basis, let looked):
      "\(basis): amounts in mM need the signal of one proton in the basis, which is read from the CH3 singlet of "
        + "\(looked.joined(separator: ", ")); none is there. Leave --water out for ratios"
    case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
    case .withoutPrior(let species, let known):
      "the prior says nothing of \(species.joined(separator: ", ")); it is of \(known.joined(separator: ", ")). Give a prior of "
        + "the basis's species (--prior), or fit without one (--method fit)"
    }
  }

  private static func unknown(_ kind: String, _ name: String, _ known: [String], _ meant: String?) -> String {
    "there is no \(kind) '\(name)', and no file of that name"
      + (meant.map { ". Did you mean '\($0)'?" } ?? "; built in: \(known.joined(separator: ", "))")
  }
}
