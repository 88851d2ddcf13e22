import Foundation
import Testing

@Suite("Bad inputs")
struct BadInputTests {
  static let raw = " $NMID\n ID='made', FMTDAT='(2E15.6)', VOLUME=1., TRAMP=1.\n $END\n"

  /// One line that begins `error: ` and holds `text`, exit code 1, nothing on standard output, nothing left behind.
  private func expectRefusal(_ arguments: [String], saying text: String, in folder: ScratchFolder) async throws {
    let before = folder.contents
    let outcome = try await BuiltCommand.run(arguments)
    #expect(outcome.errors.hasPrefix("error: "), "\(outcome.errors)")
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
    #expect(outcome.errors.filter { $0 == "\n" }.count == 1, "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
    #expect(outcome.exitCode == 1)
    #expect(folder.contents == before)
  }

  @Test("Signals that are missing, empty, cut off, of another kind or in contradiction are one error each, and no file")
  func signals() async throws {
    let folder = try ScratchFolder()
    let cases = [
      (folder.path("absent.SDAT"), "there is no such file"),
      (try folder.write("", as: "empty.nii"), "the file is empty"),
      (try folder.write(Self.raw + "1.0 2.0 3.0\n", as: "odd.raw"), "even number of values"),
      (try folder.write("once upon a time", as: "story.txt"), "not recognised"),
      (try folder.philips("short", stored: 512), "short.SDAT"),
      (try folder.write(" $SEQPAR\n HZPPPM=123.2\n $END\n $BASIS1\n $END\n", as: "some.basis"), "LCModel basis"),
      // A folder is a batch, which leaves tables of its own.
      (folder.url.path, "--csv is for one spectrum"),
    ]
    for (file, text) in cases {
      try await expectRefusal(
        ["quantify", file, "--out", folder.path("run"), "--csv", folder.path("a.csv"), "--quiet"], saying: text,
        in: folder)
    }
    for (file, text) in cases.prefix(5) { try await expectRefusal(["inspect", file], saying: text, in: folder) }
  }

  @Test("The name of a file commands no terminal: not in an error, a doubt, a table or a log")
  func namesOfFiles() async throws {
    let folder = try ScratchFolder()
    let name = "red\u{1B}[31m\u{07}"
    let scan = try folder.philips(name)
    let outcomes = [
      try await BuiltCommand.run("quantify", scan, "--out", folder.path("run"), "--quiet"),
      try await BuiltCommand.run("inspect", scan), try await BuiltCommand.run("verify", folder.path(name)),
      try await BuiltCommand.run("quantify", folder.path(name + ".nii")),
    ]
    for outcome in outcomes {
      let text = outcome.output + outcome.errors
      #expect(text.contains("red\u{FFFD}[31m\u{FFFD}"), "\(text.debugDescription)")
      #expect(!text.contains("\u{1B}") && !text.contains("\u{07}"), "\(text.debugDescription)")
    }
  }

  @Test("A scan that is not of the protocol is refused without a basis, and the difference is named")
  func protocolMismatch() async throws {
    let folder = try ScratchFolder()
    let scan = try folder.philips("long", echoTime: 144)
    try await expectRefusal(
      ["quantify", scan], saying: "the echo time is 144.0 ms, the protocol's 30.0 ms", in: folder)
    try await expectRefusal(["quantify", scan], saying: "--basis", in: folder)
    try await expectRefusal(["quantify", scan, "--protocol", "liver-3T-pres30"], saying: "Did you mean", in: folder)
  }

  @Test("Files that are there are not replaced unless asked, inputs never")
  func existingFiles() async throws {
    let folder = try ScratchFolder()
    let scan = try folder.philips("scan")
    let old = try folder.write("old", as: "old.csv")
    try await expectRefusal(["quantify", scan, "--csv", old], saying: "old.csv: there is something", in: folder)
    try await expectRefusal(["quantify", scan, "--csv", scan, "--force"], saying: "scan.SDAT: there is", in: folder)
    #expect(try String(contentsOfFile: old, encoding: .utf8) == "old")
  }

  @Test(
    "protocol check refuses values without a meaning and names the field",
    arguments: [
      ("acquisition.dwellTime=0", "acquisition.dwellTime"), ("profile.window.low=9", "profile.window.low"),
      ("profile.window.high=99", "inside the spectrum"), ("species.0.name=GPCC", "species.0.name"),
      ("species.1.name=GPC", "each species once"), ("cohort.positives=10", "cohort.positives"),
      ("cohort.positiveGroup=LC", "cohort.negativeGroup"), ("profile.water.t2=-1", "profile.water.t2"),
      ("scan.badAverages=1.5", "scan.badAverages"), ("lipids.fatFractionRange=[0.3, 0.1]", "lipids.fatFractionRange"),
      ("nuisances.spuriousEchoShare=2", "nuisances.spuriousEchoShare"),
      ("nuisances.fieldRegions=0", "nuisances.fieldRegions"),
      ("nuisances.fieldInhomogeneity={ kind = \"fixed\", value = -1.0 }", "nuisances.fieldInhomogeneity"),
      ("nuisances.fieldInhomogeneity.high=-1", "nuisances.fieldInhomogeneity"),
      ("nuisances.eddyCurrentTime={ kind = \"fixed\", value = 0.0 }", "nuisances.eddyCurrentTime"),
      ("nuisances.combinationGain={ kind = \"fixed\", value = 0.0 }", "nuisances.combinationGain"),
      ("nuisances.residualWaterLines=0", "nuisances.residualWaterLines"),
      ("nuisances.residualWaterSpread=-1", "nuisances.residualWaterSpread"),
      ("nuisances.macromoleculeShiftDeviation=-1", "nuisances.macromoleculeShiftDeviation"),
      ("nuisances.spuriousEchoDuration={ kind = \"fixed\", value = 0.0 }", "nuisances.spuriousEchoDuration"),
      ("nuisances.signalToNoise={ kind = \"uniform\", low = 5.0, high = 9.0 }", "drawn as its reciprocal"),
      ("networks.paper.batchSize=0", "networks.paper.batchSize"),
      ("networks.classes.secondMomentDecay=1", "networks.classes.secondMomentDecay"),
      ("networks.paper.layers.4.channels=0", "networks.paper.layers.4.channels"),
      ("networks.paper.layers.12.kernel=2", "networks.paper.layers.12.kernel"),
      ("networks.paper.layers.1.width=999", "networks.paper.layers.1.width"),
      ("networks.paper.layers.0.kind=convolutoin", "networks.paper.layers.0.kind"),
      ("networks.paper.layers.16={ kind = \"relu\" }", "behind 'flatten'"),
      ("networks.classes.layers.19.probability=1.5", "networks.classes.layers.19.probability"),
      ("networks.physics.features.registration.widths=1", "networks.physics.features.registration.widths"),
      ("training.quantification=papre", "did you mean paper"),
      ("training.classification=paper", "a network whose loss is crossEntropy"),
      ("profile.baseline.knotSpacing=0", "profile.baseline.knotSpacing"), ("acquisition.points_=3", "unknown"),
    ])
  func protocolValues(override: String, text: String) async throws {
    try await expectRefusal(
      ["protocol", "check", "liver-3T-press30", "--set", override], saying: text, in: try ScratchFolder())
  }

  @Test("The built-in protocol is valid, and what show prints is valid and the same again")
  func protocolRoundTrip() async throws {
    let folder = try ScratchFolder()
    #expect(try await BuiltCommand.run("protocol", "list").output.hasPrefix("liver-3T-press30  "))
    let shown = try await BuiltCommand.run("protocol", "show", "--set", "cohort.effect=0.5")
    let file = try folder.write(shown.output, as: "mine.toml")
    #expect(try await BuiltCommand.run("protocol", "check", file).exitCode == 0)
    #expect(try await BuiltCommand.run("protocol", "show", file).output == shown.output)
    #expect(shown.output.contains("effect = 0.5"))
  }
}
