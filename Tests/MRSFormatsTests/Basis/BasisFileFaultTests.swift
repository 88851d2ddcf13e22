import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

@Suite("Faults of basis files")
struct BasisFileFaultTests {
  @Test("Faults of folders and JSON files are named")
  func faults() throws {
    func json(
      _ name: String = "X", re: String = "[1, 2]", im: String = "[0, 1]", dwell: String = "0.0005", rest: String = ""
    ) -> String {
      """
      {"basis": {"basis_re": \(re), "basis_im": \(im), "basis_dwell": \(dwell), "basis_centre": 123.25,
       "basis_width": 1.0, "basis_name": "\(name)"}\(rest)}
      """
    }
    let cases: [([(String, String)], String)] = [
      ([], "holds .RAW files"),
      ([("a.RAW", "x"), ("a.json", "{}")], "holds .json files too"),
      ([("a.json", "{\"basis\": {\"basis_re\": [1")], "no JSON"),
      ([("a.json", json(re: "[1, NaN]"))], "no JSON"),
      ([("a.json", json(re: "[1, 2, 3]"))], "'basis_re' has 3 values, but 'basis_im' has 2"),
      ([("a.json", json(im: "[]"))], "'basis_im' has 0"),
      ([("a.json", json(dwell: "0"))], "'basis_dwell' is 0.0"),
      ([("a.json", json(dwell: "\"x\""))], "'basis.basis_dwell' is of another kind"),
      ([("a.json", "{\"basis\": {\"basis_re\": [1, 2]}}")], "'basis.basis_im' is missing"),
      ([("a.json", json()), ("b.json", json("Y", re: "[1,2,3]", im: "[1,2,3]"))], "points: 3.0, but a.json has 2.0"),
      ([("a.json", json()), ("b.json", json("Y", dwell: "0.001"))], "dwell time (s): 0.001, but a.json has 0.0005"),
      ([("a.json", json()), ("b.json", json())], "'basis_name' is X, but another file"),
      ([("a.RAW", " $SEQPAR HZPPPM=123. DELTAT=5e-4 $END $NMID $END\n 1. 2.\n NaN 3.\n")], "NaN or infinite"),
      (
        [
          ("a.RAW", " $SEQPAR HZPPPM=123. DELTAT=5e-4 $END $NMID $END\n 1. 2.\n 3. 3.\n"),
          ("b.RAW", " $SEQPAR HZPPPM=123. DELTAT=5e-4 $END $NMID $END\n 1. 2.\n"),
        ], "points: 1.0, but a.RAW has 2.0"
      ),
    ]
    for (files, text) in cases {
      let folder = try TemporaryFolder()
      for (name, content) in files { _ = try folder.write(content, as: name) }
      let error = #expect(throws: FormatError.self) { try BasisFile.read(folder.url) }
      #expect(error?.description.contains(text) == true, "\(text): \(error?.description ?? "")")
    }
    let folder = try TemporaryFolder()
    for (content, text) in [("{\"a\": 1}", "no basis set"), ("[", "no basis set")] {
      let error = #expect(throws: FormatError.self) {
        try BasisFile.read(try folder.write(content, as: "basis.json"))
      }
      #expect(error?.description.contains(text) == true)
    }
  }

  @Test("A basis.json with planes of two lengths or values that are no numbers is refused, not a crash later")
  func damagedOwn() throws {
    let folder = try TemporaryFolder()
    let sampled = BasisSet(
      functions: [BasisFunction(name: "A", signal: .sampled(ComplexVector(real: [1, 2, 3], imaginary: [4, 5, 6])))],
      acquisition: Builders.acquisition.with(points: 3), source: "")
    let text = String(decoding: try JSONEncoder().encode(sampled), as: UTF8.self)
    #expect(text.contains("[4,5,6]"))
    let url = try folder.write(text.replacingOccurrences(of: "[4,5,6]", with: "[4,5]"), as: "basis.json")
    let error = #expect(throws: FormatError.self) { try BasisFile.read(url) }
    #expect(error?.description.contains("A has 3 values in its real plane, but 2 were expected") == true)
    // Three frequencies of two lines; found by the fuzzer.
    let lines = BasisSet(
      functions: [
        BasisFunction(
          name: "A",
          signal: .lines(
            TransitionLines(frequencies: [7, 9], amplitudes: ComplexVector(real: [1, 2], imaginary: [3, 4]))))
      ], acquisition: Builders.acquisition.with(points: 3), source: "")
    let other = String(decoding: try JSONEncoder().encode(lines), as: UTF8.self)
    #expect(other.contains("[7,9]"))
    for frequencies in ["[7,9,11]", "[7]", "[7,1e308]"] {
      let changed = try folder.write(
        other.replacingOccurrences(of: "[7,9]", with: frequencies), as: "lines.json")
      let refused = #expect(throws: FormatError.self) { try BasisFile.read(changed) }
      let text = refused?.description ?? ""
      #expect(text.contains("frequencies") || text.contains("beyond 10 MHz"), "\(text)")
    }
    let empty = #expect(throws: FormatError.self) {
      try BasisFile.read(
        try folder.write(
          text.replacingOccurrences(of: "[4,5,6]", with: "[]").replacingOccurrences(of: "[1,2,3]", with: "[]"),
          as: "empty.json"))
    }
    #expect(empty != nil)
  }

  @Test(
    "Numbers of a basis.json beyond what a basis can have are refused by name before they are used",
    arguments: [
      ("\"points\":3", "\"points\":-1", "'points' is -1"),
      ("\"points\":3", "\"points\":1099511627776", "'points' is 1099511627776"),
      ("\"dwellTime\":0.0005", "\"dwellTime\":1e20", "'dwellTime' is"),
      ("\"dwellTime\":0.0005", "\"dwellTime\":-1", "'dwellTime' is"),
      ("\"echoTime\":0.03", "\"echoTime\":1e9", "'echoTime' is 1000000000.0 s"),
      ("\"name\":\"A\"", "\"name\":\"\\u001b[2J\"", "'name' is"),
    ])
  func bounds(part: String, change: String, message: String) throws {
    let folder = try TemporaryFolder()
    let sampled = BasisSet(
      functions: [BasisFunction(name: "A", signal: .sampled(ComplexVector(real: [1, 2, 3], imaginary: [4, 5, 6])))],
      acquisition: Builders.acquisition.with(points: 3), source: "")
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(sampled), as: UTF8.self)
    #expect(text.contains(part), "\(text)")
    let url = try folder.write(text.replacingOccurrences(of: part, with: change), as: "basis.json")
    let error = #expect(throws: FormatError.self) { try BasisFile.read(url) }
    let found = error?.description ?? ""
    #expect(found.contains(message), "\(found)")
    #expect(!found.unicodeScalars.contains { $0.properties.generalCategory == .control })
  }

  @Test("A NaN in the spectrum of a .BASIS is refused with its line and function")
  func notANumber() throws {
    let folder = try TemporaryFolder()
    let url = try folder.write(
      Builders.basis(functions: [("Ala", " 1. 2.\n 3. NaN\n")], points: 2), as: "a.basis")
    let error = #expect(throws: FormatError.self) { try BasisFile.read(url) }
    #expect(error?.description.contains("'Ala' is nan; it must be a finite number") == true)
    #expect(error?.description.contains("a.basis:16") == true, "\(error?.description ?? "")")
  }

  @Test("What a format cannot hold is not written")
  func unwritable() throws {
    let folder = try TemporaryFolder()
    func set(_ names: [String], _ value: Double = 1) -> BasisSet {
      BasisSet(
        functions: names.map {
          BasisFunction(name: $0, signal: .sampled(ComplexVector(real: [value, 1], imaginary: [0, 0])))
        }, acquisition: Builders.acquisition.with(points: 2), source: "")
    }
    let cases: [(BasisSet, BasisFormat, String)] = [
      (set([]), .lcmodelBasis, "no functions"), (set(["A", "A"]), .lcmodelBasis, "two functions are named A"),
      (set(["a", "A"]), .fslMRS, "two functions are named A"), (set(["A/B"]), .lcmodelRaw, "cannot name a file"),
      (set(["A"], .nan), .lcmodelBasis, "reaches nan"), (set(["A"], 1e300), .lcmodelRaw, "beyond a float32"),
      (set(["A"], .infinity), .fslMRS, "NaN or infinite"), (set(["A"], .nan), .hepatica, "finite numbers only"),
    ]
    for (basis, format, text) in cases {
      let error = #expect(throws: FormatError.self) {
        try BasisFile.write(basis, as: format, to: BasisFileTests.place(format, in: folder))
      }
      #expect(error?.description.contains(text) == true, "\(text): \(error?.description ?? "")")
    }
  }
}
