/// Why a stage of a study cannot be run on what it was given.
public enum StageError: Error, Hashable, Sendable {
  case groupWithoutPrior(groups: [String], found: [String])
  case wrongGroups(expected: [String], found: [String])
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
    case .wrongGroups(let expected, let found):
      "the cohort has the groups \(found.joined(separator: ", ")); the protocol has \(expected.joined(separator: " and ")). Change [cohort] negativeGroup and positiveGroup (--set cohort.positiveGroup=…)"
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
