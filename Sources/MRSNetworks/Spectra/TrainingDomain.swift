import MRSCore

/// What the spectra that a network was trained on are like: ranges of summary statistics, which a spectrum of another kind
/// leaves. A network answers everything; this says where its answer is a guess.
///
/// Each range is that of 99.95 % of training spectra that the statistics themselves were not made of. There are nine: noise and
/// signal-to-noise ratio; place and width of the lines; what principal components of the training spectra leave, and how
/// far a spectrum is from their mean within them; likeness of the magnitude to the mean training spectrum, and to its mirror
/// image; and the edge of the window towards water.
public struct TrainingDomain: Hashable, Sendable, Codable {
  /// A statistic of a spectrum.
  public enum Statistic: String, Hashable, Sendable, Codable, CaseIterable {
    case noise, signalToNoise, displacement, broadening, remainder, distance, unlikeness, mirror, upperEdge

    /// As it is named to people.
    var title: String {
      switch self {
      case .noise: "the noise (in the network's scale)"
      case .signalToNoise: "the signal-to-noise ratio"
      case .displacement: "the misfit of the lines in their place over that elsewhere"
      case .broadening: "the width of the lines over the training's mean (Hz)"
      case .remainder: "what the training spectra do not explain (in the network's scale)"
      case .distance: "the distance from the mean training spectrum (deviations)"
      case .unlikeness: "the unlikeness to the mean training spectrum"
      case .mirror: "the likeness to a reversed spectrum"
      case .upperEdge: "the signal at the end of the window towards water (over the noise)"
      }
    }

    /// Whether only large values are unlike training.
    var isOneSided: Bool {
      switch self {
      case .noise, .signalToNoise: false
      case .displacement, .broadening, .remainder, .distance, .unlikeness, .mirror, .upperEdge: true
      }
    }
  }

  /// The share of training spectra within each range.
  public static let share = 0.9995
  /// The last points of the window that make its edge: 16 Hz of a usual window.
  static let edgePoints = 8
  /// Training spectra that the components and the estimate of the width are made of at most.
  private static let most = 4000

  /// Between the least and the largest of each statistic; of one-sided ones the least is that of the training spectra.
  /// By ``Statistic``.
  public private(set) var ranges: [String: [Double]] = [:]
  /// The mean profile.
  let profile: [Double]
  let components: SpectralComponents
  let broadening: BroadeningEstimate

  /// From the encoded training spectra: every other one makes the statistics, the rest their ranges.
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

    let step = 2 * max(1, count / 2 / Self.most)
    let making = stride(from: 0, to: count, by: step).map { (inputs: spectrum($0), sideInput: sideInputs[$0]) }
    components = try SpectralComponents(of: making.map(\.inputs), frequencyStep: frequencyStep)
    broadening = try BroadeningEstimate(of: making, frequencyStep: frequencyStep)
    var profile = [Double](repeating: 0, count: size / 2)
    for one in making {
      for (i, value) in SpectrumFeatures(inputs: one.inputs, sideInput: one.sideInput).profile.enumerated() {
        profile[i] += value
      }
    }
    let norm = profile.reduce(0) { $0 + $1 * $1 }.squareRoot()
    self.profile = profile.map { $0 / max(norm, .leastNormalMagnitude) }

    var values: [Statistic: [Double]] = [:]
    for index in stride(from: 1, to: count, by: 2) {
      for (statistic, value) in statistics(inputs: spectrum(index), sideInput: sideInputs[index]).values {
        values[statistic, default: []].append(value)
      }
    }
    for (statistic, found) in values {
      ranges[statistic.rawValue] = Self.range(of: found, isOneSided: statistic.isOneSided)
    }
  }

  /// What a new spectrum of the kind is in with a probability of at least ``share``, in the middle or below: beyond the n-th
  /// largest of m are (n + 1)/(m + 1) of the others on average.
  static func range(of values: [Double], isOneSided: Bool) -> [Double] {
    let sorted = values.sorted()
    let outside = max(0, Int((1 - share) * Double(sorted.count + 1)) - 1)
    let (below, above) = isOneSided ? (0, outside) : (outside / 2, outside / 2)
    return [sorted[below], sorted[sorted.count - 1 - above]]
  }

  /// In what a spectrum is unlike the training spectra; empty where in nothing.
  public func doubts(inputs: ArraySlice<Float>, sideInput: Float) -> [Doubt] {
    let (found, shift) = statistics(inputs: inputs, sideInput: sideInput)
    return Statistic.allCases.compactMap { statistic in
      guard let value = found[statistic], let range = ranges[statistic.rawValue], range.count == 2 else { return nil }
      if statistic.isOneSided {
        let moved = statistic == .displacement ? " (\(Int(shift.rounded())) Hz off)" : ""
        return value <= range[1]
          ? nil : .unlikeTraining(what: statistic.title + moved, value: value, limit: range[1])
      }
      return value >= range[0] && value <= range[1]
        ? nil : .outsideTraining(quantity: statistic.title, value: value, trained: range[0]...range[1])
    }
  }

  /// The statistics, and how far the lines are from their place, Hz.
  private func statistics(
    inputs: ArraySlice<Float>, sideInput: Float
  ) -> (values: [Statistic: Double], shift: Double) {
    let features = SpectrumFeatures(inputs: inputs, sideInput: sideInput)
    let own = features.profile
    let direct = SpectrumFeatures.match(own, to: profile)
    let mirrored = SpectrumFeatures.match(own.reversed(), to: profile)
    let displacement = components.displacement(of: inputs)
    let remainder = components.remainder(of: inputs)
    let values: [Statistic: Double] = [
      .noise: features.noise,
      .signalToNoise: features.signalToNoise,
      .displacement: displacement.ratio,
      .broadening: broadening.width(of: features),
      .remainder: remainder.left,
      .distance: remainder.distance,
      .unlikeness: 1 - direct,
      .mirror: mirrored - direct,
      .upperEdge: features.upperEdge(Self.edgePoints),
    ]
    return (values, displacement.hertz)
  }

  /// How many numbers the parts have that hang on a spectrum's points, and how many there should be.
  func sizes(ofPoints points: Int) -> [(part: String, found: Int, expected: Int)] {
    [
      ("profile", profile.count, points), ("components.mean", components.mean.count, 2 * points),
      (
        "broadening, with its margins,", broadening.margin < 0 ? -1 : broadening.weights.count + 2 * broadening.margin,
        points
      ),
    ]
  }
}
