/// Which known name a misspelt one was meant to be.
public enum Spelling {
  /// The known name nearest to the given one, if it is near: at most one edit in three letters, upper and lower case
  /// being alike. Of equally near names, the first in lexical order.
  public static func nearest(to name: String, among known: some Sequence<String>) -> String? {
    let limit = max(1, name.count / 3)
    return known.sorted()
      .map { (name: $0, distance: distance(name.lowercased(), $0.lowercased())) }
      .filter { $0.distance <= limit }
      .min { $0.distance < $1.distance }?
      .name
  }

  /// The name one edit away from the given one that `isKnown` accepts, for names that can be asked for but not listed.
  static func nearest(to name: String, where isKnown: (String) -> Bool) -> String? {
    let letters = Array(name)
    let alphabet = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")
    var edits: [[Character]] = []
    for i in letters.indices {
      edits.append(letters.removing(at: i))
      if i > 0 { edits.append(letters.swapping(i - 1, i)) }
      edits += alphabet.map { letters.replacing(at: i, with: [$0]) }
    }
    for i in 0...letters.count { edits += alphabet.map { letters.inserting($0, at: i) } }
    return edits.lazy.map { String($0) }.first(where: isKnown)
  }

  /// The least number of insertions, deletions, substitutions and swaps of neighbours that turn one name into the
  /// other (optimal string alignment; Damerau 1964, doi:10.1145/363958.363994).
  static func distance(_ left: String, _ right: String) -> Int {
    let a = Array(left)
    let b = Array(right)
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1] + [Int](repeating: 0, count: b.count)
      for j in b.indices {
        row[j + 1] = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { row[j + 1] = min(row[j + 1], beforeLast[j - 1] + 1) }
      }
      (beforeLast, last) = (last, row)
    }
    return last[b.count]
  }
}

extension [Character] {
  fileprivate func replacing(at index: Int, with new: [Character]) -> [Character] {
    Array(self[..<index]) + new + self[(index + 1)...]
  }
  fileprivate func removing(at index: Int) -> [Character] { replacing(at: index, with: []) }
  fileprivate func inserting(_ character: Character, at index: Int) -> [Character] {
    Array(self[..<index]) + [character] + self[index...]
  }
  fileprivate func swapping(_ i: Int, _ j: Int) -> [Character] {
    var copy = self
    copy.swapAt(i, j)
    return copy
  }
}
