/// What the sampling of a signal of the body can be. Numbers beyond are slips of unit: each range is narrower than the
/// factor of a thousand between neighbouring units on the side where slips lie.
public enum SamplingLimits {
  /// Seconds: a bandwidth of 200 Hz (less cannot hold water and fat at 1.5 T, 220 Hz apart, and their lines) to 200 kHz
  /// (the receivers of scanners, oversampled).
  public static let dwellTime = 5e-6...5e-3
  /// Megahertz.
  public static let frequency = 1.0...3000
  /// More points than any receiver records of one echo: four minutes at 1 ms. Beyond, a file's count is damage.
  public static let mostPoints = 1 << 18
}
