import Foundation

/// A value that was removed from a header, to be searched for elsewhere.
struct IdentityValue: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    /// The name of a person, whose parts are searched for too.
    case person
    /// A number or a name of a place, a device, an examination.
    case identifier
    /// A free text.
    case description
  }

  let kind: Kind
  let text: String

  /// - Parameter bytes: as they stand in the file: UTF-8 where they can be, else Latin-1.
  init(_ bytes: ArraySlice<UInt8>, kind: Kind) {
    self.init(
      String(validating: bytes, as: UTF8.self) ?? String(decoding: bytes.map(UInt16.init), as: UTF16.self), kind: kind)
  }

  init(_ text: String, kind: Kind) {
    self.kind = kind
    self.text = text.trimmingCharacters(in: .whitespacesAndNewlines.union(.controlCharacters))
  }

  /// True for digits with what stands between those of dates, times and numbers.
  var isNumber: Bool { text.allSatisfy { "0123456789.,:-+/ ".contains($0) } }

  /// True where nothing is left that could tell anything.
  var isFiller: Bool { text == "19000101" || text.allSatisfy { "xX0.,:-+/ ".contains($0) } }

  /// The parts of a person's name, but for words that headers are full of.
  var names: [String] {
    guard kind == .person, !isNumber else { return [] }
    return text.split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { part in
      part.contains(where: \.isLetter) && !Self.common.contains(part.lowercased())
    }
  }

  /// A date of eight digits as others write it.
  var dates: [String] {
    guard text.count == 8, text.allSatisfy({ $0.isASCII && $0.isNumber }), ["19", "20"].contains(text.prefix(2)) else {
      return []
    }
    let (year, month, day) = (text.prefix(4), text.dropFirst(4).prefix(2), text.suffix(2))
    return ["-", ".", "/"].map { "\(year)\($0)\(month)\($0)\(day)" }
      + [".", "/"].map { "\(day)\($0)\(month)\($0)\(year)" }
  }

  private static let common: Set = [
    "name", "patient", "anonymous", "anonymized", "anonymised", "unknown", "none", "null", "phantom", "test", "male",
    "female",
    "other", "doctor", "prof", "scan", "spectro", "spectroscopy",
  ]
}
