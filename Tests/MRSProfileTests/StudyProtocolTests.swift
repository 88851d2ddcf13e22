import MRSConfiguration
import MRSModel
import MRSProfile
import MRSQuantification
import MRSRuns
import MRSStudy
import StudySupport
import Testing

@Suite("StudyProtocol")
struct StudyProtocolTests {
  @Test("The default protocol resolves, and what is written is read identically")
  func roundTrip() throws {
    let loaded = try StudyProtocol.load(StudyProtocol.defaultName)
    let text = try ConfigurationFile.encode(loaded)
    let again: StudyProtocol = try ConfigurationFile.decode(from: text, name: "resolved")
    #expect(again == loaded)
    #expect(try ConfigurationFile.encode(again) == text)
    let overridden = try ReducedStudy.studyProtocol()
    #expect(overridden.scan.coils == 2)
    #expect(overridden != loaded)
    #expect(
      try ConfigurationFile.decode(StudyProtocol.self, from: ConfigurationFile.encode(overridden), name: "resolved")
        == overridden)
  }

  @Test("What [training] said of networks before they had sections of their own is read as the paper's network")
  func formerTraining() throws {
    let loaded = try StudyProtocol.load(
      StudyProtocol.defaultName,
      overrides: [
        "batchSize=32", "channels=[8, 12]", "kernels=[7, 3]", "quantificationDropout=0.1", "classificationDropout=0.0",
      ].map { try ConfigurationOverride("training." + $0) })
    #expect(loaded.training.quantification == "paper")
    let paper = try #require(loaded.networks["paper"])
    #expect(paper.batchSize == 32 && paper.learningRate == 0.002)
    #expect(
      paper.layers == [
        .convolution(channels: 8, kernel: 7), .maxPool(width: 2), .batchNorm, .relu,
        .convolution(channels: 12, kernel: 3), .maxPool(width: 2), .batchNorm, .relu,
        .flatten, .linear(width: 256, start: .normal), .relu, .dropout(probability: 0.1),
      ])
    #expect(loaded.networks["classes"]?.layers.last == .relu)
    #expect(loaded.networks["physics"] == (try StudyProtocol.load(StudyProtocol.defaultName).networks["physics"]))
    #expect(throws: ConfigurationError.self) {
      try StudyProtocol.load(
        StudyProtocol.defaultName, overrides: [ConfigurationOverride("training.channels=[8, 12]")])
    }
  }

  @Test("Targets are fifteen metabolites, then five lipid resonances; nuisances follow, nothing twice")
  func targets() throws {
    let loaded = try StudyProtocol.load(StudyProtocol.defaultName)
    #expect(
      loaded.targets == [
        "GPC", "PCh", "Cho", "Bet", "Tau", "Glc", "Glycogen", "Glu", "Gln", "GSH", "Gly", "Ala", "Lac", "Acetate", "mI",
        "Lip090", "Lip130", "Lip202", "Lip224", "Lip276",
      ])
    #expect(Array(loaded.allSpecies.prefix(20)) == loaded.targets)
    #expect(Set(loaded.allSpecies).count == loaded.allSpecies.count)
    #expect(Set(loaded.allSpecies) == Set(loaded.relaxations.keys))
  }

  @Test("The file's units become SI")
  func units() throws {
    let loaded = try StudyProtocol.load(StudyProtocol.defaultName)
    let acquisition = loaded.spectralAcquisition
    #expect(acquisition.spectrometerFrequency.hertz == 123.25e6)
    #expect(acquisition.dwellTime == 0.5e-3)
    #expect(acquisition.bandwidth.hertz == 2000)
    #expect(abs(loaded.echoTime - 0.030) < 1e-15)
    #expect(acquisition.repetitionTime == 2)
    #expect(loaded.profile.waterRelaxation == Relaxation(t1: 0.8, t2: 0.025))
    #expect(abs((loaded.profile.relaxationWidths(of: ["GPC"])["GPC"] ?? 0) - 1 / (.pi * 0.06)) < 1e-12)
    // 3 % fat of 82 M water protons: PDFF = lipid/(lipid + water).
    #expect(abs(loaded.lipidProtons(fatFraction: 0.03) - 82_000 * 0.03 / 0.97) < 1e-9)
  }

  @Test("Without an effect both groups are drawn alike; with one, each amount by its ratio")
  func effect() throws {
    let none = try StudyProtocol.load(
      StudyProtocol.defaultName, overrides: [ConfigurationOverride("cohort.effect=0")])
    let patients = VirtualPatient.cohort(of: none, stream: .init(seed: 1))
    #expect(patients.map(\.group) == [String](repeating: "LC", count: 20) + [String](repeating: "LC-HCC", count: 17))
    #expect(Set(patients.map(\.id)).count == 37)
    let one = try StudyProtocol.load(StudyProtocol.defaultName)
    for (a, b) in zip(patients, VirtualPatient.cohort(of: one, stream: .init(seed: 1))) {
      for entry in one.species {
        let ratio = (b.amounts[entry.name] ?? 0) / (a.amounts[entry.name] ?? 0)
        #expect(abs(ratio - (a.group == "LC" ? 1 : entry.ratio)) < 1e-12)
      }
    }
  }

  @Test("A protocol that does not exist is refused with those that do")
  func unknown() {
    #expect(throws: ProfileError.unknownProtocol(name: "liver-7T", known: StudyProtocol.builtInNames, meant: nil)) {
      try StudyProtocol.load("liver-7T")
    }
  }
}
