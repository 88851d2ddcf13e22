import Foundation
import MRSConfiguration
import MRSProfile
import TestSupport
import Testing

@Suite("Analysis profiles")
struct AnalysisProfileTests {
  @Test(
    "Every built-in profile is valid, is its own base or laid over one that is, and reads again from its own text",
    arguments: AnalysisProfile.builtInNames)
  func builtIn(name: String) throws {
    let profile = try AnalysisProfile.load(name)
    #expect(profile.name == name)
    let base = try AnalysisProfile.load(profile.base)
    #expect(profile.base == name || base.base == profile.base)
    let again = try ConfigurationFile.decode(
      AnalysisProfile.self, from: try ConfigurationFile.encode(profile), name: "profile.toml")
    #expect(again == profile)
    #expect(again.sha256 == profile.sha256 && profile.sha256.count == 64)
  }

  @Test("The liver's profile knows the relaxation and shifts of the default protocol's own species")
  func liver() throws {
    let studyProtocol = try StudyProtocol.load(StudyProtocol.defaultName)
    let profile = studyProtocol.profile
    #expect(profile == (try AnalysisProfile.load("liver")))
    for (name, relaxation) in studyProtocol.relaxations {
      let section = try #require(profile.relaxation[name], "\(name)")
      #expect(abs(section.t1 - relaxation.t1 * 1000) < 1e-9 && abs(section.t2 - relaxation.t2 * 1000) < 1e-9, "\(name)")
    }
    for entry in studyProtocol.species {
      #expect((profile.ties.shiftDeviations[entry.name] ?? profile.ties.shiftDeviation) == entry.shiftDeviation)
      #expect(profile.expected[entry.name] == entry.amount.median)
    }
    #expect(profile.namesWithoutRelaxation(among: studyProtocol.allSpecies).isEmpty)
  }

  @Test("What neither relaxes nor is told keeps its signal; a species without times of its own has a typical one's")
  func attenuation() throws {
    let brain = try AnalysisProfile.load("brain")
    let shares = brain.attenuations(of: ["MM09", "Lip13a", "NAA", "Unheard"], echoTime: 0.03, repetitionTime: 2)
    #expect(abs((shares["MM09"] ?? 0) - 1) < 1e-6 && abs((shares["Lip13a"] ?? 0) - 1) < 1e-6)
    let naa = exp(-0.03 / 0.27) * (1 - exp(-2 / 1.41))
    #expect(abs((shares["NAA"] ?? 0) - naa) < 1e-9)
    let typical = exp(-0.03 / 0.18) * (1 - exp(-2 / 1.3))
    #expect(abs((shares["Unheard"] ?? 0) - typical) < 1e-9)
    #expect(brain.namesWithoutRelaxation(among: ["NAA", "PCho", "Unheard", "MM09"]) == ["Unheard"])
  }

  @Test(
    "Alternatives of macromolecules that cannot be are refused with the field",
    arguments: [
      ("probability = 0.0, broadening = 0.0, groups = []", "alternatives.0.probability"),
      ("probability = 1.0, groups = [{ name = \"MM99\", ratio = 1.0 }]", "alternatives.0.groups.name"),
      ("probability = 1.0, components = 100, groups = []", "alternatives.0.components"),
      ("probability = 1.0, broadening = -1.0, groups = []", "alternatives.0.broadening"),
      (
        "probability = 1.0, broadening = 0.0, groups = [{ name = \"MM20\", lines = [] }]", "alternatives.0.groups.lines"
      ),
      (
        "probability = 1.0, broadening = 0.0, groups = [{ name = \"MM20\", lines = [{ shift = 2.0, width = 0.1, protons = 1.0 }], ratio = 1.0, deviation = 0.0 }]",
        "alternatives.0.groups.deviation"
      ),
    ])
  func invalidAlternatives(text: String, field: String) throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "mine.toml")
    let alternatives = "[macromolecules.shapes]\nalternatives = [{ name = \"mine\", \(text) }]"
    try Data("base = \"brain\"\nname = \"mine\"\n\(alternatives)\n".utf8).write(to: file)
    let error = #expect(throws: ProfileError.self) { try AnalysisProfile.load(file.path) }
    #expect("\(try #require(error))".contains(field))
  }

  @Test(
    "Baselines that are no others, a sum that nobody knows and steps of impossible options are refused with the field",
    arguments: [
      ("processing = [{ step = \"removeWater\", halfWidth = 3.0 }]", "processing.0.halfWidth"),
      ("processing = [{ step = \"average\" }, { step = \"reference\", lines = [99.0] }]", "processing.1.lines"),
      ("[baseline]\ntrials = [0.0]", "baseline.trials"), ("[baseline]\ntrials = [4.0]", "baseline.trials"),
      ("[amounts]\ncommon = [{ sum = \"tNothing\", deviation = 0.4 }]", "amounts.common.sum"),
      ("[amounts]\ncommon = [{ sum = \"tTMA\", deviation = -0.4 }]", "amounts.common.deviation"),
    ])
  func invalid(text: String, field: String) throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "mine.toml")
    try Data("base = \"liver\"\nname = \"mine\"\n\(text)\n".utf8).write(to: file)
    let error = #expect(throws: ProfileError.self) { try AnalysisProfile.load(file.path) }
    let text = "\(try #require(error))"
    #expect(text.contains(field), "\(text)")
  }

  @Test("A file is laid over the profile that its base names; unknown keys and impossible values are refused by name")
  func overlay() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "mine.toml")
    try Data("base = \"brain\"\nname = \"mine\"\n[water]\nt2 = 80.0\n".utf8).write(to: file)
    let mine = try AnalysisProfile.load(file.path)
    #expect(mine.name == "mine" && mine.water.t2 == 80)
    #expect(mine.ratios == (try AnalysisProfile.load("brain")).ratios)
    #expect(mine.sha256 != (try AnalysisProfile.load("brain")).sha256)
    try Data("base = \"brain\"\n[water]\nt3 = 80.0\n".utf8).write(to: file)
    #expect(throws: ConfigurationError.self) { try AnalysisProfile.load(file.path) }
    try Data("base = \"brain\"\n[water]\nt2 = -1.0\n".utf8).write(to: file)
    #expect(throws: ProfileError.self) { try AnalysisProfile.load(file.path) }
    #expect(throws: ProfileError.unknownProfile(name: "brian", known: AnalysisProfile.builtInNames, meant: "brain")) {
      try AnalysisProfile.load("brian")
    }
  }

  @Test("Ratios of a brain are those of its names, and none for a basis that is of no brain")
  func brainRatios() throws {
    let brain = try AnalysisProfile.load("brain")
    let names = ["NAA", "Cr", "PCr", "GPC", "Ins", "Scyllo", "sIns", "MM09", "MM20"]
    let ratios = brain.amountRatios(among: names)
    // Of names that the basis lacks nothing is said; sIns is no name of LCModel's.
    #expect(ratios.map(\.name) == ["MM20", "Scyllo"])
    let inositol = try #require(ratios.first { $0.name == "Scyllo" })
    #expect(inositol.reference == ["NAA": 1, "Cr": 1, "PCr": 1, "GPC": 3])
    // Other packages' names of the same species.
    let synonyms = brain.amountRatios(among: ["NAA", "Cre", "PCho", "Cho", "Glucose"])
    #expect(synonyms.map(\.name) == ["Glucose"])
    #expect(synonyms[0].reference == ["NAA": 1, "Cre": 1, "PCho": 3, "Cho": 3])
  }

  @Test("Protocols of before profiles say window, water and fit beside them; both ways mean the same")
  func shortForms() throws {
    func load(_ overrides: [String]) throws -> StudyProtocol {
      try StudyProtocol.load(
        StudyProtocol.defaultName, overrides: overrides.map { try ConfigurationOverride($0) })
    }
    let short = try load(["window.low=0.2", "water.t2=31", "fit.shiftDeviation=0.007"])
    let long = try load(["profile.window.low=0.2", "profile.water.t2=31", "profile.ties.shiftDeviation=0.007"])
    #expect(short == long && short.profile.window.low == 0.2)
    #expect(throws: ConfigurationError.self) { try load(["water.t3=31"]) }
  }
}
