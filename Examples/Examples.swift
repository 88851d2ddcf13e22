/// Runs the example of the name given, as `swift run examples FindAPeak`; all of them without a name, when those that need a
/// file say how they are called.
@main
struct Examples {
  static func main() async throws {
    let (name, arguments) = (CommandLine.arguments.dropFirst().first, Array(CommandLine.arguments.dropFirst(2)))
    for example in all where name == nil || example.name == name {
      print("\(example.name):")
      try await example.run(arguments)
    }
    if let name, !all.contains(where: { $0.name == name }) {
      print("no example \(name): there are \(all.map(\.name).joined(separator: ", "))")
    }
  }

  private static let all: [(name: String, run: @Sendable ([String]) async throws -> Void)] = [
    ("CountCalls", { _ in try countCalls() }),
    ("DescribeANetwork", { _ in try describeANetwork() }),
    ("DrawACohort", { _ in try drawACohort() }),
    ("DrawAmounts", { _ in try drawAmounts() }),
    ("ExchangeAScan", { _ in try exchangeAScan() }),
    ("FindAPeak", { _ in findAPeak() }),
    ("FitASpectrum", { _ in try fitASpectrum() }),
    ("MakeASpectrum", { _ in try makeASpectrum() }),
    ("NameASpecies", { _ in nameASpecies() }),
    ("PrintATable", { _ in try printATable() }),
    ("ProcessAScan", { _ in try processAScan() }),
    ("QuantifyAFile", { try await quantifyAFile(arguments: $0) }),
    ("ReadSettings", { _ in try readSettings() }),
    ("ShowAProfile", { _ in try showAProfile() }),
    ("SimulateLactate", { _ in try simulateLactate() }),
    ("VerifyARun", { try verifyARun(arguments: $0) }),
  ]
}
