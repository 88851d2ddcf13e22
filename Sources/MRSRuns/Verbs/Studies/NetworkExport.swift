import Foundation
import MRSCore
import MRSNetworks
import MRSProfile

/// A trained network left as an ONNX file, and what there is to tell of it.
public struct NetworkExport: Sendable, Encodable {
  public let file: String
  public let bytes: Int
  public let task: NetworkCard.Task
  public let studyProtocol: String
  public let targets: [String]
  /// SHA-256 of the bundle.
  public let bundle: String?
  public let inputs: [ONNXModel.Port]
  public let outputs: [ONNXModel.Port]

  /// Writes the file, whole or not at all.
  /// - Parameter folder: of the network's bundle; `nil` for the one that comes with the program.
  /// - Throws: ``RunError/fileExists(_:)``, ``RunError/unwritable(_:reason:)``, `NetworkError`, `ProfileError`.
  public init(of folder: URL?, to file: URL, force: Bool) throws {
    if FileManager.default.fileExists(atPath: file.path) {
      guard force, !file.isFolder else { throw RunError.fileExists(file.path) }
    }
    let bundle = try NetworkBundle<NetworkCard>(readingFrom: folder ?? ShippedNetwork.folder())
    let model = try ONNXModel(bundle)
    do {
      try model.data.write(replacing: file)
    } catch {
      throw RunError.unwritable(file.path, reason: error.systemReason)
    }
    self.file = file.path
    bytes = model.data.count
    task = bundle.card.task
    studyProtocol = bundle.card.studyProtocol
    targets = bundle.card.targets
    self.bundle = bundle.identity
    inputs = model.inputs
    outputs = model.outputs
  }

  /// For people: what the file takes and gives, and how it is run.
  public func text() -> String {
    func lines(_ title: String, _ ports: [ONNXModel.Port]) -> String {
      ports.map { "  \(title) \($0.name) \($0.shape): \($0.meaning)\n" }.joined()
    }
    let megabytes = (Double(bytes) / 1e5).rounded() / 10
    return """
      \(file): \(megabytes) MB, \(task.rawValue) of \(targets.count) targets of \(studyProtocol)
      \(lines("in ", inputs))\(lines("out", outputs))
      Run it in Python:
        import onnxruntime
        session = onnxruntime.InferenceSession("\(file)")
        names = session.get_modelmeta().custom_metadata_map["targets"].split(",")
        found = session.run(["\(outputs[0].name)"], {"\(inputs[0].name)": fid})[0]

      For research; not a medical device.

      """
  }
}
