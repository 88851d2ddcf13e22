import Foundation
import TestSupport
import Testing

/// The run folders of a ``SmallRun`` each, made by the built command when a test first asks for one, and only once.
actor SharedRuns {
  /// Those of the suite that runs.
  @TaskLocal static var current: SharedRuns?

  private let folder: TemporaryFolder
  private var finished: [String: Task<FinishedRun, any Error>] = [:]

  init() throws {
    folder = try TemporaryFolder()
    try Data(SmallStudy.text.utf8).write(to: folder.url.appending(path: SmallStudy.fileName))
  }

  /// What a run left.
  static func left(by run: SmallRun, threads: Int = 2) async throws -> FinishedRun {
    try await #require(current, "a suite of EndToEnd").left(by: run, threads: threads)
  }

  /// What `arguments` leave in a folder of that name, for runs that only one suite looks into.
  static func left(in name: String, by arguments: [String]) async throws -> FinishedRun {
    try await #require(current, "a suite of EndToEnd").left(in: name, by: arguments)
  }

  private func left(by run: SmallRun, threads: Int) async throws -> FinishedRun {
    var inputs: [SmallRun: URL] = [:]
    for need in run.needs { inputs[need] = try await left(by: need, threads: 2).folder }
    return try await left(
      in: "\(run.rawValue)-\(threads)", by: run.arguments(inputs: inputs) + ["--threads", "\(threads)"])
  }

  private func left(in name: String, by arguments: [String]) async throws -> FinishedRun {
    if let task = finished[name] { return try await task.value }
    let place = folder.url.appending(path: name)
    let small = folder.url.appending(path: SmallStudy.fileName).path
    let task = Task {
      let outcome = try await BuiltCommand.run(
        arguments + ["--protocol", small, "--out", place.path, "--quiet"])
      try #require(outcome.exitCode == 0, "hepatica \(arguments.joined(separator: " ")): \(outcome.errors)")
      return FinishedRun(folder: place, outcome: outcome)
    }
    finished[name] = task
    return try await task.value
  }
}

/// Gives a suite and those inside it one ``SharedRuns``, removed when they have ended.
struct SharedRunsTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    try await SharedRuns.$current.withValue(try SharedRuns()) { try await function() }
  }
}

extension Trait where Self == SharedRunsTrait {
  static var sharesRuns: Self { Self() }
}
