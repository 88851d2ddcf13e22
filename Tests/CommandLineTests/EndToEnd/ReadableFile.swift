import Foundation
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Whether a file that a run left can be read as what its name says, by readers that are not the package's own.
enum ReadableFile {
  /// - Returns: What is wrong with it; `nil` where nothing is.
  static func fault(of name: String, in run: FinishedRun) async throws -> String? {
    let data = try run.data(name)
    if data.isEmpty { return "is empty" }
    switch URL(filePath: name).pathExtension {
    case "json": return fault(ofJSON: data)
    case "jsonl":
      let lines = data.split(separator: UInt8(ascii: "\n"))
      return lines.isEmpty ? "has no line" : lines.lazy.compactMap { fault(ofJSON: Data($0)) }.first
    case "csv": return fault(ofTable: try run.rows(of: name))
    case "svg": return fault(ofMarkup: data, root: "svg")
    case "html": return fault(ofMarkup: data, root: "html")
    case "h5": return data.starts(with: [0x89] + Array("HDF".utf8)) ? nil : "is no HDF5 file"
    case "gz": return data.starts(with: [0x1f, 0x8b]) ? nil : "is not compressed by gzip"
    case "safetensors": return fault(ofTensors: data)
    case "toml":
      let verb = name.hasSuffix("profile.toml") ? "profile" : "protocol"
      return try await fault(of: verb, "check", run.path(name), saying: "a valid \(verb)")
    case "BASIS", "RAW":
      return try await fault(of: "inspect", run.path(name), saying: name.hasSuffix("RAW") ? "signal" : "basis")
    case "coord", "txt": return nil
    default: return "is of a kind that no test reads"
    }
  }

  private static func fault(ofJSON data: Data) -> String? {
    guard let value = try? JSONSerialization.jsonObject(with: data) else { return "is no JSON" }
    if let object = value as? [String: Any] { return object.isEmpty ? "is an empty object" : nil }
    return (value as? [Any])?.isEmpty == false ? nil : "holds nothing"
  }

  private static func fault(ofTable rows: [[String]]) -> String? {
    guard let header = rows.first, header.count >= 2 else { return "has no header of two columns" }
    if rows.count < 2 { return "has a header only" }
    if Set(header).count < header.count { return "names a column twice" }
    return rows.allSatisfy { $0.count == header.count } ? nil : "has rows longer or shorter than its header"
  }

  private static func fault(ofMarkup data: Data, root: String) -> String? {
    final class Elements: NSObject, XMLParserDelegate {
      var names: [String] = []
      func parser(
        _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
      ) { names.append(name) }
    }
    let (parser, elements) = (XMLParser(data: data), Elements())
    parser.delegate = elements
    guard parser.parse() else { return "is malformed in line \(parser.lineNumber)" }
    if elements.names.first != root { return "begins with \(elements.names.first ?? "nothing")" }
    return elements.names.contains { ["path", "polyline", "line"].contains($0) } ? nil : "shows no curve"
  }

  /// A safetensors file is the length of its header, the header as JSON, and the numbers that this describes.
  private static func fault(ofTensors data: Data) -> String? {
    let count = data.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard data.count > 8 + count else { return "ends within its header" }
    return fault(ofJSON: data.dropFirst(8).prefix(count))
  }

  private static func fault(of arguments: String..., saying text: String) async throws -> String? {
    let outcome = try await BuiltCommand.run(arguments)
    return outcome.exitCode == 0 && outcome.output.contains(text)
      ? nil : "is not read by hepatica \(arguments[0]): \(outcome.errors)"
  }
}
