import Testing

@Suite("Examples of the libraries")
struct ExamplesTests {
  @Test("Every example runs and prints what its text says")
  func all() async throws {
    let outcome = try await BuiltCommand.runExamples()
    #expect(outcome.exitCode == 0, "\(outcome.errors)")
    for words in [
      "16 of 17 right: 0.713 to 0.999", "weights", "LC-HCC: 17", "1024 points at 123.25 MHz, TE 30.0 ms",
      "peak at 3.03 ppm", "Cr 2.", "mM in noise of 0.1", "PCh", "Glycogen", "average", "QuantifyAFile SCAN BASIS",
      "TE 35.0 ms", "Did you mean 'echoTime'", "brain", "Lac: ", "VerifyARun FOLDER",
    ] {
      #expect(outcome.output.contains(words), "\(words) in \(outcome.output)")
    }
  }

  @Test("One example runs alone, and a name that is none is told with those that there are")
  func one() async throws {
    let one = try await BuiltCommand.runExamples("FindAPeak")
    #expect(one.output == "FindAPeak:\npeak at 3.03 ppm\n")
    let none = try await BuiltCommand.runExamples("FindAPeek")
    #expect(none.output.hasPrefix("no example FindAPeek: there are CountCalls, "))
  }
}
