import MRSCore
import MRSModel
import MRSSimulation

extension StageContext {
  /// The basis set of the protocol: its metabolites and nuisance species by density matrix, its lipids by the
  /// triglyceride model, targets first.
  /// - Throws: `SimulationError`, `ConfigurationError`.
  public func simulateBasis() async throws -> BasisSet {
    let library = try SpinSystemLibrary.liver()
    let simulator = BasisSimulator(
      sequence: studyProtocol.pulseSequence, acquisition: studyProtocol.spectralAcquisition)
    let lipids = TriglycerideModel.basisFunctions(on: studyProtocol.spectralAcquisition)
    let functions = try await map(studyProtocol.allSpecies, "Basis", unit: "species") { name in
      try lipids.first { $0.name == name } ?? simulator.basisFunction(of: library.molecule(named: name))
    }
    return BasisSet(
      functions: functions, acquisition: simulator.acquisition, source: "protocol \(studyProtocol.name)")
  }
}
