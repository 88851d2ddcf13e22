import MRSCore
import Numerics

/// Where among the samples of a file the echo is, by the time at which the first sample was taken, in s from the echo
/// (`AcquisitionStartTime` of NIfTI-MRS).
///
/// Samples before the echo (a negative time) are dropped. Where the echo lies between two samples, all are moved onto
/// it first, s(t + δ) = F⁻¹(F(s)·exp(2πi·f·δ)): with samples on both sides of the echo the signal has no jump there.
/// A signal that begins after its echo is refused: what is missing is not known, and would turn every line by 2π·f·t.
struct EchoStart: Sendable {
  /// How many samples of each FID are dropped.
  let dropped: Int
  /// The part of a dwell time by which the others are moved.
  private let fraction: Double
  private let plan: FourierTransform?

  /// Whether the echo is at a sample: nothing is moved.
  var isOnSample: Bool { plan == nil }

  /// - Parameter points: the samples of each FID in the file.
  /// - Throws: ``FormatError/invalidField(path:location:field:found:expected:consequence:)``.
  init(startTime: Double, dwellTime: Double, points: Int, path: String) throws(FormatError) {
    let echo = -startTime / dwellTime
    func refusal(_ expected: String, _ consequence: String) -> FormatError {
      .invalidField(
        path: path, location: .file, field: "AcquisitionStartTime", found: "\(startTime) s", expected: expected,
        consequence: consequence)
    }
    guard echo >= -Self.negligible else {
      throw refusal(
        "zero, or negative for samples before the echo",
        "The signal between echo and first sample is missing; if the field is wrong, set it to 0 (spec2nii insert).")
    }
    guard echo <= Double(points) / 2 else {
      throw refusal(
        "such that the echo lies in the first half of the \(points) samples: "
          + "\(-dwellTime * Double(points) / 2) s or more",
        "Check its unit, which is seconds.")
    }
    dropped = Int(echo.rounded())
    fraction = echo - Double(dropped)
    guard abs(fraction) > Self.negligible else {
      plan = nil
      return
    }
    guard dropped >= Self.fewestBefore else {
      throw refusal(
        "a multiple of the dwell time of \(dwellTime) s, or at most \(-dwellTime * Double(Self.fewestBefore)) s",
        "There are too few samples before the echo to move the others onto it.")
    }
    plan = FourierTransform(count: points)
  }

  /// The part of a dwell time that does not matter: it turns the line at the edge of the spectrum by 180° times this.
  private static let negligible = 0.02
  /// With fewer samples before the echo, moving by a part of a dwell time is not exact to a percent of the signal.
  private static let fewestBefore = 8

  /// The samples of an FID from the echo on.
  func fromEcho(_ fid: ComplexVector) -> ComplexVector {
    guard let plan else { return dropped == 0 ? fid : fid[dropped..<fid.count] }
    var spectrum = plan.forward(fid)
    let count = fid.count
    // Sample n becomes what stands at n + `fraction`.
    for k in 0..<count {
      let index = 2 * k < count ? k : k - count
      spectrum[k] = spectrum[k] * Complex(length: 1, phase: 2 * .pi * Double(index) * fraction / Double(count))
    }
    return plan.inverse(spectrum)[dropped..<count]
  }
}
