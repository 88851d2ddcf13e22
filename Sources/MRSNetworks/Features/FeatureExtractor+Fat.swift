import MRSCore
import Numerics

extension FeatureExtractor {
  /// What lines of fat and their derivatives leave of a signal within the window, where it was measured; `nil` for features that
  /// have no such lines.
  func withoutFat(_ fid: FID, noise: Double) -> FID? {
    guard let lipids else { return nil }
    let spectra = registration.registered([fid], noises: [noise])
    let rest = lipids.split(spectra).rest.column(0)
    let count = rest.count / 2
    return registration.restored(
      ComplexVector(real: Array(rest[..<count]), imaginary: Array(rest[count...])), shift: spectra.shifts[0],
      phase: spectra.phases[0])
  }

  /// True of a resonance of fat.
  func isFat(_ name: String) -> Bool { targets.lipids.contains { targets.names[$0] == name } }
}

extension Registration {
  /// The FID of a registered window that is moved back to where it was found: what ``registered(_:noises:)`` undoes.
  fileprivate func restored(_ values: ComplexVector, shift: Double, phase: Double) -> FID {
    func placed(_ values: ComplexVector, at start: Int, among count: Int) -> ComplexVector {
      var result = ComplexVector(zeros: count)
      result.real.replaceSubrange(start..<start + values.count, with: values.real)
      result.imaginary.replaceSubrange(start..<start + values.count, with: values.imaginary)
      return result
    }
    let signal = transform.inverse(placed(values, at: window.lowerBound - wide.lowerBound, among: wide.count))
    let moved = Complex(length: 1, phase: step.phaseShare * phase) * shifted(signal, by: -step.shiftShare * shift)
    return full.fid(
      of: Spectrum(values: placed(moved, at: wide.lowerBound, among: acquisition.points), acquisition: acquisition))
  }
}
