import MRSCore

/// Parameters of ParaVision (JCAMP-DX): `##$KEY=value`, or `##$KEY=( sizes )` and the values on the lines that follow;
/// texts in `<…>`, structures in `(…, …)`, `@n*(v)` for n times the value v.
struct BrukerParameters: Sendable {
  let path: String
  private let values: [String: (text: String, line: Int)]

  init(_ file: FileBytes) {
    path = file.path
    var values: [String: (text: String, line: Int)] = [:]
    var current: (key: String, parts: [String], line: Int)?
    func close() {
      guard let current else { return }
      values[current.key] = (Self.withoutSizes(current.parts), current.line)
    }
    let lines = file.bytes.split(omittingEmptySubsequences: false) { $0 == 0x0a }
    for (index, bytes) in lines.enumerated() {
      if bytes.starts(with: "$$".utf8) { continue }
      let line = LatinText.string(bytes)
      guard line.hasPrefix("##") else {
        current?.parts.append(line)
        continue
      }
      close()
      let parts = line.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let key = String(parts[0].drop { $0 == "$" })
      current = (key, [parts.count > 1 ? String(parts[1]) : ""], index + 1)
    }
    close()
    self.values = values
  }

  /// The values as one text: sizes on the first line are left out where values follow on others.
  private static func withoutSizes(_ parts: [String]) -> String {
    let first = parts[0].drop { $0 == " " }
    let isSize = first.first == "(" && first.allSatisfy { "( ,)".contains($0) || $0.isNumber }
    return (isSize && parts.count > 1 ? Array(parts.dropFirst()) : parts).joined(separator: " ")
  }

  func location(_ key: String) -> FormatError.Location { values[key].map { .line($0.line) } ?? .file }

  /// A text, without the brackets; `nil` where it is missing or blank.
  func string(_ key: String) -> String? {
    guard let text = values[key]?.text else { return nil }
    let inner = text.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" }
    let kept = (text.contains("<") ? String(inner) : text).split(separator: " ").joined(separator: " ")
    return kept.isEmpty ? nil : kept
  }

  /// The words of a list, as `Yes No No`.
  func words(_ key: String) -> [Substring] { values[key]?.text.split { $0 == " " || $0 == "\r" } ?? [] }

  /// Numbers, at most ``most``; words that are none are left out.
  func numbers(_ key: String) -> [Double] {
    var numbers: [Double] = []
    for word in words(key) where numbers.count < Self.most {
      if word.first == "@", let star = word.firstIndex(of: "*"),
        let count = Int(word[word.index(after: word.startIndex)..<star])
      {
        guard let value = DecimalText.number(word[star...].filter { !"*()".contains($0) }) else { continue }
        numbers += Array(repeating: value, count: max(0, min(count, Self.most - numbers.count)))
      } else if let value = DecimalText.number(word) {
        numbers.append(value)
      }
    }
    return numbers
  }

  /// More than any list here needs.
  private static let most = 4096

  /// The first number: `nil` where the key is missing, NaN where it holds none.
  func number(_ key: String) -> Double? { values[key].map { _ in numbers(key).first ?? .nan } }

  /// A number above zero; `nil` where the key is missing or holds none.
  func positive(_ key: String) -> Double? { number(key).flatMap { $0 > 0 && $0.isFinite ? $0 : nil } }

  /// A whole number above zero and at most `most`.
  func count(_ key: String, most: Int = SamplingLimits.mostPoints) -> Int? {
    positive(key).flatMap { $0 <= Double(most) && $0 == $0.rounded() ? Int($0) : nil }
  }

  /// The members of the first structure of a list, as numbers; NaN for those that are none.
  func structure(_ key: String) -> [Double] {
    guard let text = values[key]?.text, let opening = text.firstIndex(of: "(") else { return [] }
    let inner = text[text.index(after: opening)...].prefix { $0 != ")" }
    return inner.split(separator: ",").prefix(Self.most).map { DecimalText.number($0) ?? .nan }
  }

  /// A time that is given in ms, in s; NaN where the key holds no number.
  func time(_ key: String) -> StatedTimes.Field { (key, number(key).map { $0 / 1000 }) }

  /// Those of `keys` that are there.
  func fields(_ keys: [String]) -> [HeaderField] {
    keys.compactMap { key in values[key].map { HeaderField(name: key, value: String($0.text.prefix(200))) } }
  }
}
