extension String {
  /// One line without what could command a terminal: blanks for tabs and line ends, U+FFFD for other control characters.
  package var printable: String {
    guard unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else { return self }
    var scalars = UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar {
      case "\t", "\n", "\r": scalars.append(" ")
      default: scalars.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
      }
    }
    return String(scalars)
  }
}
