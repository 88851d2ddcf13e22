import CTorch

/// libtorch, the engine below the networks: which one it is, and how many threads it may use.
public enum NetworkEngine {
  /// The version of libtorch that this was built with, such as "1.13.1".
  public static var version: String { unsafe String(cString: ct_version()) }

  /// How libtorch was built and which instruction set it uses here, on several lines.
  public static var configuration: String { unsafe String(cString: ct_configuration()) }

  /// glibc maps large blocks afresh, so that every step pays page faults for all its activations; keeping them made
  /// training 1.11–1.17 times as fast and prediction 1.27–1.60 times (measured, 2 cores).
  private static let allocatorIsTuned: Bool = {
    ct_tune_allocator()
    return true
  }()

  /// What every entry into the engine does first: libtorch keeps the number of threads for each calling thread.
  static func prepare(threads: Int) throws(NetworkError) {
    guard (1...1024).contains(threads) else {
      throw .invalidOption(field: "threads", value: "\(threads)", expected: "1 to 1024")
    }
    _ = allocatorIsTuned
    guard ct_set_threads(Int32(threads)) == 0 else { throw .engine(operation: "set threads", message: lastMessage) }
  }

  /// Runs `body` without recording operations for differentiation.
  static func withoutGradients<Result>(_ body: () throws -> Result) rethrows -> Result {
    let recorded = ct_records_gradients()
    ct_set_records_gradients(false)
    defer { ct_set_records_gradients(recorded) }
    return try body()
  }

  /// Why the last call of this thread failed, without the lines that point into libtorch's own source.
  static var lastMessage: String {
    let text = unsafe String(cString: ct_error())
    return text.split(separator: "\n").first.map(String.init) ?? text
  }
}
