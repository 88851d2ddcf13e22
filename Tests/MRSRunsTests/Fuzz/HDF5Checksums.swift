import Foundation

/// Makes the checksums of a changed HDF5 file right again, so that what its structure says reaches the reader.
///
/// Written from Jenkins' description of lookup3, apart from the package's own.
enum HDF5Checksums {
  /// A block: its bytes, and where among them the checksum stands.
  private struct Place {
    let range: Range<Int>
    let checksum: Int
  }

  /// The changed bytes, with checksums where `original` has them; as they are where blocks have moved.
  static func mended(_ changed: Data, like original: Data) -> Data {
    guard changed.count == original.count else { return changed }
    var (bytes, first) = ([UInt8](changed), [UInt8](original))
    for place in places(&first) { put(sum(bytes, place), into: &bytes, at: place.checksum) }
    return Data(bytes)
  }

  /// How many blocks of a file have a checksum that is right.
  static func count(in file: Data) -> Int {
    var bytes = [UInt8](file)
    return places(&bytes).count
  }

  private static func places(_ bytes: inout [UInt8]) -> [Place] {
    let data = Data(bytes)
    func starts(_ letters: String) -> [Int] {
      var found: [Int] = []
      var from = 0
      while let range = data.range(of: Data(letters.utf8), in: from..<data.count) {
        found.append(range.lowerBound)
        from = range.upperBound
      }
      return found
    }
    func little(_ offset: Int, _ size: Int) -> Int {
      (0..<size).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    var candidates = [Place(range: 0..<48, checksum: 44)]
    for start in starts("OHDR") {
      let width = 1 << (little(start + 5, 1) & 3)
      let end = start + 6 + width + little(start + 6, width)
      candidates.append(Place(range: start..<end + 4, checksum: end))
    }
    candidates += starts("FRHP").map { Place(range: $0..<$0 + 146, checksum: $0 + 142) }
    candidates += starts("BTHD").map { Place(range: $0..<$0 + 38, checksum: $0 + 34) }
    for start in starts("BTLF") {
      for size in [11, 17, 24] {
        candidates += (1..<30).map {
          Place(range: start..<start + 10 + $0 * size, checksum: start + 6 + $0 * size)
        }
      }
    }
    for start in starts("FHDB") {
      // As large as the longest attribute in it asks for.
      for size in [512, 1024, 2048, 4096, 8192] {
        candidates += [17, 18].map { Place(range: start..<start + size, checksum: start + $0) }
      }
    }
    return candidates.filter { place in
      guard place.range.upperBound <= bytes.count, place.checksum + 4 <= bytes.count else { return false }
      return Int(sum(bytes, place)) == little(place.checksum, 4)
    }
  }

  private static func put(_ sum: UInt32, into bytes: inout [UInt8], at offset: Int) {
    for i in 0..<4 { bytes[offset + i] = UInt8(truncatingIfNeeded: sum >> UInt32(8 * i)) }
  }

  /// That of the block up to its checksum at the end, or of the whole block with zeros in the checksum's place.
  private static func sum(_ bytes: [UInt8], _ place: Place) -> UInt32 {
    guard place.checksum + 4 < place.range.upperBound else {
      return lookup3(bytes[place.range.lowerBound..<place.checksum])
    }
    var block = Array(bytes[place.range])
    for i in 0..<4 { block[place.checksum - place.range.lowerBound + i] = 0 }
    return lookup3(block[...])
  }

  private static func lookup3(_ key: ArraySlice<UInt8>) -> UInt32 {
    var padded = Array(key)
    var state = [UInt32](repeating: 0xdead_beef &+ UInt32(key.count), count: 3)
    guard !padded.isEmpty else { return state[2] }
    while !padded.count.isMultiple(of: 12) { padded.append(0) }
    func rotated(_ x: UInt32, _ k: UInt32) -> UInt32 { (x << k) ^ (x >> (32 - k)) }
    let rounds: [(Int, Int, Int, UInt32)] = [
      (0, 2, 1, 4), (1, 0, 2, 6), (2, 1, 0, 8), (0, 2, 1, 16), (1, 0, 2, 19), (2, 1, 0, 4),
    ]
    let last: [(Int, Int, UInt32)] = [
      (2, 1, 14), (0, 2, 11), (1, 0, 25), (2, 1, 16), (0, 2, 4), (1, 0, 14), (2, 1, 24),
    ]
    for block in stride(from: 0, to: padded.count, by: 12) {
      for i in 0..<3 {
        let at = block + 4 * i
        let low = UInt32(padded[at]) | UInt32(padded[at + 1]) << 8
        let high = UInt32(padded[at + 2]) << 16 | UInt32(padded[at + 3]) << 24
        state[i] = state[i] &+ (low | high)
      }
      if block + 12 < padded.count {
        // x −= y; x ^= rot(y, k); y += z.
        for (x, y, z, k) in rounds {
          state[x] = (state[x] &- state[y]) ^ rotated(state[y], k)
          state[y] = state[y] &+ state[z]
        }
      } else {
        for (x, y, k) in last { state[x] = (state[x] ^ state[y]) &- rotated(state[y], k) }
      }
    }
    return state[2]
  }
}
