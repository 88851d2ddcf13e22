import MRSCore
import MRSModel
import MRSSimulation

extension StageContext {
  /// The basis set of the protocol: its metabolites and nuisance species by density matrix, its lipids from fragments of
  /// triglycerides, targets first.
  /// - Throws: `SimulationError`, `ConfigurationError`, ``StageError``.
  public func simulateBasis() async throws -> BasisSet {
    let library = try SpinSystemLibrary.metabolites()
    let simulator = BasisSimulator(
      sequence: try studyProtocol.pulseSequence(), acquisition: studyProtocol.spectralAcquisition,
      grid: studyProtocol.sliceGrid)
    let lipids = try studyProtocol.lipidFunctions()
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

extension StudyProtocol {
  /// The lipid functions at the protocol's sequence, field and mean composition, in the order of
  /// ``lipidTargets`` and ``lipidNuisances``.
  /// - Throws: `SimulationError`, `ConfigurationError`.
  public func lipidFunctions() throws -> [BasisFunction] {
    let molecule = TriglycerideModel(
      chainLength: lipids.chainLength.mean, doubleBonds: lipids.doubleBonds.mean,
      interruptedDoubleBonds: lipids.interruptedDoubleBonds.mean)
    return try LipidSimulator(
      simulator: BasisSimulator(sequence: pulseSequence(), acquisition: spectralAcquisition, grid: sliceGrid),
      methyleneProtons: molecule.protons(of: .methylene), allylicProtons: molecule.protons(of: .allylic)
    ).basisFunctions()
  }
}
