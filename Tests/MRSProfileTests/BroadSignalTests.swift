import MRSCore
import MRSModel
import MRSProfile
import MRSVocabulary
import Numerics
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

  /// What amounts of a noisy singlet of NAA are averaged over.
  private func assumptions(_ profile: AnalysisProfile, beside names: [String]) throws -> [String] {
    let grid = Acquisition(
      spectrometerFrequency: .megahertz(123.2), dwellTime: 0.0005, points: 1024, echoTime: 0.03, repetitionTime: 2)
    let lines = names.enumerated().map { index, name in
      BasisFunction(
        name: name,
        signal: .sampled(
          Lineshape(shift: grid.offset(of: .ppm(2.0 + Double(index))).hertz, lorentzian: 2).decay(on: grid)))
    }
    let basis = BasisSet(functions: lines, acquisition: grid, source: "one.BASIS")
    var stream = RandomStream(seed: 1)
    let noise = ComplexVector((0..<grid.points).map { _ in Complex(stream.normal(), stream.normal()) })
    let scan = FID(samples: 20.0 * basis.rendered(on: grid)[0].samples + noise, acquisition: grid)
    return try FitRecipe(profile: profile, echoTime: 0.03, repetitionTime: 2)
      .fitter(basis: ScaledBasis(basis), for: grid, isScaled: false).fit(scan).assumptions.map(\.name)
  }

  @Test(
    "Amounts of a brain are averaged over sources of macromolecules where the basis has none, and the profile has theirs"
  )
  func sources() throws {
    let brain = try AnalysisProfile.load("brain")
    #expect(try assumptions(brain, beside: ["NAA", "Cr"]) == ["general", "LCModel", "review", "7 T", "unlike any"])
    #expect(try assumptions(brain, beside: ["NAA", "Mac"]).isEmpty)
    var mine = brain
    for i in mine.macromolecules.groups.indices { mine.macromolecules.groups[i].name += "x" }
    mine.macromolecules.shapes?.reference += "x"
    #expect(try assumptions(mine, beside: ["NAA", "Cr"]) == ["general", "unlike any"], "no source has these groups")
    mine.macromolecules.shapes?.alternatives = []
    #expect(try assumptions(mine, beside: ["NAA", "Cr"]).isEmpty)
  }

  @Test("The challenge's profile is the brain's but for its constants")
  func challenge() throws {
    let (brain, challenge) = (try AnalysisProfile.load("brain"), try AnalysisProfile.load("challenge2016"))
    #expect(challenge.macromolecules == brain.macromolecules && challenge.lineshape == brain.lineshape)
    #expect(challenge.relaxation["NAA"]?.t2 == 160 && brain.relaxation["NAA"]?.t2 == 270)
  }
}
