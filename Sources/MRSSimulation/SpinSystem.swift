import MRSCore

/// A set of coupled protons: shifts, scalar couplings, and couplings to nuclei that are not observed.
///
/// A molecule is a list of such systems (``Molecule``), since protons that do not couple need not share a Hamiltonian.
public struct SpinSystem: Hashable, Sendable {
  /// A scalar coupling between two protons, counted from 0, in Hz.
  public struct Coupling: Hashable, Sendable {
    public let first: Int
    public let second: Int
    public let hertz: Double

    public init(_ first: Int, _ second: Int, hertz: Double) {
      self.first = first
      self.second = second
      self.hertz = hertz
    }
  }

  /// A nucleus that couples to the protons but is not observed and not touched by proton pulses.
  public struct PassiveNucleus: Hashable, Sendable {
    /// The spin quantum number I: ½ for ³¹P, 1 for ¹⁴N.
    public let spin: Double
    /// The coupling to each proton, in Hz; 0 where there is none.
    public let couplings: [Double]

    public init(spin: Double, couplings: [Double]) {
      self.spin = spin
      self.couplings = couplings
    }

    /// The projections m = −I … I.
    var projections: [Double] { stride(from: -spin, through: spin, by: 1).map { $0 } }
  }

  /// The chemical shift of each proton.
  public let shifts: [ChemicalShift]
  public let couplings: [Coupling]
  public let passiveNuclei: [PassiveNucleus]

  public init(shifts: [ChemicalShift], couplings: [Coupling] = [], passiveNuclei: [PassiveNucleus] = []) {
    self.shifts = shifts
    self.couplings = couplings
    self.passiveNuclei = passiveNuclei
  }

  /// The number of protons.
  public var protons: Int { shifts.count }

  /// The shift of each proton, in Hz from the carrier, for every state of the passive nuclei, with the state's weight.
  ///
  /// The passive projection is conserved, so the spectrum is the mean of those of the states, with δ_k moved by
  /// Σ J_k·m. Proton refocusing pulses refocus that term as they refocus a shift, which is what they do to a
  /// heteronuclear coupling.
  func subspectra(on acquisition: Acquisition) -> [(offsets: [Double], weight: Double)] {
    var states = [(offsets: shifts.map { acquisition.offset(of: $0).hertz }, weight: 1.0)]
    for nucleus in passiveNuclei {
      let projections = nucleus.projections
      states = states.flatMap { state in
        projections.map { projection in
          let offsets = zip(state.offsets, nucleus.couplings).map { $0 + $1 * projection }
          return (offsets, state.weight / Double(projections.count))
        }
      }
    }
    return states
  }
}
