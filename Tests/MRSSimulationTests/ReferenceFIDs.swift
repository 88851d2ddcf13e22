import Foundation
import MRSCore
import MRSSimulation

/// The independent references of Reference/fids.json and edited.json (see ORIGIN.md there).
struct ReferenceFIDs: Decodable {
  struct Planes: Decodable {
    let real: [Double]
    let imaginary: [Double]

    var samples: ComplexVector { ComplexVector(real: real, imaginary: imaginary) }
  }

  let megahertz: Double
  let carrier: Double
  /// Seconds.
  let echoTimes: [Double]
  /// Seconds.
  let times: [Double]
  /// By species and sequence.
  let species: [String: [String: Planes]]

  static func read(_ name: String = "fids") throws -> ReferenceFIDs {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Reference/\(name).json")
    return try JSONDecoder().decode(ReferenceFIDs.self, from: Data(contentsOf: url))
  }

  /// The grid whose samples are at ``times``.
  var acquisition: Acquisition {
    Acquisition(
      spectrometerFrequency: .megahertz(megahertz), dwellTime: times[1] - times[0], points: times.count,
      carrierShift: .ppm(carrier))
  }

  func sequence(_ name: String) -> PulseSequence {
    name == "press30" ? .press(firstEchoTime: echoTimes[0], secondEchoTime: echoTimes[1]) : .pulseAcquire
  }
}

extension ComplexVector {
  /// |⟨a, b⟩|/(‖a‖·‖b‖).
  func correlation(with other: ComplexVector) -> Double {
    var (real, imaginary) = (0.0, 0.0)
    for i in indices {
      real += self.real[i] * other.real[i] + self.imaginary[i] * other.imaginary[i]
      imaginary += self.real[i] * other.imaginary[i] - self.imaginary[i] * other.real[i]
    }
    return (real * real + imaginary * imaginary).squareRoot() / (norm * other.norm)
  }

  /// ‖a − b‖/‖b‖.
  func relativeDifference(from other: ComplexVector) -> Double {
    var sum = 0.0
    for i in indices {
      let (dr, di) = (real[i] - other.real[i], imaginary[i] - other.imaginary[i])
      sum += dr * dr + di * di
    }
    return sum.squareRoot() / other.norm
  }

  var norm: Double { zip(real, imaginary).reduce(0) { $0 + $1.0 * $1.0 + $1.1 * $1.1 }.squareRoot() }
}
