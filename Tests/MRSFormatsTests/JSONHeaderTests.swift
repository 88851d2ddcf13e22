import Foundation
import MRSCore
import MRSFormats
import TestSupport
import Testing

@Suite("The JSON header of NIfTI-MRS")
struct JSONHeaderTests {
  private func read(_ json: String, dimensions: [Int] = [8]) throws -> Scan {
    let folder = try TemporaryFolder()
    return try SignalFile.read(
      try folder.write(Builders.nifti(dimensions: dimensions, json: json) { (Double($0), 1) }, as: "scan.nii"))
  }

  private static let start = #"{"SpectrometerFrequency":[123.25],"ResonantNucleus":["1H"]"#

  @Test(
    "NaN and Infinity, which Python writes, are values that are not known", arguments: ["NaN", "-Infinity", "1e999"])
  func notANumber(token: String) throws {
    let scan = try read("\(Self.start), \"PatientWeight\": \(token), \"x\": [\(token), 1], \"note\": \"NaN, here\"}")
    #expect(scan.doubts.isEmpty)
    #expect(scan.fields.first { $0.name == "PatientWeight" }?.value == "null")
    #expect(scan.fields.first { $0.name == "note" }?.value == "NaN, here")
    let without = try read("\(Self.start), \"EchoTime\": \(token)}")
    #expect(without.acquisition.echoTime == nil)
    #expect(without.doubts == [.assumedField(field: "EchoTime", value: "nothing")])
  }

  @Test(
    "What is no JSON is named where it stands, in plain words",
    arguments: [
      (#", "a": nan}"#, "is \"nan\"", "a value was expected there"),
      (#", "a": 1,}"#, "is \"}\"", "a key in double quotes"),
      (#", 'a': 1}"#, "is \"'a'\"", "a key in double quotes"),
      (#", "a" 1}"#, "is \"1\"", "a colon after the key \"a\""),
      (#", "a": "x}"#, "is \"\"x", "closing quote"), (#", "a": [1 2]}"#, "is \"2\"", "a comma or ]"),
      (#", "a": "\q"}"#, "is \"q\"", "escapes"), (#", "a": 1} x"#, "is \"x\"", "the end of the text"),
      (#", "a": 0x10}"#, "is \"0x10\"", "a value"), (#", "a": "\u12"}"#, "hexadecimal", "hexadecimal"),
      (#", "a": "# + String(repeating: "[", count: 5000), "at most 64 levels", "levels"),
    ])
  func broken(rest: String, found: String, expected: String) throws {
    let error = #expect(throws: FormatError.self) { try read(Self.start + rest) }
    let text = error?.description ?? ""
    #expect(text.contains(found) && text.contains(expected), "\(text)")
    #expect(text.contains("scan.nii:@") && text.contains("header extension 44"))
    #expect(!text.contains("DecodingError") && !text.contains("NSCocoa"))
  }

  @Test("All of JSON is read: escapes, pairs of surrogates, nesting, numbers of every form")
  func whole() throws {
    let scan = try read(
      Self.start + #", "a": "\u00e9\ud83d\ude00\"\/", "b": {"c": [true, null, -1.5e-3]}, "d": [], "e": {}}"#)
    #expect(scan.fields.first { $0.name == "a" }?.value == "é😀\"/")
    #expect(scan.fields.first { $0.name == "b" }?.value == "{c: [true, null, -0.0015]}")
  }

  @Test("Control characters of headers are replaced, whatever way they are written")
  func control() throws {
    let scan = try read(Self.start + #", "a\u001b[2J": "\u001b]0;x\u0007\u009b31m two\nlines"}"#)
    let text = scan.fields.map { $0.name + $0.value }.joined()
    #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control })
    #expect(text.contains("two lines"))
    let error = #expect(throws: FormatError.self) { try read(Self.start + ", \u{1b}[31m}") }
    #expect(error?.description.unicodeScalars.contains { $0.properties.generalCategory == .control } == false)
  }

  @Test("A spectral width that is not that of the dwell time is a doubt with both values; a rounded one is none")
  func spectralWidth() throws {
    let clash = try read(Self.start + #","SpectralWidth":4000.0}"#)
    #expect(clash.acquisition.dwellTime == 5e-4)
    #expect(clash.doubts.map(\.code) == [.contradictoryFields])
    let text = clash.doubts.first?.description ?? ""
    #expect(text.contains("'SpectralWidth' is 4000.0 Hz") && text.contains("0.5 ms, which makes 2000.0 Hz"), "\(text)")
    #expect(try read(Self.start + #","SpectralWidth":2001}"#).doubts.isEmpty)
    let field = try read(Self.start + #","MagneticFieldStrength":1.5}"#)
    #expect(field.doubts.map(\.code) == [.contradictoryFields])
    #expect(try read(Self.start + #","MagneticFieldStrength":3}"#).doubts.isEmpty)
  }

  @Test(
    "A fifth dimension without a tag is read as coils, the standard's default, with a doubt; one of length 1 is not")
  func untagged() throws {
    let scan = try read(Self.start + "}", dimensions: [8, 4])
    #expect(scan.signals.coils == 4)
    #expect(scan.doubts == [.untaggedDimension(name: "dim_5", size: 4, takenAs: "DIM_COIL")])
    #expect(try read(Self.start + "}").doubts.isEmpty)
    #expect(try read(Self.start + #","dim_5":"DIM_DYN"}"#, dimensions: [8, 4]).doubts.isEmpty)
    let sixth = try read(Self.start + #","dim_5":"DIM_COIL"}"#, dimensions: [8, 2, 3])
    #expect(sixth.doubts == [.untaggedDimension(name: "dim_6", size: 3, takenAs: "DIM_DYN")])
  }

  @Test(
    "Dimensions that are not averages or coils need a choice; those twice the same are refused with what helps",
    arguments: [
      (#""dim_5":"DIM_EDIT""#, [8, 2], "--part DIM_EDIT=1"),
      (#""dim_5":"DIM_MEAS""#, [8, 2], "--part DIM_MEAS=1"),
      (#""dim_5":"DIM_OTHER""#, [8, 2], "This tag is not one of those that are read"),
      (#""dim_5":"DIM_DYN","dim_6":"DIM_DYN""#, [8, 2, 2], "'dim_6' is DIM_DYN of length 2, a second one"),
      (
        #""dim_5":"DIM_DYN","dim_5_header":{"EditCondition":["ON","OFF"]}"#, [8, 2], "along which EditCondition changes"
      ),
      (#""dim_5":"DIM_DYN","dim_5_header":{"EchoTime":{"start":0.03,"increment":0.01}}"#, [8, 2], "EchoTime changes"),
      (#""dim_5":"DIM_DYN","dim_5_header":{"EditCondition":{"Value":["A","B"]}}"#, [8, 2], "EditCondition changes"),
    ])
  func dimensions(tags: String, lengths: [Int], message: String) throws {
    let error = #expect(throws: FormatError.self) { try read("\(Self.start),\(tags)}", dimensions: lengths) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test("Averages that were all measured alike are read, whatever their header says besides")
  func alike() throws {
    let scan = try read(
      Self.start + #","dim_5":"DIM_DYN","dim_5_header":{"EchoTime":[0.03,0.03],"Time":[1,2]}}"#, dimensions: [8, 2])
    #expect(scan.signals.averages == 2 && scan.doubts.isEmpty)
  }
}
