import MRSCore

/// Text whose bytes may be of any encoding: every byte is taken as Latin-1, so that no file is refused for an accent,
/// and control characters are replaced, so that no file commands a terminal.
enum LatinText {
  static func string(_ bytes: some Sequence<UInt8>) -> String {
    var scalars = String.UnicodeScalarView()
    for byte in bytes { scalars.append(Unicode.Scalar(byte)) }
    return String(scalars).printable
  }
}

extension String {
  /// Without blanks at both ends.
  var trimmed: String {
    let kept = drop(while: \.isWhitespace)
    return String(kept.prefix(kept.count - kept.reversed().prefix(while: \.isWhitespace).count))
  }
}
