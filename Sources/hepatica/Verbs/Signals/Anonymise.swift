import ArgumentParser
import Foundation
import MRSFormats
import MRSRuns

/// Scans in their own formats, without what tells who was measured.
struct Anonymise: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write scans in their own formats without what tells who was measured, when and where.",
    discussion: """
      Names, numbers, dates, places, devices, comments and what describes the patient are overwritten where they stand, by the basic \
      profile of DICOM PS3.15; each removed value is then searched for in the whole header. The samples stay bit for bit. What is \
      written is read again and compared before it is put in place. Files that belong together (SDAT and SPAR, fid and \
      procpar) go together. Details: Documentation/Formats.md.
      """)

  @Argument(help: "The files.", completion: .file())
  var files: [String]

  @Option(help: ArgumentHelp("The folder for the copies.", valueName: "folder"))
  var out: String

  @Flag(help: "Keep sex, age, weight and height.")
  var keepCharacteristics = false

  @OptionGroup var signal: SignalOptions

  @Flag(help: "Replace files that are there.")
  var force = false

  @Flag(help: "Print nothing.")
  var quiet = false

  @Flag(help: "Print what was done as one line of JSON a scan.")
  var json = false

  func validate() throws {
    guard signal.part == nil, !signal.oversampled else {
      throw ValidationError("files are copied whole: leave --part and --oversampled out")
    }
  }

  func run() throws {
    let scans = try AnonymiseRun(
      keepsCharacteristics: keepCharacteristics, overrides: signal.overrides, force: force
    ).perform(files.map { URL(filePath: $0) }, out: URL(filePath: out))
    if json { return try printJSONLines(scans) }
    guard !quiet else { return }
    for scan in scans {
      print(
        "\(scan.files.joined(separator: ", ")): \(scan.format), \(scan.removed.count) fields overwritten "
          + "(\(scan.removed.joined(separator: ", "))), \(scan.foundElsewhere) times found elsewhere")
      for note in scan.notes { print("  - \(note)") }
    }
  }
}
