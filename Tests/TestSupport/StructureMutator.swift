import MRSCore

/// Changes files by their structure: numbers of a header become those that break readers, sections and lines are swapped,
/// doubled, left out and cut.
public struct StructureMutator {
  /// What a file is made of.
  public enum Structure: Sendable {
    /// Numbers of a header, and where parts of the file begin.
    case binary(fields: [Field], sections: [Int])
    case text
    /// A text that binary parts follow, or lie around: changed in either way.
    case mixed(fields: [Field], sections: [Int])
  }

  /// A number of a header.
  public struct Field: Sendable {
    public let offset: Int
    public let size: Int
    public var isFloat: Bool
    public var isBig: Bool

    public init(offset: Int, size: Int, isFloat: Bool = false, isBig: Bool = false) {
      self.offset = offset
      self.size = size
      self.isFloat = isFloat
      self.isBig = isBig
    }
  }

  private var random: RandomStream

  public init(_ random: RandomStream) { self.random = random }

  /// From 0 to below a bound.
  public mutating func number(below bound: Int) -> Int { bound > 0 ? Int(random.next() % UInt64(bound)) : 0 }

  private mutating func choice<Element>(_ elements: [Element]) -> Element { elements[number(below: elements.count)] }

  /// One to four changes.
  public mutating func mutated(_ bytes: [UInt8], _ structure: Structure) -> [UInt8] {
    var result = bytes
    for _ in 0...number(below: 4) {
      switch structure {
      case .binary(let fields, let sections): changeBinary(&result, fields, sections)
      case .text: changeText(&result)
      case .mixed(let fields, let sections):
        if number(below: 2) == 0 { changeBinary(&result, fields, sections) } else { changeText(&result) }
      }
    }
    return result
  }

  // MARK: Numbers and sections

  private mutating func changeBinary(_ bytes: inout [UInt8], _ fields: [Field], _ sections: [Int]) {
    let inside = fields.filter { $0.offset + $0.size <= bytes.count }
    let kind = number(below: 10)
    if kind < 5, !inside.isEmpty {
      let field = choice(inside)
      let range = field.offset..<(field.offset + field.size)
      switch kind {
      case 0, 1: bytes.replaceSubrange(range, with: ordered(field.isFloat ? extremeFloat(field) : extreme(), field))
      case 2:
        let value = ordered(Array(bytes[range]), field).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        bytes.replaceSubrange(
          range, with: ordered(little(value &+ UInt64(bitPattern: Int64(number(below: 9) - 4))), field))
      case 3:
        let other = choice(inside)
        for i in 0..<min(field.size, other.size) { bytes[field.offset + i] = bytes[other.offset + i] }
      default: bytes.replaceSubrange(range, with: bytes[range].reversed())
      }
      return
    }
    let edges = sections.filter { $0 < bytes.count } + [bytes.count]
    let start = choice(edges)
    let end = choice(edges)
    let range = min(start, end)..<max(start, end)
    switch kind {
    case 5: bytes.removeSubrange(range)
    case 6 where bytes.count < 1 << 19: bytes.insert(contentsOf: bytes[range], at: choice(edges))
    case 7: bytes = Array(bytes.prefix(max(0, choice(edges) + number(below: 17) - 8)))
    case 8: bytes.append(contentsOf: (0..<number(below: 64)).map { _ in UInt8(truncatingIfNeeded: random.next()) })
    default:
      guard !bytes.isEmpty else { return }
      for _ in 0...number(below: 8) { bytes[number(below: bytes.count)] = UInt8(truncatingIfNeeded: random.next()) }
    }
  }

  private func little(_ value: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }

  private func ordered(_ little: [UInt8], _ field: Field) -> [UInt8] {
    let kept = Array(little.prefix(field.size))
    return field.isBig ? kept.reversed() : kept
  }

  private mutating func extreme() -> [UInt8] {
    let power = UInt64(1) << UInt64(number(below: 64))
    return little(choice([0, 1, 2, 3, .max, power, power &- 1, 0 &- power, UInt64(number(below: 70_000))]))
  }

  private mutating func extremeFloat(_ field: Field) -> [UInt8] {
    let value = choice([
      0, -0.0, 1, -1, .nan, .infinity, -.infinity, 1e30, -1e30, 1e300, 0.5, 1e9, 65_536, Double(number(below: 5000)),
      .leastNonzeroMagnitude,
    ])
    return field.size == 4 ? little(UInt64(Float(value).bitPattern)) : little(value.bitPattern)
  }

  // MARK: Lines

  private mutating func changeText(_ bytes: inout [UInt8]) {
    var lines = Self.lines(of: bytes)
    guard !lines.isEmpty else { return }
    let at = number(below: lines.count)
    switch number(below: 13) {
    case 0: lines.remove(at: at)
    case 1: lines.insert(lines[at], at: number(below: lines.count))
    case 2: lines.swapAt(at, number(below: lines.count))
    case 3, 4, 5: replaceNumber(&lines[at])
    case 6: lines = Array(lines.prefix(at)) + [Array(lines[at].prefix(number(below: lines[at].count + 1)))]
    case 7:
      let block = lines[at..<min(lines.count, at + 1 + number(below: 6))]
      for _ in 0...number(below: 20) where lines.count < 20_000 { lines.insert(contentsOf: block, at: at) }
    case 8: lines.insert((0..<number(below: 40)).map { _ in UInt8(truncatingIfNeeded: random.next()) }, at: at)
    case 9:
      if !lines[at].isEmpty { lines[at][number(below: lines[at].count)] = UInt8(truncatingIfNeeded: random.next()) }
    case 10:
      let opening = choice(["(", "<", "\"", "$", "#", "@9999999*(", "["].map { Array($0.utf8) })
      for _ in 0...number(below: 300) { lines[at].insert(contentsOf: opening, at: number(below: lines[at].count + 1)) }
    case 11: lines[at] += [UInt8](repeating: choice([0x20, 0x30, 0x39, 0x09, 0x2c]), count: number(below: 3000))
    default: lines[at].removeAll { [0x3a, 0x3d, 0x09].contains($0) }
    }
    bytes = Array(lines.joined(separator: [0x0a]))
  }

  /// What lies between line feeds: a plain loop, for `split` is not specialised for bytes and takes longer than all readers.
  private static func lines(of bytes: [UInt8]) -> [[UInt8]] {
    var (lines, start): ([[UInt8]], Int) = ([], 0)
    for (index, byte) in bytes.enumerated() where byte == 0x0a {
      lines.append(Array(bytes[start..<index]))
      start = index + 1
    }
    return lines + [Array(bytes[start...])]
  }

  /// Another number in place of one of the line.
  private mutating func replaceNumber(_ line: inout [UInt8]) {
    let digits = line.indices.filter { (0x30...0x39).contains(line[$0]) }
    guard !digits.isEmpty else { return }
    var start = choice(digits)
    var end = start
    func isPart(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte) }
    while start > 0, isPart(line[start - 1]) { start -= 1 }
    while end < line.count, isPart(line[end]) { end += 1 }
    let values = [
      "-1", "0", "1", "2", "nan", "-inf", "1e308", "-1e308", "1e-320", "99999999999999999999", "2147483648",
      "-9223372036854775808",
      "65536", "262144", "1048576", "3", "0.5", "1,5", "1.2.3", "", "--1", "0x10", "1e", ".",
    ]
    line.replaceSubrange(start..<end, with: Array(choice(values + ["\(number(below: 100_000))"]).utf8))
  }
}
