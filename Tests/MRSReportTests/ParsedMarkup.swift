import Foundation

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The elements of a well-formed XML text by name.
struct ParsedMarkup {
  struct Element {
    let name: String
    let attributes: [String: String]
    var content = ""
  }

  struct Malformed: Error {
    let line: Int
    let reason: String
  }

  let root: String?
  let all: [String: [Element]]

  /// The first element of each name.
  var attributes: [String: [String: String]] { all.compactMapValues { $0.first?.attributes } }
  var texts: [String: [String]] { all.mapValues { $0.map(\.content) } }

  init(_ text: String) throws {
    let collector = Collector()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = collector
    guard parser.parse() else {
      throw Malformed(line: parser.lineNumber, reason: parser.parserError.map { "\($0)" } ?? "unknown")
    }
    root = collector.root
    all = Dictionary(grouping: collector.done, by: \.name)
  }

  private final class Collector: NSObject, XMLParserDelegate {
    var root: String?
    var open: [Element] = []
    var done: [Element] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) {
      if root == nil { root = name }
      open.append(Element(name: name, attributes: attributes))
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
      if !open.isEmpty { open[open.count - 1].content += text }
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
      if let last = open.popLast() { done.append(last) }
    }
  }
}
