import MRSCore
import Numerics

/// The signal of a voxel as a function of its parameters: the one model that synthesis draws from and the fit inverts.
///
/// s(t) = Σ_k a_k·w_k·b_k(t)·exp(2πi·(Δ + δ_k)·t)·exp(−π·L_k·t)·exp(−(π·G·t)²/(4·ln 2)), and in the spectrum
/// S(f)·exp(i·(φ₀ + 2π·f·τ)). w_k is the share of the signal left by relaxation at the sequence's TE and TR.
public struct ForwardModel: Sendable {
  /// The species, in order.
  public let names: [String]
  public let acquisition: Acquisition
  /// w_k·b_k(t), K signals of shape (L).
  public let signals: [ComplexVector]

  /// - Parameter attenuations: w_k by species; 1 for those not named.
  public init(basis: BasisSet, acquisition: Acquisition, attenuations: [String: Double] = [:]) {
    names = basis.names
    self.acquisition = acquisition
    signals = zip(basis.names, basis.rendered(on: acquisition)).map { name, fid in
      let weight = attenuations[name] ?? 1
      return weight == 1 ? fid.samples : weight * fid.samples
    }
  }

  /// The noiseless FID.
  /// - Precondition: the parameters are for as many species as the model has.
  public func fid(_ parameters: SignalParameters) -> FID {
    precondition(parameters.amounts.count == names.count)
    var sum = ComplexVector(zeros: acquisition.points)
    for k in names.indices where parameters.amounts[k] != 0 {
      sum += parameters.amounts[k] * component(k, shift: parameters.shifts[k], lorentzian: parameters.lorentzians[k])
    }
    let shared = Lineshape(shift: parameters.frequency, lorentzian: 0, gaussian: parameters.gaussian)
    var samples = sum * shared.decay(on: acquisition)
    samples.scale(by: Complex(length: 1, phase: parameters.phase))
    let fid = FID(samples: samples, acquisition: acquisition)
    return parameters.delay == 0 ? fid : fid.delayed(by: parameters.delay)
  }

  /// w_k·b_k(t)·exp(2πi·δ·t)·exp(−π·L·t): one species before the shared lineshape.
  public func component(_ k: Int, shift: Double, lorentzian: Double) -> ComplexVector {
    signals[k] * Lineshape(shift: shift, lorentzian: lorentzian).decay(on: acquisition)
  }
}

extension FID {
  /// With the first-order phase exp(2πi·f·τ) on its spectrum.
  public func delayed(by delay: Double) -> FID {
    let transform = FourierTransform(count: samples.count)
    let spectrum = transform.spectrum(of: self)
    var values = spectrum.values
    for i in values.indices {
      values[i] = values[i] * Complex(length: 1, phase: 2 * .pi * spectrum.offset(at: i).hertz * delay)
    }
    return transform.fid(of: Spectrum(values: values, acquisition: acquisition))
  }
}
