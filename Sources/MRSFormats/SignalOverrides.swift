import MRSCore

/// What the caller knows of a signal that its file may not say; what is given here wins over the file.
public struct SignalOverrides: Hashable, Sendable, Codable {
  /// Seconds.
  public var dwellTime: Double?
  public var spectrometerFrequency: Frequency?
  /// The number of complex samples that must be there.
  public var points: Int?

  public init(dwellTime: Double? = nil, spectrometerFrequency: Frequency? = nil, points: Int? = nil) {
    self.dwellTime = dwellTime
    self.spectrometerFrequency = spectrometerFrequency
    self.points = points
  }

  public static let none = SignalOverrides()
}
