import Foundation
import Testing

@Suite("An interrupted run on the command line")
struct InterruptionTests {
  @Test("Control-C ends what would hear nothing for long, and what is said to be left is what is left")
  func deafWork() async throws {
    let folder = try ScratchFolder()
    // A part of such a study is a whole cohort: it takes much longer than a user waits.
    let outcome = try await BuiltCommand.runInterrupted(
      ["study", "--virtual", "--repeats", "2", "--effects", "2", "--quiet", "--out", folder.path("run")], after: 3)
    #expect(outcome.exitCode == 130, "\(outcome.errors)")
    #expect(outcome.errors.hasPrefix("error: interrupted; "), "\(outcome.errors)")
    // On a busy machine it has not begun yet.
    let left = folder.contents
    #expect(left.isEmpty || left == [".run.unfinished"])
    #expect(outcome.errors.contains("nothing was left behind") == left.isEmpty, "\(outcome.errors) \(left)")
    #expect(outcome.errors.contains(folder.path(".run.unfinished")) != left.isEmpty, "\(outcome.errors) \(left)")
    // Alone it is heard after 0.7 s; other tests keep the cores busy.
    #expect(outcome.seconds < 10, "heard after \(outcome.seconds) s")
  }
}
