import Foundation
import MRSCore
import MRSFormats

/// MRSFormats: a signal is written as NIfTI-MRS and read again, with what its header says.
///
/// Prints `1024 points at 123.25 MHz, TE 30.0 ms`.
func exchangeAScan() throws {
  let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 0.0005, points: 1024, sequence: "PRESS", echoTime: 0.03)
  let file = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).nii.gz")
  defer { try? FileManager.default.removeItem(at: file) }
  try NIfTIMRSFile.write(FID(samples: ComplexVector(zeros: 1024), acquisition: acquisition), to: file)
  let found = try SignalFile.read(file).acquisition
  let echoTime = found.echoTime.map { "TE \($0 * 1000) ms" } ?? "TE unknown"
  print("\(found.points) points at \(found.spectrometerFrequency.megahertz) MHz, \(echoTime)")
}
