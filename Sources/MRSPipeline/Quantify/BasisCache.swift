import MRSCore
import Synchronization

/// The bases that the scans of a batch share, by acquisition: each is read or simulated once.
final class BasisCache: Sendable {
  private let known = Mutex<[Acquisition: QuantifyBasis]>([:])

  subscript(acquisition: Acquisition) -> QuantifyBasis? {
    get { known.withLock { $0[acquisition] } }
    set { known.withLock { $0[acquisition] = newValue } }
  }
}
