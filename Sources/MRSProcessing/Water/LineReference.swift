import MRSCore
import Numerics

/// Where lines of known shift are, and by what they must be moved and turned to stand there upright.
public struct LineReference: Hashable, Sendable {
  /// The lines of the scan that are looked for where there is no water scan, ppm.
  public var lines: [Double]

  /// NAA, creatine and choline: Govindaraju et al. 2000, doi:10.1002/1099-1492(200005)13:3<129::AID-NBM619>3.0.CO;2-V.
  public init(lines: [Double] = [2.008, 3.027, 3.21]) { self.lines = lines }

  /// - Throws: ``ProcessingError/noSignal(what:)``.
  func found(
    scan: FID, water: FID?
  ) throws(ProcessingError) -> (correction: SpectralRegistration.Correction, line: String) {
    if let water {
      let line = try WaterLine(of: water)
      let expected = water.acquisition.offset(of: water.acquisition.expectedWater).hertz
      return (
        .init(frequency: .hertz(expected - line.offset.hertz), phase: .radians(-line.phase)), "the water"
      )
    }
    guard !lines.isEmpty, scan.samples.isFinite, scan.samples.energy > 0 else {
      throw .noSignal(what: "the lines of reference")
    }
    let filled = scan.resized(to: 4 * scan.samples.count)
    let spectrum = FourierTransform(count: filled.samples.count).spectrum(of: filled)
    let magnitude = spectrum.values.magnitude
    let megahertz = scan.acquisition.spectrometerFrequency.megahertz
    let step = filled.acquisition.frequencyStep
    let places = lines.map { Int((scan.acquisition.offset(of: .ppm($0)).hertz / step).rounded()) + spectrum.count / 2 }
    let reach = Int(Self.farthest * megahertz / step)
    func sum(_ shift: Int) -> Double {
      places.reduce(0) { $0 + (magnitude.indices.contains($1 + shift) ? magnitude[$1 + shift] : 0) }
    }
    let best = (-reach...reach).max { sum($0) < sum($1) } ?? 0
    let upright = places.filter { magnitude.indices.contains($0 + best) }
      .reduce(Complex<Double>.zero) { $0 + spectrum.values[$1 + best] }
    let names = lines.map { "\($0)" }.joined(separator: ", ")
    return (
      .init(frequency: .hertz(-Double(best) * step), phase: .radians(upright == .zero ? 0 : -upright.phase)),
      "the lines at \(names) ppm"
    )
  }

  /// ppm to either side.
  private static let farthest = 0.25
}

extension Acquisition {
  /// Where the water of a ¹H scan is: at 0 Hz where that is near, as in tissue or in a phantom of any temperature, else at 4.65 ppm.
  var expectedWater: ChemicalShift {
    abs(carrierShift.ppm - ChemicalShift.bodyWater.ppm) < 0.4 ? carrierShift : .bodyWater
  }
}
