import MRSCore
import MRSSimulation
import MRSVocabulary
import TestSupport
import Testing

@Suite("Spin-system library")
struct SpinSystemLibraryTests {
  @Test("A brain basis can be made: the usual metabolites are there, with the protons their formulas have")
  func brain() throws {
    // Protons bound to carbon, and amide protons where they are in the system.
    let expected: [String: Double] = [
      "NAA": 7, "NAAG": 13, "Cr": 5, "PCr": 5, "GABA": 6, "Asp": 3, "Asc": 4, "Scy": 6, "mI": 6, "PE": 4, "Ser": 3,
      "Gln": 5, "Glu": 5, "GSH": 10, "Lac": 4, "Ala": 4, "Tau": 4, "Gly": 2, "Glc": 7, "PCh": 13, "GPC": 18, "bHB": 6,
      "2HG": 5, "Thr": 5, "EtOH": 5, "Etn": 4, "Glycerol": 5, "Pyr": 3, "Suc": 4, "Cit": 4, "Val": 8, "Phe": 8,
      "Tyr": 7, "Trp": 8, "His": 5, "Lys": 9, "Ile": 10, "HCar": 11, "GPE": 9, "AcAc": 5,
    ]
    let library = try SpinSystemLibrary.metabolites()
    for (name, protons) in expected {
      #expect(abs(try library.molecule(named: name).protons - protons) < 1e-9, "\(name)")
    }
  }

  @Test("Every species says where its numbers are from; what could not be checked is marked")
  func sources() throws {
    let library = try SpinSystemLibrary.metabolites()
    for molecule in library.molecules {
      #expect(molecule.source.count > 4, "\(molecule.name)")
      // Every species has a full name: its own, or that of the vocabulary.
      #expect(molecule.title.count > 5, "\(molecule.name)")
      #expect(Vocabulary.standard.species(named: molecule.name)?.name == molecule.name)
    }
    #expect(
      library.molecules.filter { !$0.isChecked }.map(\.name)
        == ["Acetone", "Cit", "GPE", "Glycogen", "HCar", "Ile", "Lys"])
    #expect(try SpinSystemLibrary.lipids().molecules.allSatisfy { !$0.isChecked })
  }

  @Test("Shifts are in the range of protons, couplings in that of ²J and ³J, no pair is coupled twice")
  func plausible() throws {
    for molecule in try SpinSystemLibrary.metabolites().molecules + SpinSystemLibrary.lipids().molecules {
      for part in molecule.parts {
        for shift in part.system.shifts { #expect((0.5...9).contains(shift.ppm), "\(molecule.name)") }
        var pairs: Set<Set<Int>> = []
        for coupling in part.system.couplings {
          #expect((-18...12).contains(coupling.hertz), "\(molecule.name): \(coupling)")
          #expect(pairs.insert([coupling.first, coupling.second]).inserted, "\(molecule.name): \(coupling)")
        }
      }
    }
  }

  @Test("A model of resonances refuses couplings; two species of one name are refused")
  func refusals() throws {
    let coupled = """
      [X]
      title = "x"
      source = "x"
      model = "resonances"
      [[X.part]]
      shifts = [1.0, 2.0]
      couplings = [[1, 2, 7.0]]
      """
    #expect(throws: SimulationError.self) { _ = try SpinSystemLibrary(toml: coupled, name: "x.toml") }
    let lactate = try SpinSystemLibrary.liver().molecule(named: "Lac")
    #expect(throws: SimulationError.self) { _ = try SpinSystemLibrary(molecules: [lactate, lactate]) }
  }

  @Test(
    "A file of one's own lies over the library: new species come to it, known ones are replaced; all missing keys are said"
  )
  func ownFile() throws {
    let folder = try TemporaryFolder()
    let text = """
      [X]
      source = "own"
      [[X.part]]
      shifts = [1.0, 2.0]
      couplings = [[1, 2, 7.0]]
      [Lac]
      source = "own"
      [[Lac.part]]
      shifts = [1.33]
      """
    let library = try SpinSystemLibrary.metabolites()
    let over = try library.overlaid(with: SpinSystemLibrary(contentsOf: folder.write(text, as: "own.toml")))
    #expect(over.molecules.count == library.molecules.count + 1)
    #expect(try over.molecule(named: "X").protons == 2 && over.molecule(named: "Lac").protons == 1)
    let error = #expect(throws: (any Error).self) {
      try SpinSystemLibrary(contentsOf: folder.write("[Y]\ntitle = \"y\"\n", as: "missing.toml"))
    }
    #expect(
      "\(try #require(error))"
        == "missing.toml:1: the keys 'Y.source' and 'Y.part' are missing; they have no default. Add them.")
    for (line, text) in [
      ("shifts = [1e9]", "shifts"), ("shifts = [1.0]\ncopies = -1", "copies"),
      ("shifts = [1.0, 2.0]\ncouplings = [[1, 2, 1e9]]", "1000 Hz"), ("shifts = [nan]", "shifts"),
    ] {
      let error = #expect(throws: SimulationError.self) {
        try SpinSystemLibrary(toml: "[Z]\nsource = \"z\"\n[[Z.part]]\n\(line)\n", name: "z.toml")
      }
      #expect(error?.description.contains(text) == true)
    }
  }

  @Test("Glycogen is a model of resonances, one a proton of the glucosyl unit")
  func glycogen() throws {
    let glycogen = try SpinSystemLibrary.liver().molecule(named: "Glycogen")
    #expect(glycogen.model == .resonances)
    #expect(glycogen.parts.count == 7)
    #expect(glycogen.note?.contains("visibility") == true)
  }
}
