import MRSCore

/// What was wrong with a file, with the evidence.
public enum FormatError: Error, Hashable, Sendable {
  /// Where in a file something was found.
  public enum Location: Hashable, Sendable {
    /// Line of a text file, from 1.
    case line(Int)
    /// Byte of a binary file, from 0; of a compressed one, after decompression.
    case byte(Int)
    /// The file as a whole.
    case file
  }

  case notFound(path: String)
  case isDirectory(path: String)
  /// The system refused to read it, or it is no regular file.
  case unreadable(path: String, reason: String)
  case empty(path: String)
  /// The file holds fewer bytes than `part` needs.
  case truncated(path: String, part: String, needed: Int, found: Int)
  /// The gzip stream is broken at compressed byte `offset`.
  case corruptCompression(path: String, offset: Int, reason: String)
  /// No reader knows the content; `firstBytes` as printable text.
  case unrecognised(path: String, firstBytes: String)
  /// No reader knows it as a basis set; `firstBytes` as printable text.
  case unrecognisedBasis(path: String, firstBytes: String)
  /// A format that is known, but not read.
  case notYetRead(path: String, format: String, advice: String)
  /// A file of a known format that holds no spectroscopic signal, but `what`.
  case notSpectroscopy(path: String, what: String, advice: String)
  /// A file of several signals, `axes` with their sizes, of which one must be chosen, as `example` does.
  case severalSignals(path: String, axes: String, example: String)
  /// A field holds a value it must not hold.
  case invalidField(
    path: String, location: Location, field: String, found: String, expected: String, consequence: String)
  /// A field that is needed is missing.
  case missingField(path: String, field: String, advice: String)
  /// The file cannot be read without another one beside it.
  case missingCompanion(path: String, lookedFor: String, advice: String)
  /// Two statements about one size do not agree.
  case contradiction(path: String, first: String, second: String, advice: String)
  /// The text at `line` is not what the format has there.
  case syntax(path: String, line: Int, found: String, expected: String)
  /// A file could not be written.
  case unwritable(path: String, reason: String)
  /// What was to be written cannot be held by the format.
  case unrepresentable(path: String, what: String, advice: String)
}

extension FormatError: CustomStringConvertible {
  /// One line without control characters, whatever the file's name and fields hold.
  public var description: String { text.printable }

  /// What a file said, no longer than a message can hold.
  private static func short(_ text: String) -> String {
    text.utf8.count > 400 ? text.prefix(400) + "…" : text
  }

  private var text: String {
    switch self {
    case .notFound(let path):
      "\(path): there is no such file; check the name and the folder"
    case .isDirectory(let path):
      "\(path): is a folder; name the file inside it"
    case .unreadable(let path, let reason):
      "\(path): cannot be read (\(reason)); check the file's permissions"
    case .empty(let path):
      "\(path): the file is empty (0 bytes); copy or export it again"
    case .truncated(let path, let part, let needed, let found):
      "\(path): the file ends early: \(part) needs \(needed) bytes, \(found) are there; copy or export it again"
    case .corruptCompression(let path, let offset, let reason):
      "\(path):@\(offset): the gzip stream is broken (\(reason)); copy or export the file again"
    case .unrecognised(let path, let firstBytes):
      """
      \(path): the format is not recognised (it begins with "\(firstBytes)"); read are \
      \(SignalFile.formats.map(\.rawValue).joined(separator: ", "))
      """
    case .unrecognisedBasis(let path, let firstBytes):
      """
      \(path): this is no basis set (it begins with "\(firstBytes)"); read are LCModel .BASIS, folders of .RAW or of \
      FSL-MRS .json files, and the basis.json of a simulate run
      """
    case .notYetRead(let path, let format, let advice):
      "\(path): this is \(Self.short(format)), which is not yet read; \(advice)"
    case .notSpectroscopy(let path, let what, let advice):
      "\(path): this is \(Self.short(what)), no spectroscopic signal; \(advice)"
    case .severalSignals(let path, let axes, let example):
      "\(path): holds several signals (\(axes)); choose one, as with --part \(example), or quantify all with --out FOLDER"
    case .invalidField(let path, let location, let field, let found, let expected, let consequence):
      "\(path)\(location): '\(field)' is \(Self.short(found)); it must be \(Self.short(expected)). \(consequence)"
    case .missingField(let path, let field, let advice):
      "\(path): '\(field)' is missing. \(advice)"
    case .missingCompanion(let path, let lookedFor, let advice):
      "\(path): needs \(lookedFor) beside it, which is not there. \(advice)"
    case .contradiction(let path, let first, let second, let advice):
      "\(path): \(Self.short(first)), but \(Self.short(second)). \(advice)"
    case .syntax(let path, let line, let found, let expected):
      """
      \(path):\(line): found \(Self.short(found)) where \(Self.short(expected)) was expected; the file is damaged or of \
      another format
      """
    case .unwritable(let path, let reason):
      "\(path): cannot be written (\(reason)); check that the folder exists and may be written to"
    case .unrepresentable(let path, let what, let advice):
      "\(path): not written: \(what). \(advice)"
    }
  }
}

extension FormatError.Location: CustomStringConvertible {
  /// `":14"` for a line, `":@352"` for a byte, nothing for the whole file.
  public var description: String {
    switch self {
    case .line(let line): ":\(line)"
    case .byte(let offset): ":@\(offset)"
    case .file: ""
    }
  }
}
