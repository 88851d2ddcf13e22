/// A table of names that contradicts itself.
public enum VocabularyError: Error, Equatable, CustomStringConvertible {
  /// One name, in any case, stands for two things.
  case givenTwice(name: String)
  /// A sum, a function or a scale refers to what the table does not have.
  case unknown(name: String, in: String)
  /// A number that must be in `expected`.
  case badValue(field: String, of: String, value: String, expected: String)

  public var description: String {
    switch self {
    case .givenTwice(let name): "the vocabulary gives the name '\(name)' twice; a name must stand for one thing"
    case .unknown(let name, let place): "'\(name)' in \(place) of the vocabulary is none of its entries"
    case .badValue(let field, let entry, let value, let expected):
      "\(field) of '\(entry)' in the vocabulary is \(value); expected \(expected)"
    }
  }
}
