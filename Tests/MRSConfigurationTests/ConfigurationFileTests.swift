import MRSConfiguration
import Testing

/// A small study, shaped like the project's protocols: tables, an optional, a dictionary, arrays, enumerations.
struct Study: Codable, Hashable {
  enum Sequence: String, Codable, CaseIterable {
    case press = "PRESS"
    case steam = "STEAM"
  }
  enum Width: Codable, Hashable {
    case uniform(low: Double, high: Double)
    case logNormal(median: Double, cv: Double)
  }
  struct Acquisition: Codable, Hashable {
    var points: Int
    var dwellTime: Double
    var echoTime: Double?
    var sequence: Sequence
  }
  struct Species: Codable, Hashable {
    var name: String
    var shifts: [Double]
  }
  var title: String
  var acquisition: Acquisition
  var width: Width
  var medians: [String: Double]
  var species: [Species]
}

let studyText = """
  title = "liver" # a comment
  width = { logNormal = { median = 8, cv = 0.3 } }

  [acquisition]
  points = 1024
  dwellTime = 5e-4
  sequence = "PRESS"

  [medians]
  GPC = 2.3
  "myo-Inositol" = 1

  [[species]]
  name = "water"
  shifts = [4.7]

  [[species]]
  name = "lipid"
  shifts = [
    0.9, # methyl
    1,
  ]
  """

let study = Study(
  title: "liver", acquisition: .init(points: 1024, dwellTime: 5e-4, sequence: .press),
  width: .logNormal(median: 8, cv: 0.3), medians: ["GPC": 2.3, "myo-Inositol": 1],
  species: [.init(name: "water", shifts: [4.7]), .init(name: "lipid", shifts: [0.9, 1])])

@Suite("ConfigurationFile")
struct ConfigurationFileTests {
  func read(_ text: String, _ overrides: String...) throws -> Study {
    try ConfigurationFile.decode(
      from: text, name: "study.toml", overrides: overrides.map { try ConfigurationOverride($0) })
  }

  /// What reading the study says when one piece of its text is replaced.
  func complaint(replacing piece: String, with new: String, _ overrides: String...) -> String {
    #expect(studyText.contains(piece))
    do {
      let study: Study = try ConfigurationFile.decode(
        from: studyText.replacing(piece, with: new), name: "study.toml",
        overrides: overrides.map { try ConfigurationOverride($0) })
      return "no error, but \(study)"
    } catch {
      return "\(error)"
    }
  }

  @Test("A study is read, whole numbers for Doubles too")
  func reads() throws {
    #expect(try read(studyText) == study)
  }

  @Test(
    "An unknown key is refused with file, line, path and the nearest known key",
    arguments: [
      (
        "points = 1024", "points = 1024\nechotime = 0.03",
        "study.toml:6: the key 'acquisition.echotime' is unknown. Did you mean 'echoTime'?"
      ),
      ("points = 1024", "poins = 1024", "study.toml:5: the key 'acquisition.poins' is unknown. Did you mean 'points'?"),
      (
        "name = \"lipid\"", "name = \"lipid\"\nshfts = 3",
        "study.toml:19: the key 'species.1.shfts' is unknown. Did you mean 'shifts'?"
      ),
      ("logNormal", "lognormal", "study.toml:2: the key 'width.lognormal' is unknown. Did you mean 'logNormal'?"),
      (
        "title = \"liver\"", "title = \"liver\"\ncolour = 1",
        "study.toml:2: the key 'colour' is unknown. Known here: acquisition, medians, species, title, width."
      ),
    ])
  func unknownKeys(piece: String, new: String, expected: String) {
    #expect(complaint(replacing: piece, with: new) == expected)
  }

  @Test(
    "Mistakes are told with file, line, path, value found and what was expected",
    arguments: [
      (
        "points = 1024", "points = 1024.5",
        "study.toml:5: 'acquisition.points' is 1024.5 (a number); expected an integer"
      ),
      (
        "dwellTime = 5e-4", "dwellTime = \"5 ms\"",
        "study.toml:6: 'acquisition.dwellTime' is \"5 ms\" (a string); expected a number"
      ),
      (
        "shifts = [4.7]", "shifts = [4.7, true]",
        "study.toml:15: 'species.0.shifts.1' is true (a boolean); expected a number"
      ),
      (
        "\"PRESS\"", "\"PRES\"",
        "study.toml:7: 'acquisition.sequence' is \"PRES\". Did you mean \"PRESS\"? Expected one of: PRESS, STEAM"
      ),
      ("points = 1024", "", "study.toml:4: the key 'acquisition.points' is missing; it has no default. Add it."),
      ("points = 1024", "points = ", "study.toml:5: this is not TOML: "),
      ("GPC = 2.3", "GPC = 2.3\nGPC = 2.4", "study.toml:11: this is not TOML: "),
      (
        "width = { logNormal = { median = 8, cv = 0.3 } }", "width = 3",
        "study.toml:2: 'width' is 3 (an integer); expected a table"
      ),
      ("liver", "li\0ver", "study.toml:1: this is not TOML: it holds a NUL character"),
      // TOMLKit's parser ended the program here.
      (
        "points = 1024", "[[[a",
        "study.toml:5: this is not TOML: a header is [key] or [[key]]; here no key follows the ["
      ),
      (
        "points = 1024", "[\n",
        "study.toml:5: this is not TOML: a header is [key] or [[key]]; here no key follows the ["
      ),
    ])
  func mistakes(piece: String, new: String, expected: String) {
    let said = complaint(replacing: piece, with: new)
    #expect(said.hasPrefix(expected), "\(said)")
  }

  @Test("Any key of a dictionary is known")
  func dictionaries() throws {
    #expect(try read(studyText.replacing("GPC", with: "\"PCh.2\"")).medians["PCh.2"] == 2.3)
  }

  @Test("Overrides reach tables, optionals, array elements and whole cases; strings need no quotes")
  func overrides() throws {
    let changed = try read(
      studyText, "acquisition.echoTime=0.03", "acquisition.points = 2048", "title=rat liver",
      "species.1.shifts.0=1", "width={uniform={low=1,high=2}}", "medians.\"a.b\"=-4")
    #expect(changed.acquisition.echoTime == 0.03)
    #expect(changed.acquisition.points == 2048)
    #expect(changed.title == "rat liver")
    #expect(changed.species[1].shifts == [1, 1])
    #expect(changed.width == .uniform(low: 1, high: 2))
    #expect(changed.medians["a.b"] == -4)
    #expect(try read(studyText, "title=2025").title == "2025")
    #expect(try read(studyText, "title=a\nacquisition.points = 3").acquisition.points == 1024)
  }

  @Test(
    "Overrides that name nothing are refused as such",
    arguments: [
      (
        "acquisition.echotime=0.03",
        "--set acquisition.echotime: the key 'acquisition.echotime' is unknown. Did you mean 'echoTime'?"
      ),
      ("aquisition.points=3", "--set aquisition.points: the key 'aquisition' is unknown. Did you mean 'acquisition'?"),
      (
        "acquisition.points=many",
        "--set acquisition.points: 'acquisition.points' is \"many\" (a string); expected an integer"
      ),
      (
        "species.2.name=fat", "--set species.2.name: 'species.2.name' names no element; the array has 2, counted from 0"
      ),
      ("acquisition.points", "--set acquisition.points: expected path=value, such as --set acquisition.points=1024"),
      (
        "acquisition..points=3",
        "--set acquisition..points=3: expected path=value, such as --set acquisition.points=1024"
      ),
    ])
  func wrongOverrides(override: String, expected: String) {
    #expect(complaint(replacing: "liver", with: "liver", override) == expected)
  }

  @Test("A later layer changes what it names only; inline tables replace; errors name the layer")
  func layers() throws {
    let base = ConfigurationLayer(name: "base", text: studyText)
    let later = ConfigurationLayer(
      name: "later.toml",
      text: "width = { uniform = { low = 1, high = 2 } }\n[acquisition]\necholTime = 0.1\n[medians]\nLac = 1.5")
    #expect {
      try ConfigurationFile.decode(Study.self, layers: [base, later])
    } throws: {
      "\($0)" == "later.toml:3: the key 'acquisition.echolTime' is unknown. Did you mean 'echoTime'?"
    }
    let mended = ConfigurationLayer(name: "later.toml", text: later.text.replacing("echolTime", with: "echoTime"))
    var expected = study
    expected.width = .uniform(low: 1, high: 2)
    expected.acquisition.echoTime = 0.1
    expected.medians["Lac"] = 1.5
    #expect(try ConfigurationFile.decode(layers: [base, mended]) == expected)
  }

  @Test("A file that is missing or no text is refused by name")
  func unreadableFiles() {
    #expect(throws: ConfigurationError.unreadable("/nowhere/a.toml", reason: "there is no such file")) {
      try ConfigurationFile.decode(Study.self, contentsOf: .init(filePath: "/nowhere/a.toml"))
    }
  }

  @Test(
    "Brackets that close what is not open, and blanks that TOML does not know, are named by their line",
    arguments: [
      ("a = 1\nb = [}]", 2, "a '}' closes no '{'"), ("a = [1,\u{2028}2]", 1, "the blank U+2028"),
      ("x = \"}\" # }\ny = ']'\nz = \"\"\"\n]\n\"\"\"\nb = {c = 1]", 6, "a ']' closes no '['"),
    ])
  func nesting(text: String, line: Int, reason: String) throws {
    let error = #expect(throws: ConfigurationError.self) {
      let _: [String: Int] = try ConfigurationFile.decode(from: text, name: "n.toml")
    }
    #expect("\(error!)".contains("n.toml:\(line)") && "\(error!)".contains(reason), "\(error!)")
  }

  @Test("Brackets and blanks within texts and comments are as good as any")
  func quotedBrackets() throws {
    let text = "a = \"]}\\\"[\"\nb = ']\u{2028}' # ]}\nc = \"\"\"{\"\"[\"\"\"\nd = 'x'"
    let found: [String: String] = try ConfigurationFile.decode(from: text, name: "n.toml")
    #expect(found == ["a": "]}\"[", "b": "]\u{2028}", "c": "{\"\"[", "d": "x"])
  }

  @Test("A control character in a text that is no TOML does not reach the terminal")
  func control() {
    let error = #expect(throws: ConfigurationError.self) {
      let _: [String: Int] = try ConfigurationFile.decode(from: "a \u{1B}[2J= 1", name: "n.toml")
    }
    #expect(!"\(error!)".unicodeScalars.contains { $0.properties.generalCategory == .control }, "\(error!)")
  }
}
