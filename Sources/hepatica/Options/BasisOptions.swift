import ArgumentParser
import MRSQuantification

/// What is said of a basis beside its file.
struct BasisOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The echo time of the basis, where its file does not say it.", valueName: "ms"))
  var basisEchoTime: Double?

  @Flag(help: "Take a basis of another field, stretched to the scan's; the result says so.")
  var anyField = false

  func validate() throws {
    guard let basisEchoTime, !(0.5...2000).contains(basisEchoTime) else { return }
    throw ValidationError("--basis-echo-time is \(basisEchoTime) ms; it must be 0.5 to 2000 ms, as 35")
  }

  var choices: BasisChoices {
    BasisChoices(echoTime: basisEchoTime.map { $0 / 1000 }, allowsOtherField: anyField)
  }
}
