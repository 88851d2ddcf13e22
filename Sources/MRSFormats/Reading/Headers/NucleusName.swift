/// Nuclei as headers write them, brought to one form: mass number first, `"1H"`.
enum NucleusName {
  /// `"1H"` for `1H`, `H1`, `1h`, `^1H`, `(1H)`, `1-H`; `nil` where the text is none.
  static func standard(_ text: String) -> String? {
    let kept = text.unicodeScalars.filter { $0.isASCII && ($0.properties.isAlphabetic || ("0"..."9").contains($0)) }
    let mass = String(String.UnicodeScalarView(kept.filter { ("0"..."9").contains($0) }))
    let symbol = String(String.UnicodeScalarView(kept.filter { !("0"..."9").contains($0) }))
    guard (1...3).contains(mass.count), (1...2).contains(symbol.count) else { return nil }
    return mass + symbol.prefix(1).uppercased() + symbol.dropFirst().lowercased()
  }
}
