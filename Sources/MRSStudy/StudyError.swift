/// Why a stage of a study cannot be run on what it was given.
public enum StageError: Error, Hashable, Sendable {
  case groupWithoutPrior(groups: [String], found: [String])
  /// A scan or dataset is not of the protocol's acquisition.
  case scanMismatch(subject: String, differences: [String])
  /// The spectra of a dataset are for the other kind of network.
  case wrongSpectra(task: String, groups: [String], file: String)
  case noWater(subject: String)
  case basisMissing(species: [String], basis: String)
  case unknownProtocol(name: String, known: [String])
  case protocolInvalid(field: String, value: String, expected: String)
  case unknownReference(name: String, known: [String])
  case needsOption(what: String, option: String)
}

extension StageError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .groupWithoutPrior(let groups, let found):
      "the classifier needs priors of the groups \(groups.joined(separator: " and ")); there are \(found.joined(separator: ", "))"
    case .scanMismatch(let subject, let differences):
      "\(subject) does not match the protocol: \(differences.joined(separator: "; ")). Choose the protocol it was acquired with (--protocol, --set acquisition.…)"
    case .wrongSpectra(let task, let groups, let file):
      "\(file) holds spectra of \(groups.count == 1 ? "one group" : "the groups \(groups.joined(separator: ", "))"); \(task) needs \(groups.count == 1 ? "two" : "one"). Synthesise them with --task \(task)"
    case .noWater(let subject):
      "\(subject): no water reference; amounts in mM need one (column 'water' of the cohort table, or --water)"
    case .basisMissing(let species, let basis):
      "the basis \(basis) has no \(species.joined(separator: ", ")), which the protocol quantifies; simulate one with 'hepatica simulate'"
    case .unknownProtocol(let name, let known):
      "there is no protocol '\(name)', and no file of that name; built in: \(known.joined(separator: ", "))"
    case .protocolInvalid(let field, let value, let expected):
      "protocol: '\(field)' is \(value); expected \(expected)"
    case .unknownReference(let name, let known):
      "the reference '\(name)' is not among the species: \(known.joined(separator: ", ")). Sums are written with '+': --reference Cr+PCr"
    case .needsOption(let what, let option):
      "\(what) needs \(option)"
    }
  }
}
