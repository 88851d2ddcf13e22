import MRSCore

extension ProcessingStep: Codable {
  private enum CodingKeys: String, CodingKey {
    case step, points, largestUnlikeness, largestAmplitudeDeviation, leastFraction, largestShift, halfWidth, lines
  }

  private enum Name: String, Codable, CaseIterable {
    case combineCoils, rejectBadAverages, alignAverages, average, correctEddyCurrents, removeWater, reference
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func registration() throws -> SpectralRegistration {
      let standard = SpectralRegistration()
      return SpectralRegistration(
        largestShift: try container.decodeIfPresent(Frequency.self, forKey: .largestShift) ?? standard.largestShift)
    }
    switch try container.decode(Name.self, forKey: .step) {
    case .combineCoils: self = .combineCoils(points: try container.decodeIfPresent(Int.self, forKey: .points) ?? 64)
    case .rejectBadAverages:
      let standard = OutlierRejection()
      func number(_ key: CodingKeys, _ value: Double) throws -> Double {
        try container.decodeIfPresent(Double.self, forKey: key) ?? value
      }
      self = .rejectBadAverages(
        OutlierRejection(
          largestUnlikeness: try number(.largestUnlikeness, standard.largestUnlikeness),
          largestAmplitudeDeviation: try number(.largestAmplitudeDeviation, standard.largestAmplitudeDeviation),
          leastFraction: try number(.leastFraction, standard.leastFraction), registration: try registration()))
    case .alignAverages:
      var alignment = try registration()
      alignment.points = try container.decodeIfPresent(Int.self, forKey: .points)
      self = .alignAverages(alignment)
    case .average: self = .average
    case .correctEddyCurrents: self = .correctEddyCurrents
    case .removeWater:
      self = .removeWater(
        WaterRemoval(
          halfWidth: try container.decodeIfPresent(Double.self, forKey: .halfWidth) ?? WaterRemoval().halfWidth))
    case .reference:
      self = .reference(
        LineReference(lines: try container.decodeIfPresent([Double].self, forKey: .lines) ?? LineReference().lines))
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .step)
    switch self {
    case .combineCoils(let points): try container.encode(points, forKey: .points)
    case .rejectBadAverages(let rejection):
      try container.encode(rejection.largestUnlikeness, forKey: .largestUnlikeness)
      try container.encode(rejection.largestAmplitudeDeviation, forKey: .largestAmplitudeDeviation)
      try container.encode(rejection.leastFraction, forKey: .leastFraction)
      try container.encode(rejection.registration.largestShift, forKey: .largestShift)
    case .alignAverages(let registration):
      try container.encode(registration.largestShift, forKey: .largestShift)
      try container.encodeIfPresent(registration.points, forKey: .points)
    case .removeWater(let removal): try container.encode(removal.halfWidth, forKey: .halfWidth)
    case .reference(let reference): try container.encode(reference.lines, forKey: .lines)
    case .average, .correctEddyCurrents: break
    }
  }

  /// The step as profiles write it: `alignAverages`.
  public var title: String { name.rawValue }

  /// The step that a profile writes so, with its default options; `nil` for a name that is none.
  public init?(title: String) {
    switch Name(rawValue: title) {
    case .combineCoils: self = .combineCoils()
    case .rejectBadAverages: self = .rejectBadAverages()
    case .alignAverages: self = .alignAverages()
    case .average: self = .average
    case .correctEddyCurrents: self = .correctEddyCurrents
    case .removeWater: self = .removeWater()
    case .reference: self = .reference()
    case nil: return nil
    }
  }

  /// All names of steps.
  public static var titles: [String] { Name.allCases.map(\.rawValue) }

  private var name: Name {
    switch self {
    case .combineCoils: .combineCoils
    case .rejectBadAverages: .rejectBadAverages
    case .alignAverages: .alignAverages
    case .average: .average
    case .correctEddyCurrents: .correctEddyCurrents
    case .removeWater: .removeWater
    case .reference: .reference
    }
  }
}
