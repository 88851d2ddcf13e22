import Foundation
import MRSCore
import MRSSynthesis

/// A small file of everything that can be written.
enum SampleArrayFile {
  /// Rows of normal numbers, a NaN, an infinity and both zeros among them.
  static func values(_ count: Int) -> [Float] {
    var stream = RandomStream(seed: 3)
    let special: [Float] = [.nan, -.infinity, -0.0, 0, .leastNonzeroMagnitude]
    return (0..<count).map { $0 < special.count ? special[$0] : Float(stream.normal()) }
  }

  static let layout = ArrayFileLayout(
    numbers: [
      .init("fids", of: .float32, shape: [37, 2, 16], attributes: ["unit": .text("Hz·s")]),
      .init("amounts", of: .float64, shape: [3]),
      .init("nothing", of: .float64, shape: [0, 4]),
    ],
    texts: [.init("names", ["GPC", "", "µ-Inositol", "two\nlines"])],
    attributes: ["dwellTime": .number(5e-4), "seed": .integer(-7), "empty": .text("")])

  /// Writes it, the rows of `fids` in the given order of pieces.
  static func write(to file: URL, pieces: [Range<Int>] = [0..<37]) throws {
    let writer = try ArrayFileWriter(to: file, layout: layout)
    let fids = values(37 * 2 * 16)
    for rows in pieces {
      try writer.write(Array(fids[rows.lowerBound * 32..<rows.upperBound * 32]), to: "fids", from: rows.lowerBound)
    }
    try writer.write([0.1, 1e-300, .pi], to: "amounts")
    try writer.write([Double](), to: "nothing")
    try writer.finish()
  }
}
