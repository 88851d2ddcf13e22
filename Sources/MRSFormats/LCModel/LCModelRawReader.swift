import Foundation

/// LCModel RAW and H2O.
enum LCModelRawReader: SignalReader {
  static let format = SignalFormat.lcmodelRaw

  /// A file of this format holds one.
  static func count(at url: URL) throws(FormatError) -> Int? { 1 }

  /// True for a text that has the namelist $NMID, whatever its name, and is neither basis set nor control file.
  static func recognises(_ beginning: FileBytes) -> Bool {
    func has(_ group: String) -> Bool { SignalFile.contains(group, in: beginning.bytes) }
    return (has("$NMID") || has("&NMID")) && !["$BASIS1", "&BASIS1", "$LCMODL"].contains(where: has)
  }

  static func scans(at url: URL, overrides: SignalOverrides) throws(FormatError) -> [Scan] {
    [try LCModelRawFile.read(url, overrides: overrides)]
  }
}
