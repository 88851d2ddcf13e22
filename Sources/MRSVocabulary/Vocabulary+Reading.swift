import MRSConfiguration

extension Vocabulary {
  /// Reads a table.
  /// - Throws: `ConfigurationError` for bad TOML, ``VocabularyError`` for a table that contradicts itself.
  public init(toml text: String, name: String) throws {
    let table = try ConfigurationFile.decode(Table.self, from: text, name: name)
    species = table.species.map(\.species)
    prefixes = table.prefix.map { ($0.prefix.lowercased(), $0.kind) }
    ambiguous = Dictionary(table.ambiguous.map { ($0.name, $0.of) }, uniquingKeysWith: { first, _ in first })
    var indices: [String: Int] = [:]
    var seen = Set(ambiguous.keys.map { $0.lowercased() })
    for (index, entry) in species.enumerated() {
      // A synonym may repeat the species' own name in another case: the title of Glycerol.
      for name in Set(([entry.name] + entry.synonyms).map { $0.lowercased() }).sorted() {
        guard seen.insert(name).inserted else { throw VocabularyError.givenTwice(name: name) }
        indices[name] = index
      }
    }
    self.indices = indices
    scaleReferences = try table.scaleReferences.map { [species] name in
      guard let found = species.first(where: { $0.name == name }), !found.singlets.isEmpty else {
        throw VocabularyError.unknown(name: name, in: "scaleReferences (with singlets)")
      }
      return found
    }
    shifts = Dictionary(table.resonance.map { ($0.name, $0.shift) }, uniquingKeysWith: { first, _ in first })
    if let lacking = TriglycerideResonance.allCases.first(where: { [shifts] in shifts[$0] == nil }) {
      throw VocabularyError.unknown(name: lacking.rawValue, in: "[[resonance]]")
    }
    let functions = try table.fat.map { try $0.function() }
    fatFunctions = functions.filter { $0.role == .target } + functions.filter { $0.role == .nuisance }
    sums = table.sum.map(\.sum)
    let known = Set(species.map(\.name) + fatFunctions.map(\.name))
    for sum in sums {
      if let stranger = sum.members.first(where: { !known.contains($0) }) {
        throw VocabularyError.unknown(name: stranger, in: "members of \(sum.name)")
      }
    }
  }
}

/// The table as the file writes it.
private struct Table: Codable {
  struct Ambiguous: Codable {
    let name: String
    let of: [String]
    let source: String
  }

  struct Entry: Codable {
    let name: String
    let title: String
    var kind: Species.Kind?
    var synonyms: [String]?
    var tells: [Tissue]?
    var singlets: [[Double]]?
    let source: String

    var species: Species {
      Species(
        name: name, title: title, synonyms: synonyms ?? [], kind: kind ?? .metabolite, tells: tells ?? [],
        singlets: (singlets ?? []).filter { $0.count == 2 }.map { .init(shift: $0[0], protons: $0[1]) },
        source: source)
    }
  }

  struct Prefix: Codable {
    let prefix: String
    let kind: Species.Kind
    let source: String
  }

  struct Sum: Codable {
    let name: String
    let title: String
    let members: [String]
    var otherwise: Species.Kind?
    var reported: Bool?
    var beyond: String?
    let source: String

    var sum: SpeciesSum {
      SpeciesSum(
        name: name, title: title, members: members, otherwise: otherwise, isReported: reported ?? true, beyond: beyond,
        source: source)
    }
  }

  struct Resonance: Codable {
    let name: TriglycerideResonance
    let shift: Double
    let source: String
  }

  struct Fat: Codable {
    let name: String
    let title: String
    let role: FatFunction.Role
    let of: TriglycerideResonance
    let protons: [String: Double]
    let source: String

    func function() throws(VocabularyError) -> FatFunction {
      var parts: [FatFunction.Part] = []
      for (key, count) in protons.sorted(by: { $0.key < $1.key }) {
        guard let resonance = TriglycerideResonance(rawValue: key) else {
          throw .unknown(name: key, in: "protons of \(name)")
        }
        let part = FatFunction.Part(resonance: resonance, protons: count)
        parts.insert(part, at: resonance == of ? 0 : parts.count)
      }
      guard let first = parts.first, first.resonance == of, first.protons == 1 else {
        throw .badValue(field: "protons", of: name, value: "\(protons)", expected: "1 of \(of.rawValue)")
      }
      return FatFunction(name: name, title: title, role: role, parts: parts, source: source)
    }
  }

  let scaleReferences: [String]
  let ambiguous: [Ambiguous]
  let species: [Entry]
  let prefix: [Prefix]
  let sum: [Sum]
  let resonance: [Resonance]
  let fat: [Fat]
}
