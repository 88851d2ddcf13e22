import MRSCore
import Numerics

/// A scan made of known parts, for the tests of the processing.
struct SyntheticScan {
  var coils = 1
  var averages = 16
  var points = 1024
  var dwellTime = 5e-4
  /// The standard deviation of real and imaginary parts each.
  var noise = 0.0
  /// (offset Hz, amplitude, decay 1/s).
  var lines: [(frequency: Double, amplitude: Double, decay: Double)] = [(0, 10, 30), (-200, 3, 15), (-330, 4, 15)]
  var sensitivities: [Complex<Double>] = [Complex(1)]
  var shifts: [Double] = []
  var phases: [Double] = []
  var scales: [Double] = []
  var seed: UInt64 = 1

  var acquisition: Acquisition {
    Acquisition(spectrometerFrequency: .megahertz(123.25), dwellTime: dwellTime, points: points)
  }

  func signal(shift: Double = 0, phase: Double = 0) -> ComplexVector {
    var fid = ComplexVector(zeros: points)
    for n in 0..<points {
      let t = Double(n) * dwellTime
      for line in lines {
        fid[n] =
          fid[n]
          + Complex(
            length: line.amplitude * Double.exp(-line.decay * t),
            phase: 2 * .pi * (line.frequency + shift) * t + phase)
      }
    }
    return fid
  }

  func make() -> FIDArray {
    let stream = RandomStream(seed: seed)
    var samples: [ComplexVector] = []
    for coil in 0..<coils {
      for average in 0..<averages {
        var random = stream.child(coil * averages + average)
        var fid = signal(
          shift: shifts.isEmpty ? 0 : shifts[average], phase: phases.isEmpty ? 0 : phases[average])
        fid.scale(by: sensitivities[coil] * Complex(scales.isEmpty ? 1 : scales[average]))
        for n in 0..<points {
          fid.real[n] += noise * random.normal()
          fid.imaginary[n] += noise * random.normal()
        }
        samples.append(fid)
      }
    }
    return FIDArray(acquisition: acquisition, coils: coils, averages: averages, samples: samples)
  }
}
