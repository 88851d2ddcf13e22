import MRSCore

/// What the caller knows of a signal that its file may not say; what is given here wins over the file.
public struct SignalOverrides: Hashable, Sendable, Codable {
  /// Seconds.
  public var dwellTime: Double?
  public var spectrometerFrequency: Frequency?
  /// The number of complex samples that must be there.
  public var points: Int?

  /// Seconds.
  public var echoTime: Double?
  /// Seconds.
  public var repetitionTime: Double?
  /// Which signal of a file of several: the index, from 0, along each of its axes; see ``ScanPart``.
  public var part: [String: Int]
  /// Leaves raw data of a scanner as they were measured, at twice the bandwidth.
  public var keepsOversampling: Bool

  public init(
    dwellTime: Double? = nil, spectrometerFrequency: Frequency? = nil, points: Int? = nil, echoTime: Double? = nil,
    repetitionTime: Double? = nil, part: [String: Int] = [:], keepsOversampling: Bool = false
  ) {
    self.dwellTime = dwellTime
    self.spectrometerFrequency = spectrometerFrequency
    self.points = points
    self.echoTime = echoTime
    self.repetitionTime = repetitionTime
    self.part = part
    self.keepsOversampling = keepsOversampling
  }

  /// Without the times of the sequence: a water scan has its own. Its voxel is the scan's.
  public var sampling: SignalOverrides {
    SignalOverrides(
      dwellTime: dwellTime, spectrometerFrequency: spectrometerFrequency, points: points,
      part: part.filter { ["x", "y", "z"].contains($0.key) }, keepsOversampling: keepsOversampling)
  }

  public static let none = SignalOverrides()
}
