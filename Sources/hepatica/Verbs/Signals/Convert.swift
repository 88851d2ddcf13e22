import ArgumentParser
import Foundation
import MRSCore
import MRSFormats
import MRSRuns

/// Signals of any format as NIfTI-MRS, BIDS, LCModel RAW or a table.
struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write signals of any format that is read as NIfTI-MRS, BIDS, LCModel RAW or a table.",
    discussion: """
      Coils, averages, voxels and conditions are kept, a water reference within the file becomes a file of its own (…_mrsref), and \
      all that the header says and NIfTI-MRS has a field for goes along; who was measured, when and where does not, unless \
      --identity. For --to raw, coils and averages are combined. Formats: Documentation/Formats.md.
      """)

  @Argument(help: "The files.", completion: .file())
  var files: [String]

  @Option(help: ArgumentHelp("The file to write, or the folder (of a BIDS data set with --bids).", valueName: "path"))
  var out: String

  @Option(help: "What to write: nifti, raw or csv.")
  var to = ConvertRun.Target.nifti

  @Option(help: ArgumentHelp("Names and sidecars by BIDS, as sub=01,acq=press,voi=liver.", valueName: "entities"))
  var bids: String?

  @OptionGroup var signal: SignalOptions

  @Flag(help: "Keep what may identify the subject.")
  var identity = false

  @Flag(help: "Replace files that are there.")
  var force = false

  @Flag(help: "Print nothing.")
  var quiet = false

  @Flag(help: "Print as JSON.")
  var json = false

  func validate() throws {
    if bids != nil, to != .nifti { throw ValidationError("--bids writes NIfTI-MRS: leave --to out") }
    if let bids {
      do { _ = try BIDSName(bids) } catch { throw ValidationError("--bids: \(error)") }
    }
  }

  func run() throws {
    let run = ConvertRun(
      target: to, bids: try bids.map { try BIDSName($0) }, overrides: signal.overrides, keepsIdentity: identity,
      force: force)
    let (outputs, doubts) = try run.perform(files.map { URL(filePath: $0) }, out: URL(filePath: out))
    if json { return try printJSON(outputs) }
    guard !quiet else { return }
    for output in outputs { print("\(output.file): \(output.content)") }
    for doubt in doubts { print("  - \(doubt)") }
  }
}

extension ConvertRun.Target: ExpressibleByArgument {}
