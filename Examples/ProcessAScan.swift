import MRSCore
import MRSProcessing

/// MRSProcessing: two averages made one FID, step by step.
///
/// Prints what each step did.
func processAScan() throws {
  let acquisition = Acquisition(spectrometerFrequency: .megahertz(123.25), dwellTime: 0.0005, points: 1024)
  var stream = RandomStream(seed: 1)
  let averages = (0..<2).map { _ in
    var samples = ComplexVector(
      real: [Double](repeating: 0, count: 1024), imaginary: [Double](repeating: 0, count: 1024))
    stream.addNormals(to: &samples.real, deviation: 1)
    stream.addNormals(to: &samples.imaginary, deviation: 1)
    return samples
  }
  let scan = FIDArray(acquisition: acquisition, coils: 1, averages: 2, samples: averages)
  let processed = try SignalSet(scan: scan).processed(by: [.average])
  for record in processed.records { print(record.text) }
}
