import MRSCore
import Numerics

/// The product basis of a set of particles of any spin I, ordered by F_z.
///
/// Particle k has 2I + 1 states, digit 0 for m = +I; the state of all is the number with these digits, particle 0
/// fastest. The *level* of a state is the sum of its digits, so that F_z = ΣI − level: H is diagonal in levels, and a
/// block from level l to level l′ of a density matrix has the coherence order p = m_row − m_column = l′ − l.
struct SpinSpace: Hashable, Sendable {
  /// 2I of every particle.
  let doubledSpins: [Int]
  /// The distance between states that differ by one in the digit of a particle.
  let strides: [Int]
  /// The states of every level, rising.
  let levels: [[Int]]
  /// Where each state is: its level and its place there.
  let places: [Place]
  /// Digit k of state s at s·particles + k.
  private let digits: [Int]

  struct Place: Hashable, Sendable {
    let level: Int
    let position: Int
  }

  init(doubledSpins: [Int]) {
    self.doubledSpins = doubledSpins
    var strides: [Int] = []
    var states = 1
    for doubled in doubledSpins {
      strides.append(states)
      states *= doubled + 1
    }
    self.strides = strides
    var levels = [[Int]](repeating: [], count: doubledSpins.reduce(0, +) + 1)
    var places: [Place] = []
    var digits: [Int] = []
    for state in 0..<states {
      let own = doubledSpins.indices.map { state / strides[$0] % (doubledSpins[$0] + 1) }
      digits += own
      let level = own.reduce(0, +)
      places.append(Place(level: level, position: levels[level].count))
      levels[level].append(state)
    }
    self.levels = levels
    self.places = places
    self.digits = digits
  }

  var particles: Int { doubledSpins.count }
  var states: Int { places.count }

  /// m of every level, F_z = ΣI − level.
  func projection(ofLevel level: Int) -> Double { Double(levels.count - 1) / 2 - Double(level) }

  func digit(_ particle: Int, of state: Int) -> Int { digits[state * doubledSpins.count + particle] }

  /// m of one particle.
  func projection(of particle: Int, in state: Int) -> Double {
    Double(doubledSpins[particle]) / 2 - Double(digit(particle, of: state))
  }

  /// ⟨m + 1|I₊|m⟩ = √(I(I + 1) − m(m + 1)) from the state in which a particle has digit `digit`; 0 from the highest.
  func raising(_ particle: Int, fromDigit digit: Int) -> Double {
    // With m = I − d: I(I + 1) − m(m + 1) = d·(2I + 1 − d).
    (Double(digit) * Double(doubledSpins[particle] + 1 - digit)).squareRoot()
  }

  /// The row blocks of coherence order p: those whose column block, row + p, exists.
  func rows(ofOrder order: Int) -> Range<Int> {
    max(0, -order)..<max(max(0, -order), min(levels.count, levels.count - order))
  }

  /// Every coherence order that the space can hold.
  var orders: ClosedRange<Int> { (1 - levels.count)...(levels.count - 1) }
}
