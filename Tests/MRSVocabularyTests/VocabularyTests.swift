import MRSConfiguration
import MRSVocabulary
import Testing

@Suite("Vocabulary")
struct VocabularyTests {
  private let vocabulary = Vocabulary.standard

  @Test("A synonym, in any case, means the species of the table; what is unknown keeps its name")
  func synonyms() {
    for (name, canonical) in [
      ("PCho", "PCh"), ("Ins", "mI"), ("sIns", "Scy"), ("Scyllo", "Scy"), ("naa", "NAA"), ("Betaine", "Bet"),
      ("bHG", "2HG"), ("Cre", "Cr"), ("H2O", "Water"), ("Xyz", "Xyz"),
    ] {
      #expect(vocabulary.canonicalName(of: name) == canonical, "\(name)")
    }
    #expect(vocabulary.species(named: "PCho")?.title == "Phosphocholine")
    #expect(vocabulary.names(of: "PCh", among: ["GPC", "PCho", "pch"]) == ["PCho", "pch"])
  }

  @Test("Ace is acetate in one package and acetone in another, so it is neither")
  func ambiguous() {
    #expect(vocabulary.species(named: "Ace") == nil)
    #expect(vocabulary.canonicalName(of: "Ace") == "Ace")
    #expect(vocabulary.ambiguous["Ace"] == ["Acetate", "Acetone"])
  }

  @Test("tCho is GPC, PCh and free choline whatever they are called, and nothing else at 3.2 ppm")
  func totalCholine() {
    let names = ["Bet", "Cho", "PCho", "TMAO", "GPC", "Carnitine"]
    #expect(SpeciesSum.totalCholine.members(among: names) == ["GPC", "PCho", "Cho"])
    #expect(
      SpeciesSum.totalTrimethylamines.members(among: names) == ["GPC", "PCho", "Cho", "Bet", "TMAO", "Carnitine"])
    #expect(SpeciesSum.totalCholine.members(among: ["NAA"]).isEmpty)
    #expect(vocabulary.reportedSums(among: ["GPC", "PCh"]).map(\.name) == ["tNAA", "tCr", "tCho", "Glx", "tLip"])
  }

  @Test("tLip is the five targets of liver fat where there are any, and all lipids of another basis otherwise")
  func totalLipid() {
    let liver = FatFunction.targets + FatFunction.nuisances
    #expect(SpeciesSum.totalLipid.members(among: liver) == ["Lip090", "Lip130", "Lip202", "Lip224", "Lip276"])
    #expect(SpeciesSum.totalLipid.members(among: ["NAA", "Lip13a", "MM09", "Lip20"]) == ["Lip13a", "Lip20"])
  }

  @Test("Names of broad signals are known by their beginning too; no metabolite is broad")
  func broad() {
    for name in ["MM09", "MM3co", "Mac", "Lip13", "Lip130", "LipGlycerol", "mm_exp"] {
      #expect(vocabulary.isBroad(name), "\(name)")
    }
    for entry in vocabulary.species where entry.kind == .metabolite {
      for name in [entry.name] + entry.synonyms { #expect(!vocabulary.isBroad(name), "\(name)") }
    }
  }

  @Test("NAA and creatine speak against a liver, glycogen against a brain, taurine against neither")
  func tissues() {
    let names = ["NAA", "cr", "Tau", "Glycogen", "GPC"]
    #expect(vocabulary.names(foreignTo: .liver, among: names) == ["NAA", "cr"])
    #expect(vocabulary.names(foreignTo: .brain, among: names) == ["Glycogen"])
  }

  @Test("The fat functions count protons of the resonance they are named after, and of those tied to it")
  func fat() throws {
    #expect(FatFunction.all.map(\.name) == FatFunction.targets + FatFunction.nuisances)
    #expect(FatFunction.methylene == "Lip130")
    let protons = Dictionary(uniqueKeysWithValues: FatFunction.all.map { ($0.name, $0.protons) })
    #expect(protons["Lip224"] == 2 && protons["LipGlycerol"] == 1.25 && protons["Lip130"] == 1)
    for function in FatFunction.all {
      let first = try #require(function.parts.first)
      #expect(first.protons == 1, "\(function.name)")
    }
    // Every resonance of the molecule is in one function.
    let parts = FatFunction.all.flatMap(\.parts).map(\.resonance)
    #expect(Set(parts) == Set(TriglycerideResonance.allCases) && parts.count == TriglycerideResonance.allCases.count)
  }

  @Test("Every entry says where it is from")
  func sources() {
    for entry in vocabulary.species { #expect(entry.source.count >= 3, "\(entry.name)") }
    for sum in vocabulary.sums { #expect(!sum.source.isEmpty, "\(sum.name)") }
  }

  @Test("A table in which one name means two species, or a sum a stranger, is refused by name")
  func refusals() {
    func read(_ species: String, members: String = "[]") throws {
      let resonances = TriglycerideResonance.allCases.map {
        "[[resonance]]\nname = \"\($0.rawValue)\"\nshift = 1.0\nsource = \"\""
      }
      _ = try Vocabulary(
        toml: """
          scaleReferences = []
          ambiguous = []
          prefix = []
          fat = []
          \(species)
          [[sum]]
          name = "s"
          title = "s"
          members = \(members)
          source = "s"
          \(resonances.joined(separator: "\n"))
          """, name: "test.toml")
    }
    let first = "[[species]]\nname = \"A\"\ntitle = \"A\"\nsynonyms = [\"B\"]\nsource = \"s\"\n"
    let second = "[[species]]\nname = \"b\"\ntitle = \"b\"\nsource = \"s\"\n"
    #expect(throws: Never.self) { try read(first, members: "[\"A\"]") }
    #expect(throws: VocabularyError.givenTwice(name: "b")) { try read(first + second) }
    #expect(throws: VocabularyError.unknown(name: "C", in: "members of s")) { try read(first, members: "[\"C\"]") }
  }
}
