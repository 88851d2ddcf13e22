import MRSCore
import Numerics

/// One simulated scan that every vendor's format can hold exactly: whole numbers below 2¹⁵.
enum VendorScan {
  static let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(127.7), dwellTime: 1 / 4000, points: 64, sequence: "PRESS", echoTime: 0.03,
    repetitionTime: 2)

  /// A line 100 Hz downfield of the carrier, as strong and turned as each coil sees it, and noise; averages differ in
  /// noise alone.
  static func signals(
    coils: Int = 3, averages: Int = 4, points: Int = 64, height: Double = 4000, seed: UInt64 = 7
  ) -> FIDArray {
    var random = RandomStream(seed: seed)
    var samples: [ComplexVector] = []
    for coil in 0..<coils {
      for _ in 0..<averages {
        var fid = ComplexVector(zeros: points)
        for i in 0..<points {
          let time = Double(i) * acquisition.dwellTime
          let phase = 2 * Double.pi * 100 * time + Double(coil)
          let size = height * Double.exp(-20 * time) / Double(coil + 1)
          fid.real[i] = (size * Double.cos(phase) + 20 * random.normal()).rounded()
          fid.imaginary[i] = (size * Double.sin(phase) + 20 * random.normal()).rounded()
        }
        samples.append(fid)
      }
    }
    return FIDArray(
      acquisition: acquisition.with(points: points), coils: coils, averages: averages, samples: samples)
  }

  /// The water of the scan: as high as 16-bit numbers allow.
  static func water(coils: Int = 3, averages: Int = 2, points: Int = 64) -> FIDArray {
    signals(coils: coils, averages: averages, points: points, height: 30_000, seed: 8)
  }
}
