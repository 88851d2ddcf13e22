import ArgumentParser
import Foundation
import MRSProfile
import MRSQuantification
import MRSReport

/// Fits the sets of the ISMRM fitting challenge and scores what can be scored without their truth.
struct Challenge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fit the sets of the ISMRM fitting challenge of 2016.",
    discussion: """
      FOLDER holds the challenge's sets in LCModel's form (github.com/wexeee/mrs_fitting_challenge): datasetN.RAW with \
      datasetN.H2O, Cr_10mM.RAW with Cr_10mM.H2O, and press3T_30ms.BASIS. Prints the amounts of each in mM, and what needs \
      no truth: whether the sets of one sample agree within their intervals, whether residuals are white, and whether \
      creatine of the test of water scaling is 10 mM.
      """)

  @Argument(help: "The challenge's folder.", completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp("What the analysis assumes, in place of challenge2016.", valueName: "profile"),
    completion: .file(extensions: ["toml"]))
  var profile: String?

  @Flag(help: "Print the scores as JSON.")
  var json = false

  @Flag(help: "Show no progress.")
  var quiet = false

  @OptionGroup var protocolOptions: ProtocolOptions

  func run() async throws {
    let settings = try protocolOptions.settings(seed: 0, quiet: quiet)
    let results = try await FittingChallenge(folder: URL(filePath: folder)).quantified(
      by: ScanQuantifier(
        studyProtocol: settings.studyProtocol, stream: settings.stream, worker: settings.worker),
      profile: try profile.map { try AnalysisProfile.load($0) })
    let scores = ChallengeScores(of: results)
    if json { return try printJSON(scores) }
    print(try ChallengeScores.amountTable(of: results).text())
    print(try scores.agreementTable().text())
  }
}
