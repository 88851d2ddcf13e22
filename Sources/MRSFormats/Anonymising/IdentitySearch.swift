/// Finds removed values wherever they stand in bytes: as UTF-8, Latin-1 or UTF-16 of either order, in any case of ASCII letters.
struct IdentitySearch: Sendable {
  /// What may stand beside a match.
  private enum Bounds {
    case any
    /// No letter and no digit.
    case word
    /// Nothing that makes it a part of another number.
    case number
  }

  private struct Pattern {
    let bytes: [UInt8]
    let bounds: Bounds
  }

  /// By their first byte, the longest first.
  private var patterns = [[Pattern]](repeating: [], count: 256)

  /// - Parameters:
  ///   - isStrict: values alone that no header holds by chance: no parts of names, descriptions or bare numbers.
  ///   - shortest: the fewest characters that are searched for; of persons' names three are enough, where no letter stands beside
  ///     them.
  init(_ values: some Sequence<IdentityValue>, isStrict: Bool = false, shortest: Int = 4) {
    var known = Set<[UInt8]>()
    for value in values where !value.isFiller {
      if isStrict, value.kind == .description || value.isNumber || value.text.count < 6 { continue }
      let texts = [value.text] + (isStrict ? [] : value.names + value.dates)
      for text in texts where text.count >= (value.kind == .person ? min(3, shortest) : shortest) {
        let bounds: Bounds =
          text.allSatisfy { "0123456789.,:-+/ ".contains($0) } ? .number : text.count < 5 ? .word : .any
        for bytes in Self.encodings(of: text) where known.insert(bytes).inserted {
          // Between characters of 16 bits there are zeros, which are neither letters nor digits.
          patterns[Int(bytes[0])].append(Pattern(bytes: bytes, bounds: bounds))
        }
      }
    }
    for first in patterns.indices { patterns[first].sort { $0.bytes.count > $1.bytes.count } }
  }

  private static func encodings(of text: String) -> [[UInt8]] {
    let units = Array(text.utf16)
    var forms = [Array(text.utf8)]
    if units.allSatisfy({ $0 < 256 }) { forms.append(units.map { UInt8($0) }) }
    forms.append(units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] })
    forms.append(units.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] })
    if units.contains(where: { $0 >= 128 }) {
      // As JSON may escape it.
      forms.append(
        units.flatMap { unit -> [UInt8] in
          guard unit >= 128 else { return [UInt8(unit)] }
          let digits = String(unit, radix: 16)
          return Array("\\u".utf8) + Array((String(repeating: "0", count: 4 - digits.count) + digits).utf8)
        })
    }
    return forms.map { $0.map(lower) }
  }

  private static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5a).contains(byte) ? byte | 0x20 : byte }

  /// Overwrites every match by a filler of the same length.
  /// - Returns: how many there were.
  func overwrite(in bytes: inout [UInt8]) -> Int {
    let folded = bytes.map(Self.lower)
    var (count, offset) = (0, 0)
    while offset < folded.count {
      guard let pattern = patterns[Int(folded[offset])].first(where: { matches($0, folded, at: offset) }) else {
        offset += 1
        continue
      }
      let range = offset..<(offset + pattern.bytes.count)
      bytes.replaceSubrange(range, with: IdentityFiller.filler(for: bytes[range]))
      count += 1
      offset = range.upperBound
    }
    return count
  }

  private func matches(_ pattern: Pattern, _ bytes: [UInt8], at start: Int) -> Bool {
    let end = start + pattern.bytes.count
    guard end <= bytes.count, bytes[start..<end].elementsEqual(pattern.bytes) else { return false }
    let before = start > 0 ? bytes[start - 1] : 0
    let after = end < bytes.count ? bytes[end] : 0
    switch pattern.bounds {
    case .any: return true
    case .word: return !IdentityFiller.isAlphanumeric(before) && !IdentityFiller.isAlphanumeric(after)
    case .number:
      func isDigit(_ index: Int) -> Bool { bytes.indices.contains(index) && (0x30...0x39).contains(bytes[index]) }
      if IdentityFiller.isAlphanumeric(before) || IdentityFiller.isAlphanumeric(after) { return false }
      return !(before == UInt8(ascii: ".") && isDigit(start - 2)) && !(after == UInt8(ascii: ".") && isDigit(end + 1))
    }
  }
}
