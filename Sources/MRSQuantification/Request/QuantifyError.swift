/// Why a spectrum cannot be quantified as asked, or a protocol not be found.
public enum QuantifyError: Error, Hashable, Sendable {
  case misspeltProtocol(name: String, meant: String)
  /// Without a basis file, the signal must be of the protocol the basis is simulated for.
  case noBasisForScan(file: String, studyProtocol: String, differences: [String])
  /// A basis made at another field.
  case basisField(basis: String, megahertz: Double, file: String, fileMegahertz: Double)
  /// The network was trained with another basis.
  case foreignBasis(basis: String, found: String, trained: String)
  /// The network was trained for another protocol.
  case foreignProtocol(network: String, found: String)
  /// The basis has no singlet of known protons, so that its scale is not known.
  case unknownScale(basis: String, looked: [String])
  /// The basis has lipids of others, which the protocol's triglyceride does not describe.
  case foreignLipids(basis: String)
  /// The basis has other species than those of the protocol, of which alone there are priors.
  case foreignPrior(basis: String)
  /// Priors are in mM, and without a water scan amounts are not.
  case priorWithoutWater
  /// A network explains no spectrum: it has no curves to write.
  case noCurves(output: String)
  /// An output file that is there already, or would replace an input.
  case fileExists(String)
  /// The input cannot be told apart by any reader.
  case uninspectable(String)
}

extension QuantifyError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .misspeltProtocol(let name, let meant):
      "there is no protocol '\(name)', and no file of that name. Did you mean '\(meant)'?"
    case .noBasisForScan(let file, let studyProtocol, let differences):
      "\(file) is not of the protocol \(studyProtocol): \(differences.joined(separator: "; ")). "
        + "Give the basis of its own sequence with --basis FILE.BASIS, or a protocol with --protocol or --set"
    case .basisField(let basis, let megahertz, let file, let fileMegahertz):
      "\(basis) is for \(megahertz) MHz, \(file) was measured at \(fileMegahertz) MHz; "
        + "couplings do not scale with the field: give a basis within 0.5 %"
    case .foreignBasis(let basis, let found, let trained):
      "the network cannot be used with \(basis): it was trained with the basis of SHA-256 \(trained.prefix(12))…, "
        + "this is \(found.prefix(12))…. Leave --basis out, or fit it (--method fit)"
    case .foreignProtocol(let network, let found):
      "the network was trained for the protocol \(network), the protocol is \(found); choose it with --protocol"
    case .unknownScale(let basis, let looked):
      "\(basis): amounts in mM need the signal of one proton in the basis, which is read from the CH3 singlet of "
        + "\(looked.joined(separator: ", ")); none is there. Leave --water out for ratios"
    case .foreignLipids(let basis):
      "--lipids triglyceride ties the resonances of the protocol's own basis, and \(basis) is another; leave one of the "
        + "two out"
    case .foreignPrior(let basis):
      "a prior of amounts is of the species of the protocol's own basis, and \(basis) is another; leave --basis out, or fit "
        + "it without one (--method fit)"
    case .priorWithoutWater:
      "a prior of amounts (--method map, --prior) needs --water FILE: it is in mM, and without water amounts are in "
        + "arbitrary units; give the water scan, or fit without prior (--method fit)"
    case .noCurves(let output):
      "--\(output) holds the curves of a fit, and a network has none; leave it out, or fit (--method fit)"
    case .fileExists(let path):
      "\(path): there is something by this name already; choose another name, or --force to replace it"
    case .uninspectable(let path):
      "\(path): is a folder without manifest.json, .RAW or FSL-MRS .json files; inspect takes signals, bases, run folders "
        + "and networks"
    }
  }
}
