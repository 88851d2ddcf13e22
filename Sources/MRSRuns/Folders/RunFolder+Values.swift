import Foundation
import MRSNetworks

extension RunFolder {
  /// Writes a value as JSON with sorted keys.
  /// - Throws: `RunError`, `EncodingError`.
  public func writeJSON(_ value: some Encodable, to name: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try write(encoder.encode(value), to: name)
  }

  /// Writes a network bundle as a folder of the run.
  /// - Throws: `NetworkError`, `RunError`.
  public func write(_ bundle: NetworkBundle<NetworkCard>, to name: String) throws {
    let folder = work.appending(path: name)
    try bundle.write(to: folder)
    for file in NetworkBundle<NetworkCard>.files(in: folder) { _ = try artefact("\(name)/\(file)") }
  }
}
