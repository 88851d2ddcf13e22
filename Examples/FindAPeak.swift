import MRSCore

/// MRSCore: a decaying signal becomes a spectrum, whose tallest point stands where its peak should.
///
/// Prints `peak at 3.03 ppm`.
func findAPeak() {
  let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 0.0005, points: 1024, sequence: "PRESS", echoTime: 0.03)
  let constant = ComplexVector(real: Array(repeating: 1, count: 1024), imaginary: Array(repeating: 0, count: 1024))
  let fid = FID(samples: constant, acquisition: acquisition)
    .shifted(by: acquisition.offset(of: .ppm(3.03))).broadened(byLorentzian: .hertz(4))
  let spectrum = FourierTransform(count: 1024).spectrum(of: fid)
  let tallest = spectrum.values.real.indices.max { spectrum.values.real[$0] < spectrum.values.real[$1] } ?? 0
  print("peak at \((spectrum.shift(at: tallest).ppm * 100).rounded() / 100) ppm")
}
