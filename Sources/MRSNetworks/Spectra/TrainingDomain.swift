import Foundation
import MRSCore
import Numerics

/// What the spectra that a network was trained on are like: ranges of summary statistics, which a spectrum of another kind
/// leaves. A network answers everything; this says where its answer is a guess.
///
/// Each range holds 99.9 % of the training spectra. Ten statistics: noise; SNR; width of the tallest line; sharpness of the whole;
/// place and likeness against the mean training spectrum, and against its mirror image; the two edges of the window; and
/// what principal components of the training spectra leave, over the noise.
public struct TrainingDomain: Hashable, Sendable, Codable {
  /// A statistic of a spectrum.
  public enum Statistic: String, Hashable, Sendable, Codable, CaseIterable {
    case noise, signalToNoise, width, sharpness, shift, unlikeness, mirror, lowEdge, highEdge, residual

    /// As it is named to people.
    var title: String {
      switch self {
      case .noise: "the noise (in the network's scale)"
      case .signalToNoise: "the signal-to-noise ratio"
      case .width: "the width of the tallest peak (Hz)"
      case .sharpness: "the sharpness of the spectrum"
      case .shift: "the place of the lines (Hz from the mean training spectrum)"
      case .unlikeness: "the distance from the mean training spectrum"
      case .mirror: "the likeness to a reversed spectrum"
      case .lowEdge: "the signal at the low end of the window (over the noise)"
      case .highEdge: "the signal at the end of the window towards water (over the noise)"
      case .residual: "what training spectra cannot explain (over the noise)"
      }
    }

    /// Whether only large values are unlike training.
    var isOneSided: Bool {
      switch self {
      case .noise, .signalToNoise, .width, .sharpness, .shift: false
      case .unlikeness, .mirror, .lowEdge, .highEdge, .residual: true
      }
    }
  }

  /// The share of training spectra within each range.
  public static let share = 0.999
  /// A compromise by size (130 kB of a card) more than by power: the residual is one of ten.
  static let components = 64
  /// The outermost points of the window on either side that make its edges: 16 Hz of a usual window.
  static let edgePoints = 8
  /// Training spectra that the components are made of at most.
  private static let most = 4000

  /// Between the least and the largest of each statistic; of one-sided ones the least is that of the training spectra.
  /// By ``Statistic``.
  public private(set) var ranges: [String: [Double]] = [:]
  /// Hz.
  private let frequencyStep: Double
  /// The mean profile.
  private let profile: [Double]
  /// The mean of the inputs, and the components one after the other, float32.
  private let mean: [Float]
  private let directions: Data

  /// From the encoded training spectra.
  /// - Parameters:
  ///   - inputs: count × 2·L, as ``SpectrumEncoder`` gives them.
  ///   - sideInputs: ln(noise/s) of each.
  ///   - frequencyStep: between two points, Hz.
  /// - Throws: ``NetworkError/sizeMismatch(what:expected:found:)`` for fewer than two spectra, `LinearAlgebraError`.
  public init(inputs: [Float], sideInputs: [Float], frequencyStep: Double) throws {
    let count = sideInputs.count
    guard count >= 2, inputs.count.isMultiple(of: count), !inputs.isEmpty else {
      throw NetworkError.sizeMismatch(what: "spectra of a training (at least)", expected: 2, found: count)
    }
    let size = inputs.count / count
    func spectrum(_ index: Int) -> ArraySlice<Float> { inputs[index * size..<(index + 1) * size] }

    let step = max(1, count / Self.most)
    let used = Array(stride(from: 0, to: count, by: step))
    var mean = [Double](repeating: 0, count: size)
    for index in used { for (i, value) in spectrum(index).enumerated() { mean[i] += Double(value) } }
    mean = mean.map { $0 / Double(used.count) }
    let centred = Matrix(
      rows: size, columns: used.count,
      elements: used.flatMap { index in zip(spectrum(index), mean).map { Double($0) - $1 } })
    let transposed = centred.transposed
    let eigen = try transposed.transposedTimes(transposed).symmetricEigen()
    let kept = min(Self.components, size, used.count / 4)
    let directions = (0..<kept).flatMap { eigen.vectors.column(size - 1 - $0).map { Float($0) } }

    var profile = [Double](repeating: 0, count: size / 2)
    for index in used {
      for (i, value) in SpectrumFeatures(inputs: spectrum(index), sideInput: sideInputs[index]).profile.enumerated() {
        profile[i] += value
      }
    }
    let norm = profile.reduce(0) { $0 + $1 * $1 }.squareRoot()

    self.frequencyStep = frequencyStep
    self.profile = profile.map { $0 / max(norm, .leastNormalMagnitude) }
    self.mean = mean.map { Float($0) }
    self.directions = Self.bytes(of: directions)
    var values: [Statistic: [Double]] = [:]
    for index in 0..<count {
      let found = statistics(inputs: spectrum(index), sideInput: sideInputs[index], directions: directions)
      for (statistic, value) in found { values[statistic, default: []].append(value) }
    }
    for (statistic, found) in values {
      ranges[statistic.rawValue] = Self.range(of: found, isOneSided: statistic.isOneSided)
    }
  }

  /// What holds ``share`` of the values, in the middle or below.
  private static func range(of values: [Double], isOneSided: Bool) -> [Double] {
    let sorted = values.sorted()
    let outside = Int((1 - share) * Double(sorted.count))
    let (below, above) = isOneSided ? (0, outside) : (outside / 2, outside / 2)
    return [sorted[below], sorted[sorted.count - 1 - above]]
  }

  /// In what a spectrum is unlike the training spectra; empty where in nothing.
  public func doubts(inputs: ArraySlice<Float>, sideInput: Float) -> [Doubt] {
    let found = statistics(inputs: inputs, sideInput: sideInput, directions: directionValues)
    return Statistic.allCases.compactMap { statistic in
      guard let value = found[statistic], let range = ranges[statistic.rawValue], range.count == 2 else { return nil }
      if statistic.isOneSided {
        return value <= range[1] ? nil : .unlikeTraining(what: statistic.title, value: value, limit: range[1])
      }
      return value >= range[0] && value <= range[1]
        ? nil : .outsideTraining(quantity: statistic.title, value: value, trained: range[0]...range[1])
    }
  }

  private func statistics(
    inputs: ArraySlice<Float>, sideInput: Float, directions: [Float]
  ) -> [Statistic: Double] {
    let features = SpectrumFeatures(inputs: inputs, sideInput: sideInput)
    let own = features.profile
    let direct = SpectrumFeatures.match(own, to: profile)
    let mirrored = SpectrumFeatures.match(own.reversed(), to: profile)
    return [
      .noise: Double.exp(Double(sideInput)),
      .signalToNoise: features.signalToNoise,
      .width: features.width * frequencyStep,
      .sharpness: features.sharpness,
      .shift: direct.shift * frequencyStep,
      .unlikeness: 1 - direct.correlation,
      .mirror: mirrored.correlation - direct.correlation,
      .lowEdge: features.edge(Self.edgePoints, isLast: false),
      .highEdge: features.edge(Self.edgePoints, isLast: true),
      .residual: (residualEnergy(inputs, directions) / features.compressedNoiseEnergy).squareRoot(),
    ]
  }

  /// What is left of the energy of the centred inputs without the components.
  private func residualEnergy(_ inputs: ArraySlice<Float>, _ directions: [Float]) -> Double {
    let centred = zip(inputs, mean).map { $0 - $1 }
    var energy = centred.reduce(0.0) { $0 + Double($1) * Double($1) }
    for start in stride(from: 0, to: directions.count, by: centred.count) {
      var sum: Float = 0
      for i in centred.indices { sum += directions[start + i] * centred[i] }
      energy -= Double(sum) * Double(sum)
    }
    return max(0, energy)
  }

  private var directionValues: [Float] {
    stride(from: 0, to: directions.count - 3, by: 4).map { (start: Int) -> Float in
      var bits: UInt32 = 0
      for place in 0..<4 { bits |= UInt32(directions[start + place]) << UInt32(8 * place) }
      return Float(bitPattern: bits)
    }
  }

  /// Little-endian float32.
  private static func bytes(of values: [Float]) -> Data {
    var data = Data()
    for value in values {
      for place in 0..<4 { data.append(UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * place))) }
    }
    return data
  }
}
