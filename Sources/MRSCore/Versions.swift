/// What a run was computed with.
public struct Versions: Codable, Hashable, Sendable {
  /// The version of this package.
  public let hepatica: String
  /// The Swift compiler, to the minor version.
  public let swift: String
  /// The libraries that compute, by name, as `libtorch`: `1.13.1`.
  public let engines: [String: String]
  /// The operating system and processor architecture, as `Linux x86_64`.
  public let platform: String

  /// The versions of this build, with those of the engines that the run uses.
  public init(engines: [String: String] = [:]) {
    hepatica = Self.current
    swift = Self.compiler
    self.engines = engines
    platform = "\(Self.system) \(Self.architecture)"
  }

  /// The version of this package, by semver.org.
  public static let current = "0.1.0"

  private static let compiler: String = {
    #if compiler(>=6.5)
      "6.5 or later"
    #elseif compiler(>=6.4)
      "6.4"
    #else
      "6.3"
    #endif
  }()

  private static let system: String = {
    #if os(Linux)
      "Linux"
    #elseif os(macOS)
      "macOS"
    #else
      "other system"
    #endif
  }()

  private static let architecture: String = {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "other architecture"
    #endif
  }()
}
