import Foundation
import MRSConfiguration

/// The names of this field, from one sourced table (Resources/Vocabulary/species.toml): species with their synonyms, sums,
/// and the resonances that code must know by name.
///
/// Names are looked up without regard to case. A name that packages use for different species (`Ace`) is nobody's.
public struct Vocabulary: Sendable {
  /// In the order of the table.
  public let species: [Species]
  /// In the order of the table.
  public let sums: [SpeciesSum]
  /// The functions of liver fat: targets, then nuisances.
  public let fatFunctions: [FatFunction]
  /// What names stand for different species in different packages, with those species.
  public let ambiguous: [String: [String]]
  /// The species whose first singlet, a methyl's, tells what one proton is in a basis; the best first.
  public let scaleReferences: [Species]

  let prefixes: [(prefix: String, kind: Species.Kind)]
  let shifts: [TriglycerideResonance: Double]
  let indices: [String: Int]

  /// The table that Hepatica comes with.
  public static let standard: Vocabulary = {
    do {
      return try Vocabulary(
        toml: String(decoding: PackageResources.species_toml, as: UTF8.self), name: "species.toml (built in)")
    } catch {
      // A test reads the table, so that only an altered package can come here.
      preconditionFailure("the built-in vocabulary cannot be read: \(error)")
    }
  }()

  /// The species that a basis calls `name`; `nil` for an unknown or ambiguous name.
  public func species(named name: String) -> Species? { indices[name.lowercased()].map { species[$0] } }

  /// The vocabulary's own name of what a basis calls `name`; `name` itself where that is unknown.
  public func canonicalName(of name: String) -> String { species(named: name)?.name ?? name }

  /// Those of `names` that mean the species `name`, in their order.
  public func names(of name: String, among names: [String]) -> [String] {
    let wanted = canonicalName(of: name)
    return names.filter { canonicalName(of: $0) == wanted }
  }

  /// What `name` stands for: that of its species, else what its beginning says (`Lip13`, `MM3co`, `Mac`), else metabolite.
  public func kind(of name: String) -> Species.Kind {
    if let known = species(named: name) { return known.kind }
    let lower = name.lowercased()
    return prefixes.first { lower.hasPrefix($0.prefix) }?.kind ?? .metabolite
  }

  /// True for a name that says macromolecule or lipid.
  public func isBroad(_ name: String) -> Bool {
    let kind = kind(of: name)
    return kind == .macromolecule || kind == .lipid
  }

  /// Those of `names` that speak for another tissue than `tissue`: NAA and Cr in a liver.
  public func names(foreignTo tissue: Tissue, among names: [String]) -> [String] {
    names.filter { name in
      guard let tells = species(named: name)?.tells, !tells.isEmpty else { return false }
      return !tells.contains(tissue)
    }
  }

  /// The sums that a quantification of species of these names prints.
  public func reportedSums(among names: [String]) -> [SpeciesSum] {
    sums.filter { sum in
      let inner = sums.first { $0.name == sum.beyond }
      return sum.isReported && (inner.map { $0.members(among: names) != sum.members(among: names) } ?? true)
    }
  }

  /// Those of ``reportedSums(among:)`` that have members among `names` and none among `untold`, the other species that the
  /// signal may hold: a sum without one of its members is another amount than its name says.
  public func reportedSums(among names: [String], untold: [String]) -> [SpeciesSum] {
    reportedSums(among: names).filter {
      !$0.members(among: names).isEmpty && $0.members(among: names) == $0.members(among: names + untold)
    }
  }
}

extension Vocabulary {
  /// A sum of the table.
  /// - Precondition: it is there.
  func sum(named name: String) -> SpeciesSum {
    guard let sum = sums.first(where: { $0.name == name }) else { preconditionFailure("no sum \(name)") }
    return sum
  }

  /// Where a resonance of fat is, ppm: the table is refused where one lacks.
  func shift(of resonance: TriglycerideResonance) -> Double { shifts[resonance] ?? .nan }

  /// The function whose amount counts protons of `resonance`.
  /// - Precondition: there is one.
  func fatFunction(of resonance: TriglycerideResonance) -> FatFunction {
    guard let function = fatFunctions.first(where: { $0.parts[0].resonance == resonance }) else {
      preconditionFailure("no function of \(resonance)")
    }
    return function
  }
}
