/// Why a part of a study cannot be run on what it was given.
public enum StudyError: Error, Hashable, Sendable {
  case groupWithoutPrior(groups: [String], found: [String])
  /// A scan or dataset is not of the protocol's acquisition: one clause a field.
  case scanMismatch(file: String, differences: [String])
  /// The spectra of a dataset are for the other kind of network.
  case wrongSpectra(task: String, groups: [String], file: String)
  case noWater(subject: String)
  /// A prior is asked for of nobody.
  case noPatients
  case basisMissing(species: [String], basis: String)
  /// A folder that methods are to be evaluated on does not say the truth of its scans.
  case badTruth(file: String, reason: String)
  /// A method does not tell the posterior of an amount's logarithm.
  case noPosterior(method: String, name: String)
  /// A cCNN that sees what a qCNN says needs one.
  case needsQuantifier(network: String)
  /// A virtual study has no finished replicate.
  case noReplicates
  /// What a pre-specified score or a control names is not there.
  case unknownName(name: String, field: String, known: [String])
}

extension StudyError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .groupWithoutPrior(let groups, let found):
      "the classifier needs priors of the groups \(groups.joined(separator: " and ")); there are \(found.joined(separator: ", "))"
    case .scanMismatch(let file, let differences):
      "\(file): \(differences.joined(separator: "; ")). Choose the protocol it was acquired with (--protocol, --set acquisition.…)"
    case .wrongSpectra(let task, let groups, let file):
      "\(file) holds spectra of \(groups.count == 1 ? "one group" : "the groups \(groups.joined(separator: ", "))"); \(task) needs \(groups.count == 1 ? "two" : "one"). Synthesise them with --task \(task)"
    case .noWater(let subject):
      "\(subject): no water reference; amounts in mM need one (column 'water' of the cohort table, --water, or in the scan's file)"
    case .noPatients:
      "a prior needs the fits of patients, and there are none"
    case .basisMissing(let species, let basis):
      "the basis \(basis) has no \(species.joined(separator: ", ")), which the protocol quantifies; simulate one with 'hepatica simulate'"
    case .badTruth(let file, let reason):
      "\(file): \(reason). Expected NAME.nii, NAME-water.nii and truth.json with the amounts of each: "
        + "{\"NAME\": {\"variant\": …, \"amounts\": {\"GPC\": 2.3, …}}}"
    case .noPosterior(let method, let name):
      "\(method) tells no posterior of \(name); priors between patients need one of every species of the protocol: use a "
        + "network that tells 'all' of them with their covariance (loss gaussianCovariance)"
    case .needsQuantifier(let network):
      "the network \(network) sees what a qCNN says of a spectrum, and none was given: give one with --network, or set "
        + "training.classification=classes, which sees the spectrum"
    case .noReplicates:
      "there is no finished replicate of the virtual study; run it with --repeats 1 or more, or give all its shards"
    case .unknownName(let name, let field, let known):
      "\(field) names '\(name)'; expected one of \(known.joined(separator: ", "))"
    }
  }
}
