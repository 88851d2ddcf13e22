import MRSCore
import MRSFitting
import Synchronization

/// What the scans of a batch share, by acquisition: each basis is read or simulated once, and each fit made ready once.
final class BasisCache: Sendable {
  private struct FitterKey: Hashable {
    let acquisition: Acquisition
    let isScaled: Bool
  }

  private let known = Mutex<[Acquisition: QuantifyBasis]>([:])
  private let fitters = Mutex<[FitterKey: LeastSquares]>([:])

  subscript(acquisition: Acquisition) -> QuantifyBasis? {
    get { known.withLock { $0[acquisition] } }
    set { known.withLock { $0[acquisition] = newValue } }
  }

  /// The fit of signals of the given acquisition, in mM or not.
  subscript(acquisition: Acquisition, isScaled: Bool) -> LeastSquares? {
    get { fitters.withLock { $0[FitterKey(acquisition: acquisition, isScaled: isScaled)] } }
    set { fitters.withLock { $0[FitterKey(acquisition: acquisition, isScaled: isScaled)] = newValue } }
  }
}
