import MRSCore

/// Simulates basis functions by density matrix.
public struct BasisSimulator: Sendable {
  public let sequence: PulseSequence
  /// The grid and field of the basis; its sequence name and echo time are set from ``sequence``.
  public let acquisition: Acquisition
  /// Lines closer than this are merged, in Hz: a thousandth of the narrowest linewidth seen in vivo.
  public let mergeTolerance: Double

  public init(sequence: PulseSequence, acquisition: Acquisition, mergeTolerance: Double = 0.002) {
    self.sequence = sequence
    var acquisition = acquisition
    acquisition.sequence = sequence.name
    acquisition.echoTime = sequence.echoTime
    self.acquisition = acquisition
    self.mergeTolerance = mergeTolerance
  }

  /// The signal of one molecule of `molecule`, in protons.
  /// - Throws: ``SimulationError/tooManySpins(species:protons:limit:)``.
  public func basisFunction(of molecule: Molecule) throws(SimulationError) -> BasisFunction {
    // Not for speed: two threads that call a multi-threaded OpenBLAS 0.3.21 at once get wrong products.
    LinearAlgebraLibrary.useOneThread()
    var lines = TransitionLines(frequencies: [], amplitudes: ComplexVector(zeros: 0))
    for part in molecule.parts {
      lines = lines + (try self.lines(of: part.system, species: molecule.name)).scaled(by: part.copies)
    }
    let merged = TransitionLines(
      frequencies: lines.frequencies, amplitudes: lines.amplitudes, tolerance: mergeTolerance, threshold: 1e-7)
    return BasisFunction(name: molecule.name, signal: .lines(merged))
  }

  /// The lines of one spin system: the mean over the states of its passive nuclei.
  func lines(of system: SpinSystem, species: String) throws(SimulationError) -> TransitionLines {
    guard system.protons <= Self.largestSystem else {
      throw .tooManySpins(species: species, protons: system.protons, limit: Self.largestSystem)
    }
    var total = TransitionLines(frequencies: [], amplitudes: ComplexVector(zeros: 0))
    for state in system.subspectra(on: acquisition) {
      let hamiltonian: Hamiltonian
      do {
        hamiltonian = try Hamiltonian(offsets: state.offsets, couplings: system.couplings)
      } catch {
        throw .notDiagonalised(species: species, reason: "\(error)")
      }
      var density = DensityMatrix(equilibriumOf: system.protons)
      for event in sequence.events {
        switch event {
        case .pulse(let flip, let phase): density = density.pulsed(flip, phase: phase)
        case .delay(let seconds): density = density.evolved(under: hamiltonian, for: seconds)
        }
      }
      total = total + density.lines(under: hamiltonian).scaled(by: state.weight)
    }
    return total
  }

  /// The largest spin system that is simulated: 2⁹ states, some seconds.
  static let largestSystem = 9
}
