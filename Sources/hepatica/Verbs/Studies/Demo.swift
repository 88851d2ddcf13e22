import ArgumentParser

/// The whole chain on virtual patients.
struct Demo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run a whole study on virtual patients and write its report.",
    discussion: """
      Draws a cohort from the protocol, fits it, estimates priors from the first patients, trains a qCNN and a cCNN, \
      compares them with the fit, classifies the remaining patients, and does the same for a cohort with no effect. \
      Open report.html in the run folder.
      """)

  @OptionGroup var options: StudyRunOptions

  func run() async throws { try await options.perform(verb: "demo", cohort: nil) }
}
