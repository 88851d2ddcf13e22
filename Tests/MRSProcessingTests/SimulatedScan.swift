import MRSCore
import Numerics

/// A suppressed scan of singlets whose residual water changes from average to average.
struct SimulatedScan {
  /// (shift ppm, amplitude, Lorentz width Hz).
  var lines: [(ppm: Double, amplitude: Double, width: Double)] = [
    (2.01, 30, 5), (3.03, 21, 5), (3.21, 15, 5), (3.91, 14, 6), (3.55, 14, 12), (2.35, 14, 25), (0.9, 30, 40),
  ]
  var averages = 32
  var points = 1024
  var water = 60.0
  /// The relative deviation of its amplitude; its phase varies twice as much, in radians.
  var instability = 0.3
  var shiftDeviation = 3.0
  var phaseDeviation = 0.35
  /// Hz from the first average to the last.
  var drift = 5.0
  /// Of real and imaginary part each.
  var noise = 0.0

  var acquisition: Acquisition {
    Acquisition(spectrometerFrequency: .megahertz(123.25), dwellTime: 5e-4, points: points)
  }

  /// The lines alone, or others.
  func signal(_ lines: [(ppm: Double, amplitude: Double, width: Double)]? = nil) -> ComplexVector {
    var fid = ComplexVector(zeros: points)
    for line in lines ?? self.lines {
      let offset = acquisition.offset(of: .ppm(line.ppm)).hertz
      for n in 0..<points {
        let time = Double(n) * acquisition.dwellTime
        fid[n] += Complex(length: line.amplitude * .exp(-.pi * line.width * time), phase: 2 * .pi * offset * time)
      }
    }
    return fid
  }

  /// The height of the tallest point from 0.5 to 4.1 ppm.
  var height: Double {
    let spectrum = FourierTransform(count: points).spectrum(of: FID(samples: signal(), acquisition: acquisition))
    return spectrum.indices(in: .ppm(0.5) ... .ppm(4.1)).map { spectrum.values.real[$0] }.max() ?? 0
  }

  /// The noise at which one average has this signal-to-noise ratio.
  func noise(atRatio ratio: Double) -> Double { height / ratio / acquisition.spectralNoise(ofSample: 1) }

  /// The averages, and by how many Hz each is off.
  func make(_ random: inout RandomStream, change: (Int, ComplexVector) -> ComplexVector = { $1 }) -> (
    scan: FIDArray, shifts: [Double]
  ) {
    let clean = signal()
    let wet = signal([(4.65, 1, 12)])
    var shifts: [Double] = []
    var samples: [ComplexVector] = []
    for average in 0..<averages {
      let place = averages > 1 ? Double(average) / Double(averages - 1) : 0
      let shift = random.normal(mean: 0, deviation: shiftDeviation) + drift * place
      let phase = random.normal(mean: 0, deviation: phaseDeviation)
      let factor = Complex(
        length: water * (1 + instability * random.normal()), phase: 2 * instability * random.normal())
      let whole = change(average, clean + factor * wet)
      var fid = FID(samples: whole, acquisition: acquisition).shifted(by: .hertz(shift)).phased(by: .radians(phase))
        .samples
      for n in 0..<points {
        fid.real[n] += noise * random.normal()
        fid.imaginary[n] += noise * random.normal()
      }
      shifts.append(shift)
      samples.append(fid)
    }
    return (FIDArray(acquisition: acquisition, coils: 1, averages: averages, samples: samples), shifts)
  }
}
