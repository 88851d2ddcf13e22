import MRSCore
import MRSModel
import MRSSynthesis
import Numerics

/// What is done to a finished spectrum that a method ought to notice.
enum PlantedFault: Sendable {
  /// Nothing but noise, of the spectrum's own deviation, is left.
  case noiseAlone
  /// All of it moves by so many Hz, up or down.
  case displacement(ClosedRange<Double>)
  case conjugation
  /// A line of so many protons (mM times protons a molecule) that no basis has.
  case singlet(at: ChemicalShift, amplitude: ClosedRange<Double>)
  /// A singlet or doublet within such ppm that no basis has.
  case foreignLine(ClosedRange<Double>)
  /// Real and imaginary part end at a share of the largest.
  case clipping(ClosedRange<Double>)

  /// - Parameter stream: draws what the fault leaves open.
  func planted(in example: Example, using stream: inout RandomStream) -> FID {
    let fid = example.fid
    switch self {
    case .noiseAlone:
      var samples = ComplexVector(zeros: fid.samples.count)
      stream.addNormals(to: &samples.real, deviation: example.noise)
      stream.addNormals(to: &samples.imaginary, deviation: example.noise)
      return FID(samples: samples, acquisition: fid.acquisition)
    case .displacement(let range):
      let sign: Double = stream.uniform() < 0.5 ? -1 : 1
      return fid.shifted(by: .hertz(sign * stream.uniform(in: range)))
    case .conjugation:
      return fid.conjugated
    case .singlet(let shift, let amplitude):
      var samples = fid.samples
      Self.add(
        stream.uniform(in: amplitude), at: fid.acquisition.offset(of: shift), lorentzian: 5, of: example, to: &samples)
      return FID(samples: samples, acquisition: fid.acquisition)
    case .foreignLine(let place):
      var samples = fid.samples
      Self.addForeignLine(at: stream.uniform(in: place), of: example, to: &samples, using: &stream)
      return FID(samples: samples, acquisition: fid.acquisition)
    case .clipping(let share):
      let largest = max(fid.samples.real.map(abs).max() ?? 0, fid.samples.imaginary.map(abs).max() ?? 0)
      let limit = largest * stream.uniform(in: share)
      return FID(
        samples: ComplexVector(
          real: fid.samples.real.map { min(max($0, -limit), limit) },
          imaginary: fid.samples.imaginary.map { min(max($0, -limit), limit) }), acquisition: fid.acquisition)
    }
  }

  private static func addForeignLine(
    at shift: Double, of example: Example, to samples: inout ComplexVector, using stream: inout RandomStream
  ) {
    let amplitude = Double.exp(stream.uniform(in: .log(6)...Double.log(60)))
    let coupling = stream.uniform() < 0.75 ? 0 : stream.uniform(in: 5...16)
    let lorentzian = stream.uniform(in: 1...10)
    let offset = example.fid.acquisition.offset(of: .ppm(shift))
    for half in [-0.5, 0.5] {
      add(
        amplitude / 2, at: .hertz(offset.hertz + half * coupling), lorentzian: lorentzian, of: example, to: &samples)
    }
  }

  /// Adds a line with the place, phase and width of the example's own.
  /// - Parameters:
  ///   - amplitude: mM of protons.
  ///   - lorentzian: Hz.
  private static func add(
    _ amplitude: Double, at offset: Frequency, lorentzian: Double, of example: Example, to samples: inout ComplexVector
  ) {
    let parameters = example.parameters
    let line = Lineshape(
      shift: offset.hertz + parameters.frequency, lorentzian: lorentzian, gaussian: parameters.gaussian)
    samples.add(line, scaledBy: Complex(length: amplitude, phase: parameters.phase), on: example.fid.acquisition)
  }
}
