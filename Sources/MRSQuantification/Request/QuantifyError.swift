/// Why a spectrum cannot be quantified as asked.
public enum QuantifyError: Error, Hashable, Sendable {
  /// Without a basis file, the signal must be of the protocol the basis is simulated for.
  case noBasisForScan(file: String, studyProtocol: String, differences: [String])
  /// The file is of a nucleus that the profile is not for.
  case otherNucleus(file: String, nucleus: String, expected: String)
  /// A basis made at another field.
  case basisField(basis: String, megahertz: Double, file: String, fileMegahertz: Double)
  /// The network was trained with another basis.
  case otherBasis(basis: String, found: String, trained: String)
  /// The network was trained for another protocol.
  case otherProtocol(network: String, found: String)
  /// The network was trained for another tissue than that of the profile.
  case otherProfile(network: String, found: String)
  /// Priors of another tissue's species.
  case priorOfOtherTissue(profile: String, prior: String)
  /// Priors are in mM, and without a water scan amounts are not.
  case priorWithoutWater
  case unknownReference(name: String, known: [String])
  /// What the network is to explain, and what it tells: species, then sums.
  case unknownSaliency(name: String, species: [String], sums: [String])
  case needsOption(what: String, option: String)
  /// A network explains no spectrum: it has no curves to write.
  case noCurves(output: String)
  /// A folder that is not that of the fitting challenge.
  case noChallenge(folder: String, missing: String)
}

extension QuantifyError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noBasisForScan(let file, let studyProtocol, let differences):
      "\(file) is not of the protocol \(studyProtocol): \(differences.joined(separator: "; ")). "
        + "Give the basis of its own sequence with --basis FILE.BASIS, or a protocol with --protocol or --set"
    case .otherNucleus(let file, let nucleus, let expected):
      "\(file): 'nucleus' is \(nucleus); expected \(expected): the basis sets and profiles are of protons"
    case .basisField(let basis, let megahertz, let file, let fileMegahertz):
      "\(basis) is for \(megahertz) MHz, \(file) was measured at \(fileMegahertz) MHz; "
        + "couplings do not scale with the field: give a basis within 0.5 %, or take this one stretched with --any-field"
    case .otherBasis(let basis, let found, let trained):
      "the network cannot be used with \(basis): it was trained with the basis of SHA-256 \(trained.prefix(12))…, "
        + "this is \(found.prefix(12))…. Leave --basis out, or fit it (--method fit)"
    case .otherProtocol(let network, let found):
      "the network was trained for the protocol \(network), the protocol is \(found); choose it with --protocol"
    case .otherProfile(let network, let found):
      "the network was trained for the profile \(network), the profile is \(found); leave --profile out, or fit (--method fit)"
    case .priorOfOtherTissue(let profile, let prior):
      "the profile is \(profile), and the prior of \(prior) is of another tissue's species; give a prior of its own with "
        + "--prior FILE, or fit without one (--method fit)"
    case .priorWithoutWater:
      "a prior of amounts (--method map, --prior) needs --water FILE: it is in mM, and without water amounts are in "
        + "arbitrary units; give the water scan, or fit without prior (--method fit)"
    case .unknownReference(let name, let known):
      "the reference '\(name)' is not among the species: \(known.joined(separator: ", ")). Sums are written with '+': "
        + "--reference Cr+PCr"
    case .unknownSaliency(let name, let species, let sums):
      "--saliency: the network does not tell '\(name)'; it tells \(species.joined(separator: ", "))"
        + (sums.isEmpty ? "" : ", and the sums \(sums.joined(separator: ", "))")
    case .needsOption(let what, let option):
      "\(what) needs \(option)"
    case .noChallenge(let folder, let missing):
      "\(folder): \(missing) is not there; expected the fitting challenge of 2016 in LCModel's form: datasetN.RAW, each with "
        + "datasetN.H2O, and press3T_30ms.BASIS"
    case .noCurves(let output):
      "--\(output) holds curves, and a network has none without --reconstruction"
    }
  }
}
