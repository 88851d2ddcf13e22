import MRSProfile
import MRSVocabulary
import Testing

@Suite("Broad signals beside a basis")
struct BroadSignalTests {
  private func added(to names: [String], _ choices: FitChoices = .init()) throws -> [String] {
    FitRecipe(
      profile: try AnalysisProfile.load("brain"), choices: choices, echoTime: 0.03, repetitionTime: 2
    ).addedBroadSignals(to: names).map(\.name)
  }

  @Test("A basis with macromolecules of its own gets lipids alone, one with lipids macromolecules alone")
  func kinds() throws {
    let all = try added(to: ["NAA", "Cr"])
    #expect(all.contains("MM09") && all.contains("Lip13a"))
    let lipids = try added(to: ["NAA", "Cr", "Mac"])
    #expect(!lipids.isEmpty && lipids.allSatisfy { Vocabulary.standard.kind(of: $0) == .lipid })
    let macromolecules = try added(to: ["NAA", "Cr", "Lip13"])
    #expect(
      !macromolecules.isEmpty && macromolecules.allSatisfy { Vocabulary.standard.kind(of: $0) == .macromolecule })
    #expect(try added(to: ["NAA", "Mac", "Lip13"]).isEmpty)
    #expect(try added(to: ["NAA"], FitChoices(addsMacromolecules: false)).isEmpty)
  }

  @Test("The challenge's profile is the brain's but for its constants")
  func challenge() throws {
    let (brain, challenge) = (try AnalysisProfile.load("brain"), try AnalysisProfile.load("challenge2016"))
    #expect(challenge.macromolecules == brain.macromolecules && challenge.lineshape == brain.lineshape)
    #expect(challenge.relaxation["NAA"]?.t2 == 160 && brain.relaxation["NAA"]?.t2 == 270)
  }
}
