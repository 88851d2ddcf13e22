import ArgumentParser
import CProcess
import Foundation
import MRSConfiguration
import MRSCore
import MRSNetworks
import MRSQuantification
import MRSRuns

/// The command `hepatica`.
@main
struct Hepatica: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hepatica",
    abstract: "Simulates, fits and classifies proton MR spectra of the liver.",
    discussion: "For research; not a medical device.",
    version: Versions.current,
    subcommands: [
      Demo.self, Quantify.self, Process.self, Convert.self, Anonymise.self, Study.self, Prior.self, Simulate.self,
      Synthesize.self, Train.self,
      Classify.self, Evaluate.self, Challenge.self, ExportNetwork.self, Inspect.self, Merge.self, Slurm.self,
      ProtocolCommand.self, ProfileCommand.self, Verify.self, About.self,
    ])

  /// Runs the command. An error is one line on standard error; the exit code is 64 for wrong usage, 130 for an
  /// interruption, and 1 otherwise.
  static func main() async {
    hepatica_outlive_writes()
    hepatica_keep_memory()
    var isParsed = false
    do {
      try checkWords()
      var command = try await asyncParseAsRoot(nil)
      isParsed = true
      try await Interruption.stopping {
        if var asynchronous = command as? any AsyncParsableCommand {
          try await asynchronous.run()
        } else {
          try command.run()
        }
      }
      requireOutput()
    } catch let code as ExitCode {
      exit(withError: code)
    } catch  where exitCode(for: error) == .success {
      // A request for help or the version.
      print(fullMessage(for: error))
      requireOutput()
    } catch is CancellationError {
      fail(Interruption.text, code: 130)
    } catch let error as TrainingInterruption {
      fail("\(error)", code: 130)
    } catch let error as QuantifyBatchError where error.isInterruption {
      fail("\(error)", code: 130)
    } catch let error as RunError where error.isInterruption {
      fail("\(error)", code: 130)
    } catch {
      let code = exitCode(for: error)
      let isUsage = !isParsed || code == .validationFailure
      fail(
        isUsage ? message(for: error) : "\(error)\(Interruption.kept)",
        code: isUsage ? ExitCode.validationFailure.rawValue : 1)
    }
  }

  /// Refuses an empty argument, which would name the current folder, and a verb that there is not.
  private static func checkWords() throws {
    let words = CommandLine.arguments.dropFirst()
    if let place = words.firstIndex(of: "") {
      throw ValidationError("argument \(place) is empty, as where a shell's variable has no value; leave it out")
    }
    let verbs = configuration.subcommands.map { $0._commandName }
    guard let verb = words.first, !verb.hasPrefix("-"), verb != "help", !verbs.contains(verb) else { return }
    let meant = Spelling.nearest(to: verb, among: verbs).map { "did you mean \($0)? " } ?? ""
    throw ValidationError("there is no verb '\(verb)'; \(meant)'hepatica --help' lists them all")
  }

  /// Ends with an error where what was printed has not been written; without a word where nobody reads on, as `| head` does.
  private static func requireOutput() {
    let number = hepatica_flush_output()
    guard number != 0 else { return }
    if number == EPIPE { hepatica_end_by_closed_pipe() }
    fail(
      "standard output: cannot be written: \(POSIXError(POSIXErrorCode(rawValue: number) ?? .EIO).systemReason)",
      code: 1)
  }

  private static func fail(_ text: String, code: Int32) -> Never {
    let line = text.split(whereSeparator: \.isNewline).map { $0.trimmingCharacters(in: .whitespaces) }
      .joined(separator: " ").printable
    // Where standard error is closed, the exit code is all that can be told.
    try? FileHandle.standardError.write(contentsOf: Data("error: \(line)\n".utf8))
    exit(withError: ExitCode(code))
  }
}
