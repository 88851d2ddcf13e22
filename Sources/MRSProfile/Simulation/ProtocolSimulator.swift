import MRSCore
import MRSModel
import MRSSimulation

/// Simulates the basis set of a protocol.
public struct ProtocolSimulator: Sendable {
  public let studyProtocol: StudyProtocol
  /// One condition's of an edited scan; `nil` for the protocol's own.
  private let sequence: PulseSequence?

  /// - Parameter sequence: of one condition of an edited scan (``StudyProtocol/editedSequences()``); `nil` for the protocol's own.
  public init(_ studyProtocol: StudyProtocol, sequence: PulseSequence? = nil) {
    self.studyProtocol = studyProtocol
    self.sequence = sequence
  }

  /// The basis: metabolites and nuisance species by density matrix, lipids from fragments of triglycerides, targets first.
  /// - Parameter hasLipids: whether the lipids are in it; a brain's basis has none.
  /// - Throws: `SimulationError`, `ConfigurationError`, ``ProfileError``.
  public func basis(worker: Worker, hasLipids: Bool = true) async throws -> BasisSet {
    let library = try studyProtocol.spinSystemLibrary()
    let simulator = try simulator()
    let lipids = try lipidFunctions()
    let molecules = try studyProtocol.allSpecies
      .filter { name in !lipids.contains { $0.name == name } }.map { try library.molecule(named: $0) }
    let progress = worker.progress(
      of: "Basis", total: molecules.reduce(0) { $0 + $1.parts.count }, unit: "spin systems")
    let simulated = try await simulator.basisFunctions(of: molecules, tasks: worker.tasks) { progress.advance(by: 1) }
    progress.finish()
    let known = (hasLipids ? lipids : []) + simulated
    let functions = studyProtocol.allSpecies.compactMap { name in known.first { $0.name == name } }
    return BasisSet(
      functions: functions, acquisition: simulator.acquisition, source: "protocol \(studyProtocol.name)")
  }

  /// Functions of molecules that the protocol need not name, at its sequence and field.
  /// - Throws: `SimulationError`, `ProfileError`.
  public func functions(of molecules: [Molecule], tasks: Int) async throws -> [BasisFunction] {
    try await simulator().basisFunctions(of: molecules, tasks: tasks)
  }

  /// The lipid functions at the protocol's sequence, field and mean composition, in the order of the vocabulary's lipid
  /// resonances.
  /// - Throws: `SimulationError`, `ConfigurationError`.
  public func lipidFunctions() throws -> [BasisFunction] {
    let lipids = studyProtocol.lipids
    let molecule = TriglycerideModel(
      chainLength: lipids.chainLength.mean, doubleBonds: lipids.doubleBonds.mean,
      interruptedDoubleBonds: lipids.interruptedDoubleBonds.mean)
    return try LipidSimulator(
      simulator: simulator(), methyleneProtons: molecule.protons(of: .methylene),
      allylicProtons: molecule.protons(of: .allylic)
    ).basisFunctions()
  }

  private func simulator() throws -> BasisSimulator {
    guard sequence != nil || studyProtocol.editing == nil else {
      throw ProfileError.invalid(
        file: studyProtocol.name, field: "editing", value: "there",
        expected:
          "none: an edited scan has a basis a condition and difference, which 'hepatica simulate' makes; give one with --basis"
      )
    }
    return BasisSimulator(
      sequence: try sequence ?? studyProtocol.pulseSequence(), acquisition: studyProtocol.spectralAcquisition)
  }
}
