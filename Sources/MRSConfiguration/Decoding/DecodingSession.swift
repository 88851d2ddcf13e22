/// What one decoding has asked for, which tells the keys that nothing reads.
///
/// Any `Decodable` type says by its requests which keys it knows, those absent from the file included; so no list of
/// keys is kept anywhere.
final class DecodingSession {
  private struct Request {
    let table: ConfigurationTable
    var keys: Set<String> = []
    /// Whether the type can have a key, for a type that was asked for all keys that it knows (dictionaries, and
    /// enumerations with values).
    var accepts: ((String) -> Bool)?
  }

  private struct Source {
    let name: String
    let lines: [[String]: Int]
  }

  private var requests: [[String]: Request] = [:]
  private var sources: [Source] = []
  private var overrides: [[String]: ConfigurationOverride] = [:]

  /// The keys that were missing, where the decoding goes on with stand-ins for them; nil where the first ends it.
  private(set) var missing: [[String]]?

  /// Goes on at a missing key, for ``missing``.
  func collectMissing() { missing = [] }

  func note(missing path: [String]) { missing?.append(path) }

  /// The error of all keys that are missing from the table of the first.
  func missingKeys(
    in tree: ConfigurationValue, decoding type: any Decodable.Type, beside first: String,
    at location: ConfigurationLocation
  ) -> ConfigurationError {
    let session = DecodingSession()
    session.collectMissing()
    _ = try? TreeDecoder(tree, at: [], session: session).decode(type)
    let all = session.missing ?? []
    let table = all.first { dotted($0) == first }?.dropLast()
    var names: [String] = []
    for path in all where path.dropLast() == table && !names.contains(dotted(path)) { names.append(dotted(path)) }
    return names.count > 1 ? .missingKeys(names, at: location) : .missingKey(first, at: location)
  }

  /// Adds a layer, for the location of what it says.
  func add(_ layer: ConfigurationLayer) {
    var lines: [[String]: Int] = [:]
    for (path, line) in KeyLines(toml: layer.text).lines { lines[layer.path + path] = line }
    sources.append(Source(name: layer.name, lines: lines))
  }

  /// Adds an override, for the location and the text of what it sets.
  func add(_ override: ConfigurationOverride, at path: [String]) {
    var lines = [path: 0]
    for count in path.indices.dropFirst() {
      let table = Array(path[..<count])
      if !sources.contains(where: { $0.lines[table] != nil }) { lines[table] = 0 }
    }
    sources.append(Source(name: "--set \(override.path)", lines: lines))
    overrides[path] = override
  }

  /// The text of an override at the path, for strings that look like something else.
  func overridingText(at path: [String]) -> String? { overrides[path]?.value }

  /// Where the value at the path was last set; if it never was, where its innermost table was.
  func location(of path: [String]) -> ConfigurationLocation {
    for count in stride(from: path.count, to: 0, by: -1) {
      let prefix = Array(path[..<count])
      for source in sources.reversed() {
        guard let line = source.lines[prefix] else { continue }
        return ConfigurationLocation(file: source.name, line: line == 0 ? nil : line)
      }
    }
    return ConfigurationLocation(
      file: sources.last { !$0.name.hasPrefix("--set ") }?.name ?? "configuration", line: nil)
  }

  func open(_ table: ConfigurationTable, at path: [String]) {
    if requests[path] == nil { requests[path] = Request(table: table) }
  }

  func ask(for key: String, at path: [String]) { requests[path]?.keys.insert(key) }

  func askForAll(at path: [String], accepts: @escaping (String) -> Bool) {
    guard var request = requests[path] else { return }
    request.accepts = accepts
    request.keys.formUnion(request.table.keys.filter(accepts))
    requests[path] = request
  }

  /// The misspelling for which a key that was asked for is missing from the table at the path, if there is one.
  func misspelling(of missing: String, at path: [String]) -> ConfigurationError? {
    guard let request = requests[path] else { return nil }
    let unread = request.table.keys.filter { !request.keys.contains($0) }
    guard let written = Spelling.nearest(to: missing, among: unread) else { return nil }
    return .unknownKey(
      dotted(path + [written]), at: location(of: path + [written]), suggestion: missing, known: [missing])
  }

  /// A key that the type read from the table at the path cannot have.
  func refusedKey(at path: [String]) -> ConfigurationError? {
    guard let request = requests[path], let accepts = request.accepts,
      let key = request.table.keys.first(where: { !accepts($0) })
    else { return nil }
    return unknown(key, at: path, request)
  }

  /// The first key, in the order of the text, that nothing has asked for.
  func unreadKey() -> ConfigurationError? {
    var unread: [(error: ConfigurationError, order: (Int, String))] = []
    for (path, request) in requests {
      for key in request.table.keys where !request.keys.contains(key) {
        let line = location(of: path + [key]).line ?? 0
        unread.append((unknown(key, at: path, request), (line, dotted(path + [key]))))
      }
    }
    return unread.min { $0.order < $1.order }?.error
  }

  private func unknown(_ key: String, at path: [String], _ request: Request) -> ConfigurationError {
    let suggestion =
      Spelling.nearest(to: key, among: request.keys)
      ?? request.accepts.flatMap { Spelling.nearest(to: key, where: $0) }
    return .unknownKey(
      dotted(path + [key]), at: location(of: path + [key]), suggestion: suggestion, known: request.keys.sorted())
  }
}

/// A path as errors and `--set` write it.
func dotted(_ path: [String]) -> String { path.joined(separator: ".") }
