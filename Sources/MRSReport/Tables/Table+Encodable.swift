/// As JSON: `title`, `rows` with the fields of the CSV by their heads, and `footnotes`. What is not known, or no finite number, is
/// left out of a row.
extension Table: Encodable {
  private enum Key: String, CodingKey { case title, rows, footnotes }

  /// The head of a field.
  private struct Head: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(title, forKey: .title)
    try container.encode(footnotes, forKey: .footnotes)
    let heads = fieldNames
    var list = container.nestedUnkeyedContainer(forKey: .rows)
    for row in rows {
      var object = list.nestedContainer(keyedBy: Head.self)
      for (head, field) in zip(heads, fields(of: row)) {
        let key = Head(stringValue: head)
        switch field {
        case .text(let text): try object.encode(text, forKey: key)
        case .integer(let value): try object.encode(value, forKey: key)
        case .number(let value): if value.isFinite { try object.encode(value, forKey: key) }
        case .none: break
        }
      }
    }
  }
}
