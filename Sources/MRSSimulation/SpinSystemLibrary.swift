import Foundation
import MRSConfiguration
import MRSCore
import MRSVocabulary

/// The molecules that can be simulated, read from TOML (Resources/SpinSystems).
public struct SpinSystemLibrary: Sendable {
  /// By name, sorted.
  public let molecules: [Molecule]

  /// The species of a liver spectrum.
  /// - Throws: never for an unchanged package: a test reads it.
  public static func liver() throws -> SpinSystemLibrary {
    try SpinSystemLibrary(
      toml: String(decoding: PackageResources.liver_toml, as: UTF8.self), name: "liver.toml (built in)")
  }

  /// The species that are usual in a brain spectrum only.
  /// - Throws: never for an unchanged package: a test reads it.
  public static func brain() throws -> SpinSystemLibrary {
    try SpinSystemLibrary(
      toml: String(decoding: PackageResources.brain_toml, as: UTF8.self), name: "brain.toml (built in)")
  }

  /// The fragments of triglycerides that ``LipidSimulator`` makes its basis functions of.
  /// - Throws: never for an unchanged package: a test reads it.
  public static func lipids() throws -> SpinSystemLibrary {
    try SpinSystemLibrary(
      toml: String(decoding: PackageResources.lipids_toml, as: UTF8.self), name: "lipids.toml (built in)")
  }

  /// All species that a basis can be made of: ``liver()`` and ``brain()``.
  /// - Throws: never for an unchanged package: a test reads it.
  public static func metabolites() throws -> SpinSystemLibrary {
    try SpinSystemLibrary(molecules: liver().molecules + brain().molecules)
  }

  /// - Throws: ``SimulationError/badSpinSystem(species:field:value:expected:)`` where two have one name.
  public init(molecules: [Molecule]) throws(SimulationError) {
    self.molecules = molecules.sorted { $0.name < $1.name }
    for (molecule, next) in zip(self.molecules, self.molecules.dropFirst()) where molecule.name == next.name {
      throw .badSpinSystem(species: molecule.name, field: "name", value: "given twice", expected: "each species once")
    }
  }

  /// - Throws: `ConfigurationError` for bad TOML, ``SimulationError/badSpinSystem(species:field:value:expected:)`` for
  ///   numbers that are no spin system.
  public init(toml text: String, name: String) throws {
    let entries = try ConfigurationFile.decode([String: Entry].self, from: text, name: name, overrides: [])
    molecules = try entries.sorted { $0.key < $1.key }.map { try $1.molecule(named: $0) }
  }

  /// The spin systems of a user's file, which is written as the package's own (Resources/SpinSystems).
  /// - Throws: `ConfigurationError` for a file that cannot be read or is no TOML,
  ///   ``SimulationError/badSpinSystem(species:field:value:expected:)`` for numbers that are no spin system.
  public init(contentsOf url: URL) throws {
    let layer = try ConfigurationFile.layer(contentsOf: url)
    try self.init(toml: layer.text, name: layer.name)
  }

  /// The molecules of another library, and of this one those that the other has not.
  /// - Throws: never, for libraries that could be made.
  public func overlaid(with other: SpinSystemLibrary) throws(SimulationError) -> SpinSystemLibrary {
    let names = Set(other.molecules.map(\.name))
    return try SpinSystemLibrary(molecules: molecules.filter { !names.contains($0.name) } + other.molecules)
  }

  /// - Throws: ``SimulationError/unknownSpecies(name:known:)``.
  public func molecule(named name: String) throws(SimulationError) -> Molecule {
    guard let molecule = molecules.first(where: { $0.name == name }) else {
      throw .unknownSpecies(name: name, known: molecules.map(\.name))
    }
    return molecule
  }
}

/// One species as the file writes it.
private struct Entry: Codable {
  struct Part: Codable {
    var copies: Double?
    let shifts: [Double]
    var couplings: [[Double]]?
    var phosphorus: [[Double]]?
    var nitrogen: [[Double]]?
  }

  var title: String?
  let source: String
  var checked: Bool?
  var note: String?
  var model: Molecule.Model?
  let part: [Part]

  func molecule(named name: String) throws(SimulationError) -> Molecule {
    var parts: [Molecule.Part] = []
    for part in part {
      guard part.shifts.allSatisfy({ (-50...50).contains($0) }) else {
        throw .badSpinSystem(
          species: name, field: "shifts", value: "\(part.shifts)", expected: "shifts of -50 to 50 ppm")
      }
      guard (0...1000).contains(part.copies ?? 1) else {
        throw .badSpinSystem(species: name, field: "copies", value: "\(part.copies ?? 1)", expected: "0 to 1000")
      }
      for row in (part.couplings ?? []) + (part.phosphorus ?? []) + (part.nitrogen ?? []) {
        guard abs(row.last ?? 0) <= 1000 else {
          throw .badSpinSystem(
            species: name, field: "couplings", value: "\(row)", expected: "couplings of at most 1000 Hz")
        }
      }
      guard !part.shifts.isEmpty else {
        throw .badSpinSystem(species: name, field: "shifts", value: "empty", expected: "one shift in ppm a proton")
      }
      if model == .resonances, part.shifts.count > 1 || part.couplings != nil {
        throw .badSpinSystem(
          species: name, field: "part", value: "coupled protons",
          expected: "one shift a part and no couplings where model is \"resonances\"")
      }
      var couplings: [SpinSystem.Coupling] = []
      for row in part.couplings ?? [] {
        guard row.count == 3, let first = Self.proton(row[0], in: part), let second = Self.proton(row[1], in: part),
          first != second
        else {
          throw .badSpinSystem(
            species: name, field: "couplings", value: "\(row)",
            expected: "[first, second, hertz] with two different protons from 1 to \(part.shifts.count)")
        }
        couplings.append(.init(first, second, hertz: row[2]))
      }
      var passive: [SpinSystem.PassiveNucleus] = []
      for (field, spin, rows) in [("phosphorus", 0.5, part.phosphorus), ("nitrogen", 1.0, part.nitrogen)] {
        guard let rows else { continue }
        var toEach = [Double](repeating: 0, count: part.shifts.count)
        for row in rows {
          guard row.count == 2, let proton = Self.proton(row[0], in: part) else {
            throw .badSpinSystem(
              species: name, field: field, value: "\(row)",
              expected: "[proton, hertz] with a proton from 1 to \(part.shifts.count)")
          }
          toEach[proton] = row[1]
        }
        passive.append(.init(spin: spin, couplings: toEach))
      }
      let system = SpinSystem(
        shifts: part.shifts.map { .ppm($0) }, couplings: couplings, passiveNuclei: passive)
      parts.append(.init(system: system, copies: part.copies ?? 1))
    }
    return Molecule(
      name: name, title: title ?? Vocabulary.standard.species(named: name)?.title ?? name, source: source,
      isChecked: checked ?? true, note: note, model: model ?? .spinSystem,
      parts: parts)
  }

  /// The index from 0 of a proton counted from 1; `nil` where the part has no such proton.
  private static func proton(_ number: Double, in part: Part) -> Int? {
    guard let index = Int(exactly: number), (1...part.shifts.count).contains(index) else { return nil }
    return index - 1
  }
}
