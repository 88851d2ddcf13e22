import Foundation

/// Philips SDAT/SPAR: a SPAR is known by its keys, an SDAT, which has no mark, by its name.
enum PhilipsReader: SignalReader {
  static let format = SignalFormat.philipsSDAT
  static let extensions: Set<String> = ["sdat", "spar"]

  static func recognises(_ beginning: FileBytes) -> Bool { SPARHeader.isHeader(beginning) }

  static func scans(at url: URL, overrides: SignalOverrides) throws(FormatError) -> [Scan] {
    try PhilipsFile.scans(at: url, overrides: overrides)
  }
}
