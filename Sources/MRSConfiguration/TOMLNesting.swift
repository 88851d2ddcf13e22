/// Whether brackets of TOML text close what was opened, and blanks are those of TOML: toml++ ends the program where an element of an
/// array begins with `}` or with a blank of another kind.
struct TOMLNesting {
  /// The first fault, with its line, from 1.
  private(set) var fault: (line: Int, reason: String)?

  init(toml text: String) {
    let scalars = Array(text.unicodeScalars)
    var open: [Unicode.Scalar] = []
    var (place, line) = (0, 1)
    while place < scalars.count, fault == nil {
      let scalar = scalars[place]
      switch scalar {
      case "\n": line += 1
      case "#": while place + 1 < scalars.count, scalars[place + 1] != "\n" { place += 1 }
      case "\"", "'":
        let end = Self.end(ofStringAt: place, in: scalars)
        line += scalars[place..<end].count { $0 == "\n" }
        place = end - 1
      case "[", "{": open.append(scalar)
      case "]", "}":
        let opening: Unicode.Scalar = scalar == "]" ? "[" : "{"
        if open.popLast() != opening { fault = (line, "a '\(scalar)' closes no '\(opening)'") }
      default:
        if !scalar.isASCII, scalar.properties.isWhitespace {
          fault = (line, "the blank U+\(String(scalar.value, radix: 16, uppercase: true)) stands outside of a text")
        }
      }
      place += 1
    }
  }

  /// Behind the closing quote, or the end of a line or of the text where there is none.
  private static func end(ofStringAt start: Int, in scalars: [Unicode.Scalar]) -> Int {
    let quote = scalars[start]
    func isQuote(_ place: Int) -> Bool { place < scalars.count && scalars[place] == quote }
    let isLong = isQuote(start + 1) && isQuote(start + 2)
    var place = start + (isLong ? 3 : 1)
    while place < scalars.count {
      if scalars[place] == "\\", quote == "\"" {
        place += 2
      } else if isQuote(place), !isLong {
        return place + 1
      } else if isQuote(place), isQuote(place + 1), isQuote(place + 2) {
        // Up to two quotes may stand before the closing three.
        place += 3
        while isQuote(place) { place += 1 }
        return place
      } else if scalars[place] == "\n", !isLong {
        return place
      } else {
        place += 1
      }
    }
    return scalars.count
  }
}
