import MRSCore
import Numerics

/// Simulates basis functions by density matrix.
public struct BasisSimulator: Sendable {
  public let sequence: PulseSequence
  /// The grid and field of the basis; its sequence name and echo time are set from ``sequence``.
  public let acquisition: Acquisition
  /// Where slices are sampled, for sequences that select any.
  public let sampling: SliceSampling
  public let averaging: SpatialAveraging
  /// Lines closer than this are merged, in Hz: a thousandth of the narrowest linewidth seen in vivo.
  public let mergeTolerance: Double

  /// - Parameter sampling: where slices are sampled; `nil` for what pulses, shifts and transmitter ask for.
  public init(
    sequence: PulseSequence, acquisition: Acquisition, sampling: SliceSampling? = nil,
    averaging: SpatialAveraging = .projection, mergeTolerance: Double = 0.002
  ) {
    self.sequence = sequence
    var acquisition = acquisition
    acquisition.sequence = sequence.name
    acquisition.echoTime = sequence.echoTime
    self.acquisition = acquisition
    self.sampling = sampling ?? SliceSampling(sequence)
    self.averaging = averaging
    self.mergeTolerance = mergeTolerance
  }

  /// The signal of one molecule of `molecule`, in units of ``reference()``: what slices and stimulated echoes lose, and
  /// the phase that they leave, are the same for the water by which amounts are scaled.
  /// - Throws: ``SimulationError``.
  public func basisFunction(of molecule: Molecule) throws(SimulationError) -> BasisFunction {
    let reference = try reference()
    var parts: [TransitionLines] = []
    for part in molecule.parts {
      parts.append(try lines(of: part.system, species: molecule.name, under: sequence).scaled(by: part.copies))
    }
    return basisFunction(named: molecule.name, of: parts, reference: reference)
  }

  /// The same for many molecules, whose parts are worked on by at most `tasks` tasks, largest first; `progress` is told
  /// of each part that is finished.
  /// - Throws: ``SimulationError``.
  public func basisFunctions(
    of molecules: [Molecule], tasks: Int, progress: @escaping @Sendable () -> Void = {}
  ) async throws -> [BasisFunction] {
    let reference = try reference()
    let work = molecules.indices.flatMap { index in
      molecules[index].parts.indices.map { (molecule: index, part: $0) }
    }.sorted {
      molecules[$0.molecule].parts[$0.part].system.protons > molecules[$1.molecule].parts[$1.part].system.protons
    }
    let results = try await work.concurrentMap(tasks: tasks) { item in
      let part = molecules[item.molecule].parts[item.part]
      let lines = try lines(of: part.system, species: molecules[item.molecule].name, under: sequence)
        .scaled(by: part.copies)
      progress()
      return lines
    }
    let byItem = zip(work, results).sorted { ($0.0.molecule, $0.0.part) < ($1.0.molecule, $1.0.part) }
    return molecules.indices.map { index in
      basisFunction(
        named: molecules[index].name, of: byItem.filter { $0.0.molecule == index }.map(\.1), reference: reference)
    }
  }

  /// The signal of one uncoupled proton at the transmitter's shift under the sequence as it is, but for editing pulses: 1 for
  /// ideal pulses and spin echoes, ½ for a stimulated echo; the area of the slice profiles for localised sequences, in nominal
  /// slices.
  /// - Throws: ``SimulationError/noSignal(sequence:)``.
  public func reference() throws(SimulationError) -> Complex<Double> {
    let proton = SpinSystem(shifts: [sequence.transmitterShift])
    let signal = try lines(of: proton, species: "the reference of \(sequence.name)", under: sequence.unedited).total
    guard signal.length > 1e-6 else { throw .noSignal(sequence: sequence.name) }
    // Ideal spin echoes give 1 but for rounding, which shall not reach the basis.
    return (signal - 1).length < 1e-12 ? 1 : signal
  }

  private func basisFunction(
    named name: String, of parts: [TransitionLines], reference: Complex<Double>
  ) -> BasisFunction {
    let merged = TransitionLines(
      frequencies: parts.flatMap(\.frequencies),
      amplitudes: (1 / reference)
        * ComplexVector(real: parts.flatMap(\.amplitudes.real), imaginary: parts.flatMap(\.amplitudes.imaginary)),
      tolerance: mergeTolerance, threshold: 1e-7)
    return BasisFunction(name: name, signal: .lines(merged))
  }

  /// The lines of one spin system: the mean over the states of its passive nuclei.
  private func lines(
    of system: SpinSystem, species: String, under sequence: PulseSequence
  ) throws(SimulationError) -> TransitionLines {
    guard system.protons <= Self.largestSystem else {
      throw .tooManySpins(species: species, protons: system.protons, limit: Self.largestSystem)
    }
    var lines: [TransitionLines] = []
    for part in ReducedSystem.parts(of: system) {
      for state in system.subspectra(on: acquisition) {
        do throws(LinearAlgebraError) {
          let hamiltonian = try Hamiltonian(
            space: part.space, offsets: part.representatives.map { state.offsets[$0] }, couplings: part.couplings)
          let run = try SequenceRun(
            sequence, on: hamiltonian, acquisition: acquisition, sampling: sampling, averaging: averaging)
          let scale = 4 / Double(1 << system.protons) * part.copies * state.weight
          lines.append(run.finalState().lines(under: hamiltonian, scale: scale))
        } catch {
          throw .notDiagonalised(species: species, reason: "\(error)")
        }
      }
    }
    return TransitionLines(
      frequencies: lines.flatMap(\.frequencies),
      amplitudes: ComplexVector(
        real: lines.flatMap(\.amplitudes.real), imaginary: lines.flatMap(\.amplitudes.imaginary)))
  }

  /// The largest spin system that is simulated: 2¹⁰ states, where no protons are equivalent.
  static let largestSystem = 10
}
