import MRSCore
import Numerics

extension FIDArray {
  /// The part of every sample that is zero: `"real"`, `"imaginary"`, or `nil`.
  var emptyChannel: String? {
    let hasReal = samples.contains { $0.real.contains { $0 != 0 } }
    let hasImaginary = samples.contains { $0.imaginary.contains { $0 != 0 } }
    return hasReal == hasImaginary ? nil : hasReal ? "imaginary" : "real"
  }

  /// How many samples of one FID stand at one height at most, that of its largest: those of a receiver that was saturated.
  /// 0 where they are few: fewer than two in the median of a coil's averages, and fewer than ``surelyClipped`` in all.
  ///
  /// Heights are those of the real and the imaginary part, which one converter cuts off at one level, or the magnitude's.
  var clippedSamples: Int {
    let counts = samples.map { fid in
      [(fid.real + fid.imaginary).map(abs), fid.magnitude].map(Self.plateau).max() ?? 0
    }
    let most = counts.max() ?? 0
    guard most >= 2 else { return 0 }
    let medians = (0..<coils).map { counts[($0 * averages)..<(($0 + 1) * averages)].sorted()[averages / 2] }
    return most >= Self.surelyClipped || (medians.max() ?? 0) >= 2 ? most : 0
  }

  /// How many heights are the largest, to 10⁻⁶; 0 where that says nothing.
  ///
  /// By chance two heights of a signal that decays hardly agree so well, of whole numbers many: where others agree too,
  /// three at least must, and more than twice as many as at the next height below.
  private static func plateau(_ heights: [Double]) -> Int {
    let largest = heights.max() ?? 0
    guard largest > 0, largest.isFinite else { return 0 }
    let edge = largest * (1 - 1e-6)
    let atLargest = heights.count { $0 >= edge }
    guard atLargest > 1 else { return 0 }
    let others = heights.filter { $0 > 0 && $0 < edge }.sorted(by: >)
    guard zip(others, others.dropFirst()).contains(where: { $0 == $1 }) else { return atLargest }
    let atNext = others.prefix { $0 >= (others.first ?? 0) * (1 - 1e-6) }.count
    return atLargest >= 3 && atLargest > 2 * atNext ? atLargest : 0
  }

  private static var surelyClipped: Int { 6 }

  /// How far rows differ in turn, as the conditions of an edited scan do, over the noise of that difference; `nil` where
  /// they do not.
  ///
  /// The mean difference of neighbouring rows of aligned averages, over the first quarter of the samples, must be above
  /// ``leastAlternation`` times its own uncertainty, from the scatter of the pairs and the noise, and above a tenth of the
  /// signal: what breathing and drift leave after alignment has no such turn.
  /// - Parameter rows: the row of the scan that each average is.
  func alternation(rows: [Int]) -> Double? {
    precondition(coils == 1 && rows.count == averages)
    let place = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, $0) })
    let pairs = place.keys.filter { $0.isMultiple(of: 2) && place[$0 + 1] != nil }.sorted()
    guard !pairs.isEmpty else { return nil }
    let head = max(16, acquisition.points / 4)
    func row(_ index: Int) -> ComplexVector { samples[place[index] ?? 0][0..<head] }
    let count = Double(pairs.count)
    let differences = pairs.map { row($0) - row($0 + 1) }
    let difference = (1 / count) * differences.dropFirst().reduce(differences[0], +)
    let sums = pairs.map { row($0) + row($0 + 1) }
    let signal = (0.5 / count) * sums.dropFirst().reduce(sums[0], +)
    let white = NoiseCovariance(estimatedFrom: self).deviations[0]
    var variance = 2 * white * white * Double(head) / count
    if pairs.count > 2 {
      let scatter = differences.reduce(0) { $0 + ($1 - difference).energy } / (count - 1) / count
      variance = max(variance, scatter)
    }
    guard variance > 0 else { return nil }
    let beyond = max(0, difference.energy - variance).squareRoot()
    let ratio = (difference.energy / variance).squareRoot()
    return ratio > Self.leastAlternation && beyond > 0.1 * signal.energy.squareRoot() ? ratio : nil
  }

  private static var leastAlternation: Double { 2 }
}
