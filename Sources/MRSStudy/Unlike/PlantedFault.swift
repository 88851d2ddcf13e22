import MRSCore
import MRSModel
import MRSSynthesis
import Numerics

/// What is done to a finished spectrum that a method ought to notice.
enum PlantedFault: Sendable {
  /// Nothing but noise, of the spectrum's own deviation, is left.
  case noiseAlone
  /// All of it moves by so much, up or down.
  case displacement(Frequency)
  case conjugation
  /// A line of so many protons (mM times protons a molecule) that no basis has.
  case singlet(at: ChemicalShift, amplitude: ClosedRange<Double>)
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
    case .displacement(let offset):
      return fid.shifted(by: .hertz(stream.uniform() < 0.5 ? -offset.hertz : offset.hertz))
    case .conjugation:
      return fid.conjugated
    case .singlet(let shift, let amplitude):
      let parameters = example.parameters
      var samples = fid.samples
      let line = Lineshape(
        shift: fid.acquisition.offset(of: shift).hertz + parameters.frequency, lorentzian: 5,
        gaussian: parameters.gaussian)
      samples.add(
        line, scaledBy: Complex(length: stream.uniform(in: amplitude), phase: parameters.phase), on: fid.acquisition)
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
}
