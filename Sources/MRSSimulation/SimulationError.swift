/// What a simulation cannot do, with the value found.
public enum SimulationError: Error, Hashable, Sendable {
  case tooManySpins(species: String, protons: Int, limit: Int)
  case notDiagonalised(species: String, reason: String)
  case unknownSpecies(name: String, known: [String])
  case badSpinSystem(species: String, field: String, value: String, expected: String)
}

extension SimulationError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tooManySpins(let species, let protons, let limit):
      "\(species): a spin system of \(protons) coupled protons; at most \(limit) can be simulated. Split it into systems that do not couple."
    case .notDiagonalised(let species, let reason):
      "\(species): the Hamiltonian could not be diagonalised: \(reason)"
    case .unknownSpecies(let name, let known):
      "no spin system is named '\(name)'; the library has \(known.joined(separator: ", "))"
    case .badSpinSystem(let species, let field, let value, let expected):
      "spin system \(species): '\(field)' is \(value); expected \(expected)"
    }
  }
}
