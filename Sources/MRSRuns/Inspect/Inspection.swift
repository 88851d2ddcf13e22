import MRSCore

/// What a file or folder holds, in the field's units.
public struct Inspection: Sendable, Hashable {
  /// One statement.
  public struct Fact: Sendable, Hashable {
    /// What is stated: in JSON the value itself.
    public enum Value: Sendable, Hashable {
      case text(String)
      case number(Double)
      case integer(Int)
    }

    /// The key in JSON.
    public let key: String
    public let value: Value?
    public let unit: String?

    public init(_ key: String, _ value: Value?, unit: String? = nil) {
      self.key = key
      self.value = value
      self.unit = unit
    }
  }

  /// Facts of one subject.
  public struct Section: Sendable, Hashable {
    public let key: String
    public let facts: [Fact]

    public init(_ key: String, _ facts: [Fact]) {
      self.key = key
      self.facts = facts
    }
  }

  public let path: String
  /// `"signal"`, `"basis"`, `"run"`, `"network"`.
  public let kind: String
  public let sections: [Section]
  public let warnings: [String]
  /// How many header fields that may identify the subject were left out.
  public let hiddenFields: Int
}

extension Inspection: Encodable {
  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  private struct Quantity: Encodable {
    let value: Double
    let unit: String
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Name.self)
    try container.encode(path, forKey: Name("path"))
    try container.encode(kind, forKey: Name("kind"))
    try container.encode(warnings, forKey: Name("warnings"))
    try container.encode(hiddenFields, forKey: Name("hiddenFields"))
    for section in sections {
      var facts = container.nestedContainer(keyedBy: Name.self, forKey: Name(section.key))
      for fact in section.facts {
        switch (fact.value, fact.unit) {
        case (nil, _): try facts.encodeNil(forKey: Name(fact.key))
        case (.number(let value), let unit?):
          try facts.encode(Quantity(value: value, unit: unit), forKey: Name(fact.key))
        case (.number(let value), nil): try facts.encode(value, forKey: Name(fact.key))
        case (.integer(let value), _): try facts.encode(value, forKey: Name(fact.key))
        case (.text(let text), _): try facts.encode(text, forKey: Name(fact.key))
        }
      }
    }
  }
}

extension Inspection {
  /// The inspection for a terminal; control characters become U+FFFD, so that a file cannot command it.
  public func text() -> String {
    var lines = ["\(path): \(kind)"]
    for section in sections where !section.facts.isEmpty {
      let width = section.facts.map { Self.words($0.key, in: section).count }.max() ?? 0
      lines += ["", Self.words(section.key, in: nil)]
      for fact in section.facts {
        let name = Self.words(fact.key, in: section)
        lines.append("  " + name + String(repeating: " ", count: width - name.count + 2) + Self.words(fact))
      }
    }
    if hiddenFields > 0 {
      lines += ["", "\(hiddenFields) header fields that may identify the subject are hidden (--show-identity)"]
    }
    if !warnings.isEmpty { lines += ["", "Warnings"] + warnings.map { "  - \($0)" } }
    return lines.map(\.printable).joined(separator: "\n") + "\n"
  }

  /// `echoTime` as `echo time`; header fields keep their file's spelling.
  private static func words(_ key: String, in section: Section?) -> String {
    if section?.key == "header" || section?.key == "files" { return key }
    var words = ""
    for character in key {
      if character.isUppercase, words.last?.isLowercase == true {
        words += " " + character.lowercased()
      } else {
        words.append(character)
      }
    }
    return section == nil ? words.prefix(1).uppercased() + words.dropFirst() : words
  }

  private static func words(_ fact: Fact) -> String {
    guard let value = fact.value else { return "not known" }
    let unit = fact.unit.map { " " + $0 } ?? ""
    switch value {
    case .text(let text): return text + unit
    case .integer(let value): return "\(value)" + unit
    case .number(let value):
      let rounded = (value * 1e6).rounded() / 1e6
      return (rounded == rounded.rounded() && abs(rounded) < 1e9 ? "\(Int(rounded))" : "\(rounded)") + unit
    }
  }
}
