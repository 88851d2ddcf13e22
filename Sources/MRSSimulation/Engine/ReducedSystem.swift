import MRSCore

/// One part of a spin system whose magnetically equivalent protons are taken together as particles of spin 1, 3/2, ….
///
/// Protons of one shift that couple alike to every other proton and passive nucleus act only through their total spin.
/// Three such protons are one spin 3/2 and two copies of a spin ½; the couplings among them change nothing that is
/// observed (Corio 1966, Structure of High-Resolution NMR Spectra, ch. 5). The parts do not mix: the signal is the sum
/// over parts of copies times the part's own.
struct ReducedSystem: Hashable, Sendable {
  let space: SpinSpace
  /// The first proton of the group that each particle stands for.
  let representatives: [Int]
  /// Between particles.
  let couplings: [SpinSystem.Coupling]
  let copies: Double

  /// The parts of a spin system that have a spin left.
  static func parts(of system: SpinSystem) -> [ReducedSystem] {
    let groups = groups(of: system)
    var combinations: [(doubled: [Int], copies: Double)] = [([], 1)]
    for group in groups {
      combinations = combinations.flatMap { combination in
        multiplicities(ofHalves: group.count).map {
          (combination.doubled + [$0.doubledSpin], combination.copies * $0.copies)
        }
      }
    }
    return combinations.compactMap { combination in
      let kept = groups.indices.filter { combination.doubled[$0] > 0 }
      guard !kept.isEmpty else { return nil }
      let representatives = kept.map { groups[$0][0] }
      let couplings = system.couplings.compactMap { coupling -> SpinSystem.Coupling? in
        guard let first = representatives.firstIndex(of: coupling.first),
          let second = representatives.firstIndex(of: coupling.second), coupling.hertz != 0
        else { return nil }
        return SpinSystem.Coupling(first, second, hertz: coupling.hertz)
      }
      return ReducedSystem(
        space: SpinSpace(doubledSpins: kept.map { combination.doubled[$0] }), representatives: representatives,
        couplings: couplings, copies: combination.copies)
    }
  }

  /// The protons in groups of magnetically equivalent ones.
  private static func groups(of system: SpinSystem) -> [[Int]] {
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: system.protons), count: system.protons)
    for coupling in system.couplings {
      matrix[coupling.first][coupling.second] += coupling.hertz
      matrix[coupling.second][coupling.first] += coupling.hertz
    }
    func areEquivalent(_ j: Int, _ k: Int) -> Bool {
      system.shifts[j] == system.shifts[k]
        && system.passiveNuclei.allSatisfy { $0.couplings[j] == $0.couplings[k] }
        && (0..<system.protons).allSatisfy { $0 == j || $0 == k || matrix[j][$0] == matrix[k][$0] }
    }
    var groups: [[Int]] = []
    for proton in 0..<system.protons {
      if let group = groups.firstIndex(where: { $0.allSatisfy { areEquivalent($0, proton) } }) {
        groups[group].append(proton)
      } else {
        groups.append([proton])
      }
    }
    return groups
  }

  /// How n spins ½ add up: 2I and how often it occurs, C(n, k) − C(n, k − 1) for I = n/2 − k.
  static func multiplicities(ofHalves count: Int) -> [(doubledSpin: Int, copies: Double)] {
    var binomial = 1.0
    var previous = 0.0
    var result: [(doubledSpin: Int, copies: Double)] = []
    for k in 0...count / 2 {
      result.append((count - 2 * k, binomial - previous))
      previous = binomial
      binomial = binomial * Double(count - k) / Double(k + 1)
    }
    return result
  }
}
