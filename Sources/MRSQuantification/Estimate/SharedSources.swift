import Foundation
import MRSCore
import MRSFitting
import MRSFormats
import MRSNetworks
import MRSProfile
import Synchronization

/// What the scans of a batch share: each basis is read or simulated once, each fit made ready once, each network read once.
final class SharedSources: Sendable {
  struct FitKey: Hashable {
    let acquisition: Acquisition
    let profile: AnalysisProfile
    let isScaled: Bool
    let timing: [Double]
  }

  /// What a basis depends on.
  struct BasisKey: Hashable {
    let acquisition: Acquisition
  }

  private let bases = Mutex<[BasisKey: ChosenBasis]>([:])
  private let fitters = Mutex<[FitKey: LeastSquares]>([:])
  private let preparations = Mutex<[AnalysisProfile: ScanPreparation]>([:])
  private let networks = Mutex<[[URL]: NetworkQuantifier]>([:])
  private let simulated = Mutex<BasisSet?>(nil)

  subscript(basis key: BasisKey) -> ChosenBasis? {
    get { bases.withLock { $0[key] } }
    set { bases.withLock { $0[key] = newValue } }
  }

  subscript(fit key: FitKey) -> LeastSquares? {
    get { fitters.withLock { $0[key] } }
    set { fitters.withLock { $0[key] = newValue } }
  }

  func preparation(_ profile: AnalysisProfile, of studyProtocol: StudyProtocol) -> ScanPreparation {
    preparations.withLock { known in
      if let preparation = known[profile] { return preparation }
      let preparation = ScanPreparation(profile: profile, studyProtocol: studyProtocol)
      known[profile] = preparation
      return preparation
    }
  }

  /// The protocol's own basis, which a network's training is compared with; without a word of progress.
  /// - Throws: `SimulationError`.
  func basis(of studyProtocol: StudyProtocol, tasks: Int) async throws -> BasisSet {
    if let known = simulated.withLock({ $0 }) { return known }
    let basis = try await ProtocolSimulator(studyProtocol).basis(worker: .quiet(tasks: tasks))
    simulated.withLock { $0 = basis }
    return basis
  }

  /// A network, under the prior of a study where one is asked for.
  /// - Throws: `NetworkError`, `ProfileError`.
  func network(in folder: URL, prior: URL?) throws -> NetworkQuantifier {
    try networks.withLock { known in
      let files = [folder] + [prior].compactMap(\.self)
      if let network = known[files] { return network }
      var network = try NetworkQuantifier(NetworkBundle(readingFrom: folder), named: folder.path)
      if let prior { network = try network.under(CohortPrior(contentsOf: prior).union) }
      known[files] = network
      return network
    }
  }
}
