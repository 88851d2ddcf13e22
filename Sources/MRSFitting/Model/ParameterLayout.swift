/// Which nonlinear parameter of a fit stands where in its parameter vector, and in which unit.
///
/// | place | parameter | unit |
/// | --- | --- | --- |
/// | 0 | Δ, the frequency offset that all species share | Hz |
/// | 1 | φ₀, the zero-order phase | rad |
/// | 2 | τ, the delay of the first-order phase | s |
/// | 3 | L, the shared Lorentz broadening | Hz |
/// | 4 | G, the shared Gauss width: as G² in a search, in which the model has a slope at zero too; as G in chains | Hz², Hz |
/// | 5 … 5 + K | δ_k, the own shift of every species, or of a follower its distance (``ShiftTies``) | Hz |
/// | 5 + K … 5 + 2K | λ_k, the own Lorentz broadening of every species | Hz |
/// | 5 + 2K … | κ_j, the share of a line that the j-th step of the lineshape takes | 1 |
///
/// Where amounts are parameters too (``LogNormalPosterior``), the K of them stand before all these.
package struct ParameterLayout: Hashable, Sendable {
  /// What stands at a place.
  package enum Parameter: Hashable, Sendable {
    case frequency, phase, delay, lorentzian, gaussian
    /// Of a species.
    case shift(Int)
    /// Of a species.
    case broadening(Int)
    /// Of a step of the lineshape.
    case share(Int)
  }

  package static let frequency = 0
  package static let phase = 1
  package static let delay = 2
  package static let lorentzian = 3
  package static let gaussian = 4
  /// What all species share.
  package static let shared = 0..<5

  /// The species, in order.
  package let names: [String]
  /// f_j of the steps of the lineshape, Hz.
  package let kernelOffsets: [Double]

  package init(names: [String], kernelOffsets: [Double] = []) {
    self.names = names
    self.kernelOffsets = kernelOffsets
  }

  /// K.
  package var species: Int { names.count }
  /// The places of δ_k.
  package var shifts: Range<Int> { Self.shared.upperBound..<Self.shared.upperBound + species }
  /// The places of λ_k.
  package var broadenings: Range<Int> { shifts.upperBound..<shifts.upperBound + species }
  /// The places of κ_j.
  package var kernel: Range<Int> { broadenings.upperBound..<broadenings.upperBound + kernelOffsets.count }
  /// How long a vector is.
  package var count: Int { kernel.upperBound }
  /// All places.
  package var indices: Range<Int> { 0..<count }

  /// What stands at a place.
  package func parameter(at index: Int) -> Parameter {
    switch index {
    case Self.frequency: .frequency
    case Self.phase: .phase
    case Self.delay: .delay
    case Self.lorentzian: .lorentzian
    case Self.gaussian: .gaussian
    case shifts: .shift(index - shifts.lowerBound)
    case broadenings: .broadening(index - broadenings.lowerBound)
    default: .share(index - kernel.lowerBound)
    }
  }

  /// The vector of these values; shifts as ``ShiftTies`` has them, the lineshape a Voigt line unless it is given.
  package func vector(
    frequency: Double, phase: Double, delay: Double, lorentzian: Double, gaussian: Double, shifts: [Double],
    broadenings: [Double], kernel: [Double]? = nil
  ) -> [Double] {
    [frequency, phase, delay, lorentzian, gaussian] + shifts + broadenings
      + (kernel ?? [Double](repeating: 0, count: kernelOffsets.count))
  }

  /// What stands at a place in words, with its unit as a fit's result has it.
  package func name(at index: Int) -> String {
    switch parameter(at: index) {
    case .frequency: "frequency offset (Hz)"
    case .phase: "zero-order phase (rad)"
    case .delay: "first-order phase (s)"
    case .lorentzian: "Lorentz width (Hz)"
    case .gaussian: "Gauss width (Hz)"
    case .shift(let k): "shift of \(names[k]) (Hz)"
    case .broadening(let k): "broadening of \(names[k]) (Hz)"
    case .share(let j): "lineshape at \(kernelOffsets[j]) Hz"
    }
  }
}
