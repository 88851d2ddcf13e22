import Foundation
import MRSCore

extension BasisFile {
  /// Writes a basis set for other programs: a file for ``BasisFormat/lcmodelBasis`` and ``BasisFormat/hepatica``, a
  /// folder, which is made where it is not there, for the others.
  ///
  /// Formats of samples get lines as ``BasisSet/sampled(_:)`` renders them. Amplitudes are kept, so that a function of
  /// amount 1 stays one.
  /// - Parameter identifier: what the file says it is; the set's source by default.
  /// - Returns: the files written.
  /// - Throws: ``FormatError/unrepresentable(path:what:advice:)``, ``FormatError/unwritable(path:reason:)``.
  @discardableResult
  public static func write(
    _ basis: BasisSet, as format: BasisFormat, to url: URL, sampling: BasisSampling = .init(),
    identifier: String? = nil
  ) throws(FormatError) -> [URL] {
    let path = url.path(percentEncoded: false)
    try checkNames(basis, path: path, inFolder: format == .lcmodelRaw || format == .fslMRS)
    let identifier = identifier ?? basis.source
    if format == .hepatica {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      do { try FileBytes.write([UInt8](encoder.encode(basis)), to: url) } catch let error as FormatError {
        throw error
      } catch {
        throw .unrepresentable(path: path, what: "\(error)", advice: "JSON holds finite numbers only.")
      }
      return [url]
    }
    let width = sampling.linewidth ?? (basis.hasLines ? BasisSampling.defaultLinewidth : nil)
    let sampled = basis.sampled(sampling)
    switch format {
    case .lcmodelBasis:
      try LCModelBasisFile.write(sampled, linewidth: width, identifier: identifier, to: url)
      return [url]
    case .lcmodelRaw:
      try makeFolder(url)
      return try LCModelRawFolder.write(sampled, to: url)
    default:
      try makeFolder(url)
      return try FSLMRSBasisFolder.write(sampled, linewidth: width, identifier: identifier, to: url)
    }
  }

  private static func checkNames(_ basis: BasisSet, path: String, inFolder: Bool) throws(FormatError) {
    guard !basis.functions.isEmpty else {
      throw .unrepresentable(path: path, what: "the basis has no functions", advice: "A basis file has at least one.")
    }
    var seen: Set<String> = []
    for name in basis.names {
      // Files of a folder must differ on file systems that do not tell cases apart, too.
      guard seen.insert(inFolder ? name.lowercased() : name).inserted else {
        throw .unrepresentable(
          path: path, what: "two functions are named \(name)", advice: "Functions are told apart by name only.")
      }
      let isFileName = !name.contains("/") && !name.contains("\0") && !name.hasPrefix(".")
      guard !name.isEmpty, isFileName || !inFolder else {
        throw .unrepresentable(
          path: path, what: "'\(name)' cannot name a file", advice: "Write a .BASIS, or rename the function.")
      }
    }
  }

  private static func makeFolder(_ url: URL) throws(FormatError) {
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    } catch {
      throw .unwritable(path: url.path(percentEncoded: false), reason: error.systemReason)
    }
  }
}
