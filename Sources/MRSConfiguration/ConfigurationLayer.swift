/// A TOML text and the name that errors call it by.
public struct ConfigurationLayer: Hashable, Sendable {
  public let name: String
  public let text: String

  public init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}
