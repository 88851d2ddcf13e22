/// What a file of arrays is to hold, before any of its numbers are known.
public struct ArrayFileLayout: Hashable, Sendable, Codable {
  /// An array of numbers; its shape, row-major; its texts and numbers by key.
  public struct Numbers: Hashable, Sendable, Codable {
    public let name: String
    public let kind: ArrayElementKind
    public let shape: [Int]
    public let attributes: [String: ArrayAttribute]

    public init(
      _ name: String, of kind: ArrayElementKind, shape: [Int], attributes: [String: ArrayAttribute] = [:]
    ) {
      self.name = name
      self.kind = kind
      self.shape = shape
      self.attributes = attributes
    }

    /// The bytes of a row, which is what stands at one index of axis 0.
    var rowSize: Int { shape.dropFirst().reduce(kind.size, *) }
    var size: Int { shape.reduce(kind.size, *) }
  }

  /// An array of texts.
  public struct Texts: Hashable, Sendable, Codable {
    public let name: String
    public let values: [String]

    public init(_ name: String, _ values: [String]) {
      self.name = name
      self.values = values
    }
  }

  public let numbers: [Numbers]
  public let texts: [Texts]
  /// Of the file as a whole.
  public let attributes: [String: ArrayAttribute]

  public init(numbers: [Numbers], texts: [Texts] = [], attributes: [String: ArrayAttribute] = [:]) {
    self.numbers = numbers
    self.texts = texts
    self.attributes = attributes
  }

  /// - Throws: ``ArrayFileError/badName(file:name:)``, ``ArrayFileError/badText(file:name:)``,
  ///   ``ArrayFileError/tooMany(file:count:most:)``,
  ///   ``ArrayFileError/wrongShape(file:array:found:expected:)`` for a shape without axes or with a negative one.
  func validate(file: String) throws(ArrayFileError) {
    var names: Set<String> = []
    for name in numbers.map(\.name) + texts.map(\.name) {
      guard !name.isEmpty, !name.contains("/"), !name.contains("\0"), names.insert(name).inserted else {
        throw .badName(file: file, name: name)
      }
    }
    // More need a tree of several nodes, which is not read.
    guard names.count <= HDF5Tree.mostLinks else {
      throw .tooMany(file: file, count: names.count, most: HDF5Tree.mostLinks)
    }
    for count in numbers.map(\.attributes.count) + [attributes.count] where count > HDF5Tree.mostAttributes {
      throw .tooMany(file: file, count: count, most: HDF5Tree.mostAttributes)
    }
    for array in numbers where array.shape.isEmpty || array.shape.contains(where: { $0 < 0 }) {
      throw .wrongShape(file: file, array: array.name, found: array.shape, expected: [0])
    }
    let keyed = numbers.flatMap { $0.attributes } + attributes.map { $0 }
    for (key, value) in keyed {
      guard !key.isEmpty, !key.contains("\0") else { throw .badName(file: file, name: key) }
      if case .text(let text) = value, text.utf8.contains(0) { throw .badText(file: file, name: key) }
    }
    for array in texts where array.values.contains(where: { $0.utf8.contains(0) }) {
      throw .badText(file: file, name: array.name)
    }
  }
}
