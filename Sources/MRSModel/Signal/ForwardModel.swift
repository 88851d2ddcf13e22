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
  private let transform: FourierTransform

  /// - Parameter attenuations: w_k by species; 1 for those not named.
  public init(basis: BasisSet, acquisition: Acquisition, attenuations: [String: Double] = [:]) {
    names = basis.names
    self.acquisition = acquisition
    transform = FourierTransform(count: acquisition.points)
    signals = zip(basis.names, basis.rendered(on: acquisition)).map { name, fid in
      let weight = attenuations[name] ?? 1
      return weight == 1 ? fid.samples : weight * fid.samples
    }
  }

  private init(_ other: ForwardModel, signals: [ComplexVector]) {
    names = other.names
    acquisition = other.acquisition
    transform = other.transform
    self.signals = signals
  }

  /// The same model of the first `points` samples.
  /// - Precondition: there are as many.
  package func shortened(to points: Int) -> ForwardModel {
    ForwardModel(names: names, acquisition: acquisition.with(points: points), signals: signals.map { $0[0..<points] })
  }

  private init(names: [String], acquisition: Acquisition, signals: [ComplexVector]) {
    self.names = names
    self.acquisition = acquisition
    transform = FourierTransform(count: acquisition.points)
    self.signals = signals
  }

  /// The same model with other signals of some species, by their places.
  package func replacing(_ others: [Int: ComplexVector]) -> ForwardModel {
    ForwardModel(self, signals: signals.enumerated().map { others[$0.offset] ?? $0.element })
  }

  /// The noiseless FID.
  /// - Precondition: the parameters are for as many species as the model has.
  public func fid(_ parameters: SignalParameters) -> FID {
    precondition(parameters.amounts.count == names.count)
    let radiansPerHertz = 2 * .pi * acquisition.dwellTime
    var samples = ComplexVector(zeros: acquisition.points)
    for k in names.indices where parameters.amounts[k] != 0 {
      samples.add(
        signals[k], scaledBy: parameters.amounts[k], damping: -0.5 * radiansPerHertz * parameters.lorentzians[k],
        rotation: radiansPerHertz * parameters.shifts[k])
    }
    let shared = Lineshape(shift: parameters.frequency, lorentzian: 0, gaussian: parameters.gaussian)
    samples.modulate(
      by: shared.gaussian == 0 ? nil : shared.envelope(on: acquisition),
      amplitude: Complex(length: 1, phase: parameters.phase), rotation: radiansPerHertz * shared.shift)
    let fid = FID(samples: samples, acquisition: acquisition)
    return parameters.delay == 0 ? fid : transform.delayed(fid, by: parameters.delay)
  }

  /// w_k·b_k(t)·exp(2πi·δ·t)·exp(−π·L·t): one species before the shared lineshape.
  public func component(_ k: Int, shift: Double, lorentzian: Double) -> ComplexVector {
    signals[k] * Lineshape(shift: shift, lorentzian: lorentzian).decay(on: acquisition)
  }
}
