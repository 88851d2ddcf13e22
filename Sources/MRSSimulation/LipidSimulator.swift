import MRSCore
import MRSVocabulary

/// The basis functions of triglycerides with their multiplets, from spin systems of fragments of the molecule.
///
/// A triglyceride has too many coupled protons to be simulated whole. Its resonances couple with their neighbours only,
/// so each is taken from a fragment (Resources/SpinSystems/lipids.toml) that holds it and its neighbours; the lines of a
/// fragment belong to the resonance in whose range of shifts they lie. Amounts are the model's
/// (`TriglycerideModel` in MRSModel): a function of amplitude 1 is one proton of the resonance that it is named after, so
/// amounts stay in protons while the signal of a proton is what J-modulation leaves of it. At 3 T, PRESS of TE 30 ms, that
/// is 91 % for methylene and 47 to 79 % for the others (Documentation/Decisions/0009).
public struct LipidSimulator: Sendable {
  /// The sequence, grid and field.
  public let simulator: BasisSimulator
  /// The protons of the resonance at 1.30 ppm in one molecule.
  public let methyleneProtons: Double
  /// The protons of the resonance at 2.02 ppm in one molecule.
  public let allylicProtons: Double

  /// The molecule's mean composition decides which share of the methylene neighbours another group; the default is
  /// liver fat (Hamilton 2011, doi:10.1002/nbm.1622: chain length 17.5, 1.92 double bonds, 0.32 of them interrupted).
  public init(simulator: BasisSimulator, methyleneProtons: Double = 66.28, allylicProtons: Double = 6.4) {
    self.simulator = simulator
    self.methyleneProtons = methyleneProtons
    self.allylicProtons = allylicProtons
  }

  /// The functions of `FatFunction.all`, each with the resonances that the molecule ties to it.
  /// - Throws: `SimulationError`, and `ConfigurationError` for an altered package.
  public func basisFunctions() throws -> [BasisFunction] {
    let library = try SpinSystemLibrary.lipids()
    var fragments: [String: TransitionLines] = [:]
    for molecule in library.molecules { fragments[molecule.name] = try lines(of: molecule) }

    /// One proton of the resonance between `low` and `high` ppm of a fragment that has `protons` of them.
    func proton(_ fragment: String, _ low: Double, _ high: Double, of protons: Double) -> TransitionLines {
      let lines = fragments[fragment] ?? TransitionLines(frequencies: [], amplitudes: ComplexVector(zeros: 0))
      return lines.between(.ppm(low), .ppm(high), on: simulator.acquisition).scaled(by: 1 / protons)
    }

    let methylene = methyleneShares
    let bulk = try lines(
      of: Molecule(
        name: FatFunction.methylene, title: "", source: "",
        parts: [
          .init(system: SpinSystem(shifts: [.ppm(TriglycerideResonance.methylene.shift)]), copies: methylene.bulk)
        ]))
    /// One proton of a resonance.
    func proton(of resonance: TriglycerideResonance) -> TransitionLines {
      switch resonance {
      case .methyl: proton("MethylEnd", 0.5, 1.1, of: 3)
      case .methylene:
        bulk + proton("MethylEnd", 1.1, 1.6, of: 4).scaled(by: methylene.methylEnd)
          + proton("CarboxylEnd", 0.9, 1.45, of: 4).scaled(by: methylene.carboxylEnd)
          + proton("AllylicChain", 0.9, 1.66, of: 4).scaled(by: methylene.allylic)
      case .betaCarboxyl: proton("CarboxylEnd", 1.45, 1.92, of: 2)
      case .allylic: proton("AllylicChain", 1.66, 3, of: 2)
      case .alphaCarboxyl: proton("CarboxylEnd", 1.92, 3, of: 2)
      case .diallylic: proton("DiallylicPair", 2, 4, of: 2)
      case .glycerolMethylene: proton("GlycerolBackbone", 3.5, 4.7, of: 4)
      case .glycerolMethine: proton("GlycerolBackbone", 4.7, 6, of: 1)
      case .olefinic: proton("OlefinicPair", 4, 6.5, of: 2)
      }
    }
    return FatFunction.all.map { function in
      let parts = function.parts.map { proton(of: $0.resonance).scaled(by: $0.protons) }
      let lines = parts.dropFirst().reduce(parts[0], +)
      return BasisFunction(
        name: function.name,
        signal: .lines(
          TransitionLines(
            frequencies: lines.frequencies, amplitudes: lines.amplitudes, tolerance: simulator.mergeTolerance,
            threshold: 1e-5)))
    }
  }

  /// What the methylene protons neighbour, as shares of them: each of three chains has four beside the methyl end and
  /// four beside the carboxyl end, each allylic CH2 has four on its saturated side; all others neighbour their like.
  package var methyleneShares: (methylEnd: Double, carboxylEnd: Double, allylic: Double, bulk: Double) {
    let claimed = 12 + 12 + 2 * allylicProtons
    let total = max(methyleneProtons, claimed)
    return (12 / total, 12 / total, 2 * allylicProtons / total, (total - claimed) / total)
  }

  private func lines(of molecule: Molecule) throws -> TransitionLines {
    guard case .lines(let lines) = try simulator.basisFunction(of: molecule).signal else {
      return TransitionLines(frequencies: [], amplitudes: ComplexVector(zeros: 0))
    }
    return lines
  }
}

extension TransitionLines {
  /// The lines between two shifts: from `low`, up to but not with `high`.
  func between(_ low: ChemicalShift, _ high: ChemicalShift, on acquisition: Acquisition) -> TransitionLines {
    let range = acquisition.offset(of: low).hertz..<acquisition.offset(of: high).hertz
    let kept = frequencies.indices.filter { range.contains(frequencies[$0]) }
    return TransitionLines(
      frequencies: kept.map { frequencies[$0] }, amplitudes: ComplexVector(kept.map { amplitudes[$0] }))
  }
}
