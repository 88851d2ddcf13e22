import MRSCore
import Numerics

extension NIfTIMRSFile {
  /// The FIDs from the echo on, by `AcquisitionStartTime`: when the first sample was taken, in s from the echo.
  ///
  /// Samples before the echo (a negative time) are dropped. Where the echo lies between two samples, all are moved onto
  /// it first, s(t + δ) = F⁻¹(F(s)·exp(2πi·f·δ)): with samples on both sides of the echo the signal has no jump there.
  /// A signal that begins after its echo is refused: what is missing is not known, and would turn every line by 2π·f·t.
  /// - Returns: the FIDs, and how many samples of each were dropped.
  /// - Throws: ``FormatError/invalidField(path:location:field:found:expected:consequence:)``.
  static func fromEcho(
    _ fids: [ComplexVector], startTime: Double, dwellTime: Double, path: String
  ) throws(FormatError) -> (fids: [ComplexVector], dropped: Int) {
    let echo = -startTime / dwellTime
    let points = fids.first?.count ?? 0
    func refusal(_ expected: String, _ consequence: String) -> FormatError {
      .invalidField(
        path: path, location: .file, field: "AcquisitionStartTime", found: "\(startTime) s", expected: expected,
        consequence: consequence)
    }
    guard echo >= -negligible else {
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
    let dropped = Int(echo.rounded())
    let fraction = echo - Double(dropped)
    guard dropped > 0 || abs(fraction) > negligible else { return (fids, 0) }
    guard abs(fraction) > negligible else { return (fids.map { $0[dropped..<points] }, dropped) }
    guard dropped >= fewestBefore else {
      throw refusal(
        "a multiple of the dwell time of \(dwellTime) s, or at most \(-dwellTime * Double(fewestBefore)) s",
        "There are too few samples before the echo to move the others onto it.")
    }
    let plan = FourierTransform(count: points)
    return (fids.map { moved($0, by: fraction, plan)[dropped..<points] }, dropped)
  }

  /// The part of a dwell time that does not matter: it turns the line at the edge of the spectrum by 180° times this.
  private static let negligible = 0.02
  /// With fewer samples before the echo, moving by a part of a dwell time is not exact to a percent of the signal.
  private static let fewestBefore = 8

  /// Sample n becomes what stands at n + `fraction`.
  private static func moved(_ fid: ComplexVector, by fraction: Double, _ plan: FourierTransform) -> ComplexVector {
    var spectrum = plan.forward(fid)
    let count = fid.count
    for k in 0..<count {
      let index = 2 * k < count ? k : k - count
      spectrum[k] = spectrum[k] * Complex(length: 1, phase: 2 * .pi * Double(index) * fraction / Double(count))
    }
    return plan.inverse(spectrum)
  }
}
