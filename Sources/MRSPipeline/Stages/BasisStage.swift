import MRSCore
import MRSModel
import MRSSimulation

extension StageContext {
  /// The basis set of the protocol: its metabolites and nuisance species by density matrix, its lipids from fragments of
  /// triglycerides, targets first.
  /// - Throws: `SimulationError`, `ConfigurationError`.
  public func simulateBasis() async throws -> BasisSet {
    let library = try SpinSystemLibrary.metabolites()
    let simulator = BasisSimulator(
      sequence: studyProtocol.pulseSequence, acquisition: studyProtocol.spectralAcquisition)
    let lipids = try studyProtocol.lipidFunctions()
    let functions = try await map(studyProtocol.allSpecies, "Basis", unit: "species") { name in
      try lipids.first { $0.name == name } ?? simulator.basisFunction(of: library.molecule(named: name))
    }
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
      simulator: BasisSimulator(sequence: pulseSequence, acquisition: spectralAcquisition),
      methyleneProtons: molecule.protons(of: .methylene), allylicProtons: molecule.protons(of: .allylic)
    ).basisFunctions()
  }
}
