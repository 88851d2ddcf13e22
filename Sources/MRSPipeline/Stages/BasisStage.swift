import MRSCore
import MRSModel
import MRSSimulation

extension StageContext {
  /// The basis set of the protocol: its metabolites and nuisance species by density matrix, its lipids by the
  /// triglyceride model, targets first.
  /// - Throws: `SimulationError`, `ConfigurationError`, ``StageError``.
  public func simulateBasis() async throws -> BasisSet {
    let library = try SpinSystemLibrary.liver()
    let simulator = BasisSimulator(
      sequence: try studyProtocol.pulseSequence(), acquisition: studyProtocol.spectralAcquisition,
      grid: studyProtocol.sliceGrid)
    let lipids = TriglycerideModel.basisFunctions(on: studyProtocol.spectralAcquisition)
    let molecules = try studyProtocol.allSpecies
      .filter { name in !lipids.contains { $0.name == name } }.map { try library.molecule(named: $0) }
    let reporter = ProgressReporter(
      "Basis", total: molecules.reduce(0) { $0 + $1.parts.count }, unit: "spin systems", style: progress)
    let simulated = try await simulator.basisFunctions(of: molecules, tasks: tasks) { reporter.advance() }
    reporter.finish()
    let known = lipids + simulated
    let functions = studyProtocol.allSpecies.compactMap { name in known.first { $0.name == name } }
    return BasisSet(
      functions: functions, acquisition: simulator.acquisition, source: "protocol \(studyProtocol.name)")
  }
}
