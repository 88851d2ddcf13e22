/// Where a configuration says something: a file, or an override on the command line, and the line if it is known.
public struct ConfigurationLocation: Hashable, Sendable, CustomStringConvertible {
  /// The name of the file, or `--set path`.
  public let file: String
  /// The line, counted from 1.
  public let line: Int?

  public init(file: String, line: Int?) {
    self.file = file
    self.line = line
  }

  public var description: String { line.map { "\(file):\($0)" } ?? file }
}
