import MRSCore

/// Spectra whose methylene line is in its place and in phase, with what was found of each.
package struct RegisteredSpectra: Sendable {
  /// (2·L, count): real parts of the window's points, then imaginary parts.
  package var windows: Matrix
  /// By how much each was moved, Hz.
  package var shifts: [Double] = []
  /// The Gauss width, Hz, and the place of the nearest of the widths that are tried.
  package var widths: [Double] = []
  var widthIndices: [Int] = []
  /// The phase of the methylene line, which was taken off, in radians.
  package var phases: [Double] = []
  /// The logarithm of the methylene line's amplitude.
  package var logFats: [Double] = []
  /// The noise of the real part of a point.
  package var noises: [Double]

  var count: Int { noises.count }

  /// The places of the spectra of each value of a key.
  func groups(by key: (Int) -> Int) -> [(key: Int, places: [Int])] {
    var groups: [Int: [Int]] = [:]
    for place in 0..<count { groups[key(place), default: []].append(place) }
    return groups.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
