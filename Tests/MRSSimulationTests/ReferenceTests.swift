import MRSCore
import MRSSimulation
import Testing

@Suite("Independent reference")
struct ReferenceTests {
  /// Every species of the library, and the fragments of triglycerides.
  static func molecules() throws -> [Molecule] {
    try SpinSystemLibrary.metabolites().molecules + SpinSystemLibrary.lipids().molecules
  }

  @Test("Every species of the library has a reference, and every reference is of a species")
  func complete() throws {
    #expect(Set(try Self.molecules().map(\.name)) == Set(try ReferenceFIDs.read().species.keys))
  }

  @Test(
    "FIDs agree with dense matrix exponentials in the full Hilbert space, for every species",
    arguments: ["pulseAcquire", "press30"])
  func agreement(sequence: String) throws {
    // The bars. Merging lines closer than 0.002 Hz costs at most 2π·0.001 Hz·0.45 s = 3e-3 rad on a pair, and
    // 1e-6 in all since they are merged at their mean; the reference is rounded to 1e-6 protons.
    let leastCorrelation = 0.9999
    let largestDifference = 1e-3
    let reference = try ReferenceFIDs.read()
    let simulator = BasisSimulator(
      sequence: reference.sequence(sequence), acquisition: reference.acquisition)
    var worst = (name: "", difference: 0.0)
    for molecule in try Self.molecules() {
      guard let planes = reference.species[molecule.name]?[sequence] else { continue }
      let basis = BasisSet(
        functions: [try simulator.basisFunction(of: molecule)], acquisition: reference.acquisition, source: "")
      let found = basis.rendered(on: reference.acquisition)[0].samples
      let difference = found.relativeDifference(from: planes.samples)
      #expect(found.correlation(with: planes.samples) >= leastCorrelation, "\(molecule.name)")
      #expect(difference <= largestDifference, "\(molecule.name): \(difference)")
      if difference > worst.difference { worst = (molecule.name, difference) }
    }
    print("\(sequence): largest relative difference from the reference \(worst.difference), of \(worst.name)")
  }
}
