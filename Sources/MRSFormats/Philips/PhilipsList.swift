import MRSCore

/// The index of Philips raw data (.list): a line a data vector, its attributes under the names of the line `# typ mix …`.
struct PhilipsList: Sendable {
  /// One vector of complex samples.
  struct Vector: Sendable {
    /// STD standard, REJ rejected, NOI noise, PHX, FRX, NAV corrections.
    let type: String
    /// 0 the scan, 1 its water where there are two.
    let mix: Int
    let channel: Int
    /// What tells a vector from others of its channel: dynamic, average, extra attributes, …
    let attributes: [Int]
    /// Bytes.
    let size, offset: Int
    let line: Int
  }

  let path: String
  let vectors: [Vector]
  /// The names of the attributes of vectors, in their order.
  let attributeNames: [String]
  let fields: [HeaderField]

  /// True for a text that says so in its first lines.
  static func isList(_ file: FileBytes) -> Bool {
    SignalFile.contains("DATA DESCRIPTION FILE", in: Array(file.bytes.prefix(256)))
  }

  /// - Throws: ``FormatError``.
  init(_ file: FileBytes) throws(FormatError) {
    path = file.path
    var names = Self.usualNames
    var vectors: [Vector] = []
    var fields: [HeaderField] = []
    let lines = file.bytes.split(omittingEmptySubsequences: false) { $0 == 0x0a }
    for (index, bytes) in lines.enumerated() {
      let line = LatinText.string(bytes)
      let words = line.split { $0 == " " || $0 == "\t" }
      guard let first = words.first else { continue }
      if first == "#" {
        if words.count > 2, words[1] == "typ" { names = words.dropFirst().map(String.init) }
      } else if first == "." {
        if let colon = line.firstIndex(of: ":") {
          let name = line[..<colon].split(separator: " ").dropFirst(4).joined(separator: " ")
          fields.append(
            HeaderField(
              name: name, value: line[line.index(after: colon)...].split(separator: " ").joined(separator: " ")))
        }
      } else {
        vectors.append(try Self.vector(words, names: names, path: file.path, line: index + 1))
      }
    }
    guard !vectors.isEmpty else {
      throw .missingField(
        path: path, field: "START OF DATA VECTOR INDEX", advice: "The list names no data vector; export it again.")
    }
    self.vectors = vectors
    self.fields = fields
    attributeNames = names.filter { Self.isAttribute($0) }
  }

  private static let usualNames =
    "typ mix dyn card echo loca chan extr1 extr2 kx ky kz aver sign rf grad enc rtop rr size offset"
    .split(separator: " ").map(String.init)

  /// True for the columns that count repetitions, places and steps; the others are of the gradients or of the heart.
  private static func isAttribute(_ name: String) -> Bool {
    ["dyn", "card", "echo", "loca", "extr1", "extr2", "kx", "ky", "kz", "aver"].contains(name)
  }

  private static func vector(
    _ words: [Substring], names: [String], path: String, line: Int
  ) throws(FormatError) -> Vector {
    guard words.count == names.count, words[0].count <= 4 else {
      throw .syntax(
        path: path, line: line, found: "\(words.count) columns",
        expected: "\(names.count): \(names.joined(separator: " "))")
    }
    func number(_ name: String) throws(FormatError) -> Int {
      guard let column = names.firstIndex(of: name) else {
        throw .missingField(path: path, field: name, advice: "The list has no such column; export it again.")
      }
      guard let value = Int(words[column]), value.magnitude < 1 << 48 else {
        throw .invalidField(
          path: path, location: .line(line), field: name, found: "'\(words[column])'", expected: "a whole number",
          consequence: "The list is damaged; export it again.")
      }
      return value
    }
    var attributes: [Int] = []
    for name in names where isAttribute(name) { attributes.append(try number(name)) }
    return Vector(
      type: String(words[0]), mix: try number("mix"), channel: try number("chan"), attributes: attributes,
      size: try number("size"), offset: try number("offset"), line: line)
  }
}
