import Foundation
import MRSCore

/// The mean of encoded training spectra and the directions in which they vary most, largest first (principal components).
///
/// What they leave of a spectrum is not normalised by its noise: fat a thousand times the noise leaves more than noise, and
/// a limit in units of noise that such spectra keep is kept by everything (64 components: of 1,000 spectra 45 Hz off 101 are
/// beyond 99.9 % of the training's in units of noise, 997 in those of the encoder).
struct SpectralComponents: Hashable, Sendable {
  /// How many are kept at most: 64 and the mean tell as much as 128 and make 130 kB of a card.
  private static let most = 64
  /// Of them those that stand for a spectrum while it is moved. With 24 and more a moved spectrum is explained as well as
  /// one in its place.
  private static let moving = 8
  /// How far a spectrum is moved, and up to where that is its place (three deviations of a training's 2 Hz), Hz.
  private static let reach = 80.0
  static let near = 6.0

  /// Of 2·L numbers: real parts, then imaginary parts.
  let mean: [Float]
  /// One after the other, of unit length.
  let directions: [Float]
  /// The standard deviation along each.
  let deviations: [Float]
  let frequencyStep: Double
  /// The first few without the ends of the window, orthonormal, the mean last.
  let moved: [[Double]]

  /// - Parameter spectra: of 2·L numbers each.
  /// - Throws: `LinearAlgebraError`.
  init(of spectra: [ArraySlice<Float>], frequencyStep: Double) throws {
    let size = spectra.first?.count ?? 0
    var mean = [Double](repeating: 0, count: size)
    for spectrum in spectra { for (i, value) in spectrum.enumerated() { mean[i] += Double(value) } }
    mean = mean.map { $0 / Double(max(1, spectra.count)) }
    let centred = Matrix(
      rows: size, columns: spectra.count, elements: spectra.flatMap { zip($0, mean).map { Double($0) - $1 } })
    let transposed = centred.transposed
    let eigen = try transposed.transposedTimes(transposed).symmetricEigen()
    let kept = min(Self.most, size, spectra.count / 4)
    let values = (0..<kept).map { max(0, eigen.values[size - 1 - $0]) / Double(spectra.count) }
    self.init(
      mean: mean.map { Float($0) },
      directions: (0..<kept).flatMap { eigen.vectors.column(size - 1 - $0).map { Float($0) } },
      deviations: values.map { Float($0.squareRoot()) }, frequencyStep: frequencyStep)
  }

  private init(mean: [Float], directions: [Float], deviations: [Float], frequencyStep: Double) {
    self.mean = mean
    self.directions = directions
    self.deviations = deviations
    self.frequencyStep = frequencyStep
    let inside = Self.inside(size: mean.count, margin: Self.margin(size: mean.count, frequencyStep: frequencyStep))
    var basis: [[Double]] = []
    for k in 0..<min(Self.moving, deviations.count) {
      var vector = inside.map { Double(directions[k * mean.count + $0]) }
      for other in basis {
        let share = Self.dot(vector, other)
        for i in vector.indices { vector[i] -= share * other[i] }
      }
      let norm = Self.dot(vector, vector).squareRoot()
      if norm > 1e-6 { basis.append(vector.map { $0 / norm }) }
    }
    moved = basis + [inside.map { Double(mean[$0]) }]
  }

  /// What the components leave of a spectrum (root of the sum of squares, in the encoder's compressed scale), and how far it
  /// is from the mean within them (in standard deviations of each).
  func remainder(of inputs: ArraySlice<Float>) -> (left: Double, distance: Double) {
    let centred = zip(inputs, mean).map { $0 - $1 }
    var energy = centred.reduce(0.0) { $0 + Double($1) * Double($1) }
    var distance = 0.0
    for k in deviations.indices {
      let start = k * centred.count
      var sum: Float = 0
      for i in centred.indices { sum += directions[start + i] * centred[i] }
      energy -= Double(sum) * Double(sum)
      let ratio = Double(sum) / Double(max(deviations[k], .leastNormalMagnitude))
      distance += ratio * ratio
    }
    return (max(0, energy).squareRoot(), distance.squareRoot())
  }

  /// How many times as much the first few components leave of a spectrum where it is as they do where they fit it best
  /// (1: it is in its place), and how far it lies from its place, Hz.
  func displacement(of inputs: ArraySlice<Float>) -> (ratio: Double, hertz: Double) {
    let values = inputs.map(Double.init)
    let half = values.count / 2
    let margin = Self.margin(size: values.count, frequencyStep: frequencyStep)
    let inside = half - 2 * margin
    guard inside > 0, let mean = moved.last else { return (1, 0) }
    let own = Self.dot(mean, mean)
    let offsets = moved.dropLast().map { Self.dot($0, mean) }
    let left = (-margin...margin).map { lag -> Double in
      let here = Array(
        values[margin + lag..<margin + lag + inside] + values[half + margin + lag..<half + margin + lag + inside])
      var energy = Self.dot(here, here) - 2 * Self.dot(here, mean) + own
      for (direction, offset) in zip(moved, offsets) {
        let share = Self.dot(here, direction) - offset
        energy -= share * share
      }
      return max(energy, 1e-9 * own + .leastNormalMagnitude)
    }
    let near = min(margin, Int(Self.near / frequencyStep))
    let place = left[margin - near...margin + near].min() ?? 1
    let best = left.indices.min { left[$0] < left[$1] } ?? margin
    return (place / left[best], Double(best - margin) * frequencyStep)
  }

  /// Points at either end of the window that are left out so that a spectrum can be moved.
  static func margin(size: Int, frequencyStep: Double) -> Int { min(Int(reach / frequencyStep), size / 8) }

  /// Where in 2·L numbers the points without the margins are.
  private static func inside(size: Int, margin: Int) -> [Int] {
    let half = size / 2
    guard half > 2 * margin else { return [] }
    return Array(margin..<half - margin) + Array(half + margin..<size - margin)
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for i in 0..<min(a.count, b.count) { sum += a[i] * b[i] }
    return sum
  }
}

extension SpectralComponents: Codable {
  /// Between two points of a spectrum, Hz.
  private static let leastStep = 0.001

  private enum Key: String, CodingKey { case mean, directions, deviations, frequencyStep }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let mean = try container.decode([Float].self, forKey: .mean)
    let deviations = try container.decode([Float].self, forKey: .deviations)
    let directions = Self.floats(of: try container.decode(Data.self, forKey: .directions))
    guard directions.count == mean.count * deviations.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .directions, in: container,
        debugDescription: "\(directions.count) numbers are not \(deviations.count) directions of \(mean.count)")
    }
    let frequencyStep = try container.decode(Double.self, forKey: .frequencyStep)
    guard frequencyStep.isFinite, frequencyStep >= Self.leastStep else {
      throw DecodingError.dataCorruptedError(
        forKey: .frequencyStep, in: container,
        debugDescription: "\(frequencyStep) where \(Self.leastStep) Hz or more is expected")
    }
    self.init(mean: mean, directions: directions, deviations: deviations, frequencyStep: frequencyStep)
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(mean, forKey: .mean)
    try container.encode(Self.bytes(of: directions), forKey: .directions)
    try container.encode(deviations, forKey: .deviations)
    try container.encode(frequencyStep, forKey: .frequencyStep)
  }

  /// Little-endian float32.
  private static func bytes(of values: [Float]) -> Data {
    Data(values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * $0)) } })
  }

  private static func floats(of data: Data) -> [Float] {
    let bytes = Array(data)
    return stride(from: 0, to: bytes.count - 3, by: 4).map { start in
      var pattern: UInt32 = 0
      for byte in 0..<4 { pattern |= UInt32(bytes[start + byte]) << UInt32(8 * byte) }
      return Float(bitPattern: pattern)
    }
  }
}
