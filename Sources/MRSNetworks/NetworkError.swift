/// What can go wrong with a network, its training or its files.
public enum NetworkError: Error, Hashable, Sendable {
  /// libtorch refused an operation.
  case engine(operation: String, message: String)
  case invalidArchitecture(field: String, value: String, expected: String)
  case invalidOption(field: String, value: String, expected: String)
  /// An array has the wrong number of values.
  case sizeMismatch(what: String, expected: Int, found: Int)
  /// A number that must be finite is not.
  case nonFiniteValue(what: String, index: Int)
  /// A number of an example that must be finite is not; `example` is its index in the source.
  case nonFiniteExample(example: Int, what: String, step: Int)
  /// The loss became infinite or not a number although the examples are finite.
  case nonFiniteLoss(step: Int, value: Double)
  /// A prediction was asked for in terms that the network was not trained for.
  case wrongOutputs(asked: String, loss: LossFunction)
  case noCalibration(reason: String)
  /// A bundle holds a network for another task; `network` is its folder.
  case wrongTask(network: String, found: String, expected: String)
  /// A network, or a part of it, that an ONNX file cannot hold.
  case notExpressible(what: String, reason: String)
  /// The network cannot answer under another prior than that of its training.
  case noExchange(reason: String)
  /// An amount that the network does not tell.
  case unknownTarget(name: String, known: [String])
  /// The basis is not that of the training: one clause a function.
  case otherBasis(of: String, differences: [String])
  /// The signal is not of the kind the network was trained on: one sentence a difference.
  case protocolMismatch([String])

  case missingFile(path: String)
  case unreadableFile(path: String, reason: String)
  /// What a file of a bundle says of itself does not fit the rest of it.
  case unfitting(path: String, field: String, value: String, expected: String)
  case unwritableFile(path: String, reason: String)
  case destinationExists(path: String)
  case unsupportedFormat(path: String, found: Int, supported: Int)
  /// The file ends before what its header announces.
  case truncatedFile(path: String, expectedBytes: Int, foundBytes: Int)
  case hashMismatch(path: String, expected: String, found: String)
  case missingWeight(path: String, name: String)
  case unexpectedWeight(path: String, name: String)
  case weightShape(path: String, name: String, expected: [Int], found: [Int])
  case nonFiniteWeight(path: String, name: String, index: Int)
  /// A checkpoint belongs to a training with another value of this field.
  case foreignCheckpoint(path: String, field: String)
}

extension NetworkError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .engine(let operation, let message):
      "libtorch refused '\(operation)': \(message)"
    case .invalidArchitecture(let field, let value, let expected):
      "network architecture: '\(field)' is \(value); expected \(expected)"
    case .invalidOption(let field, let value, let expected):
      "training options: '\(field)' is \(value); expected \(expected)"
    case .sizeMismatch(let what, let expected, let found):
      "\(what): \(found) where \(expected) were expected"
    case .nonFiniteValue(let what, let index):
      "\(what): the value at index \(index) is not a finite number; remove or repair that example"
    case .nonFiniteExample(let example, let what, let step):
      "step \(step): the \(what) of example \(example) hold a number that is not finite; remove or repair that example"
    case .nonFiniteLoss(let step, let value):
      "step \(step): the loss is \(value) though all examples are finite; training diverged: lower the learning rate "
        + "or the gradient limit"
    case .wrongOutputs(let asked, let loss):
      "the network does not put out \(asked): it was trained for \(loss)"
    case .noCalibration(let reason):
      "no calibration: \(reason)"
    case .wrongTask(let network, let found, let expected):
      "\(network): the network's task is \(found); expected \(expected): give a network that was trained for it"
    case .notExpressible(let what, let reason):
      "no ONNX file of \(what): \(reason)"
    case .noExchange(let reason):
      "the network cannot answer under another prior (--prior): \(reason). Leave --prior out, or use --method map"
    case .unknownTarget(let name, let known):
      "the network does not tell '\(name)'; it tells \(known.joined(separator: ", "))"
    case .otherBasis(let name, let differences):
      "the network was trained with another basis than that of \(name): "
        + "\(differences.prefix(5).joined(separator: ", "))\(differences.count > 5 ? ", …" : ""). "
        + "Give the protocol of its training with --protocol, or fit (--method fit)"
    case .protocolMismatch(let mismatches):
      "the network cannot be used on this signal: \(mismatches.joined(separator: "; ")). "
        + "Fit it instead (--method fit), or train a network for its protocol"
    case .missingFile(let path):
      "\(path): no such file; the folder is incomplete, copy it again"
    case .unreadableFile(let path, let reason):
      "\(path): cannot be read: \(reason)"
    case .unfitting(let path, let field, let value, let expected):
      "\(path): '\(field)' is \(value.printable), expected \(expected); the file was changed or belongs to another network"
    case .unwritableFile(let path, let reason):
      "\(path): cannot be written: \(reason)"
    case .destinationExists(let path):
      "\(path): already exists and is not overwritten; name another folder or remove it"
    case .unsupportedFormat(let path, let found, let supported):
      "\(path): format \(found), this program reads format \(supported); use the program that wrote it"
    case .truncatedFile(let path, let expected, let found):
      "\(path): \(found) bytes where its header announces \(expected); the file is cut off, copy it again"
    case .hashMismatch(let path, let expected, let found):
      "\(path): SHA-256 \(found) where the manifest has \(expected); the file was changed after it was written"
    case .missingWeight(let path, let name):
      "\(path): '\(name)' is missing; the file belongs to another architecture"
    case .unexpectedWeight(let path, let name):
      "\(path): '\(name)' has no place in the architecture; the file belongs to another one"
    case .weightShape(let path, let name, let expected, let found):
      "\(path): '\(name)' has shape \(found), the architecture asks for \(expected)"
    case .nonFiniteWeight(let path, let name, let index):
      "\(path): '\(name)' holds a number that is not finite at index \(index); the network is unusable"
    case .foreignCheckpoint(let path, let field):
      "\(path): the checkpoint is of a training with another '\(field)'; name another folder or remove it"
    }
  }
}
