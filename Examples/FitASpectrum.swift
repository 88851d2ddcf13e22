import MRSCore
import MRSFitting
import MRSModel

/// MRSFitting: two singlets in noise are found again, each with the standard deviation that the noise allows.
///
/// Prints an amount, 2 for creatine and 1 for choline within their deviations.
func fitASpectrum() throws {
  let acquisition = Acquisition(spectrometerFrequency: .megahertz(123.25), dwellTime: 0.0005, points: 1024)
  let functions = [("Cr", 3.03, 3.0), ("Cho", 3.2, 9.0)].map { name, shift, protons in
    BasisFunction(
      name: name,
      signal: .lines(
        TransitionLines(
          frequencies: [acquisition.offset(of: .ppm(shift)).hertz],
          amplitudes: ComplexVector(real: [protons], imaginary: [0]))))
  }
  let model = ForwardModel(
    basis: BasisSet(functions: functions, acquisition: acquisition, source: "made"), acquisition: acquisition)
  var fid = model.fid(SignalParameters(amounts: [2, 1], shifts: [0, 0], lorentzians: [4, 4], gaussian: 3))
  var stream = RandomStream(seed: 1)
  stream.addNormals(to: &fid.samples.real, deviation: 0.1)
  stream.addNormals(to: &fid.samples.imaginary, deviation: 0.1)
  for amount in try LeastSquares(model: model).quantify(fid).amounts {
    print("\(amount.name) \(amount.value) ± \(amount.standardDeviation)")
  }
}
