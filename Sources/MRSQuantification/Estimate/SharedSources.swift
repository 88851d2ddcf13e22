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

  /// What a network was found right for.
  struct NetworkKey: Hashable {
    let folder: URL
    let prior, basis: URL?
    let acquisition: Acquisition
  }

  /// By the acquisition of the signals that they are for.
  let bases = Memo<Acquisition, ChosenBasis>()
  let fits = Memo<FitKey, LeastSquares>()
  /// Those that make spectra again from a network's amounts.
  let reconstructing = Memo<FitKey, LeastSquares>()
  /// Networks that were found to be of the protocol, the basis and the acquisition.
  let matching = Memo<NetworkKey, NetworkQuantifier>()
  private let preparations = Memo<AnalysisProfile, ScanPreparation>()
  private let networks = Memo<[URL], NetworkQuantifier>()
  private let artefacts = Memo<URL, Artefact>()
  private let profileHashes = Memo<AnalysisProfile, String>()
  private let simulated = Mutex<BasisSet?>(nil)
  /// Of files of several signals, the last few that were read.
  private let scans = Mutex<[(file: URL, scans: [Scan])]>([])
  private static let mostFiles = 4

  /// The scan of a file; of several signals the one at `place`, the file being read once for all of them.
  /// - Parameters:
  ///   - overrides: the same for all signals of a file.
  ///   - worker: told how far a long file is read.
  /// - Throws: `FormatError`.
  func scan(_ file: URL, overrides: SignalOverrides, at place: SignalPlace?, worker: Worker) throws -> Scan {
    guard let place else { return try SignalFile.read(file, overrides: overrides, worker: worker) }
    let all = try scans.withLock { known -> [Scan] in
      if let found = known.first(where: { $0.file == file }) { return found.scans }
      let read = try SignalFile.readAll(file, overrides: overrides, worker: worker)
      known = Array(known.suffix(Self.mostFiles - 1)) + [(file, read)]
      return read
    }
    return try ScanPart.chosen(from: all, by: place.choice, path: file.path(percentEncoded: false))
  }

  /// A file's hash, which the signals of one file share.
  /// - Throws: `FormatError`.
  func artefact(of file: URL, at place: SignalPlace?) throws -> Artefact {
    guard place != nil else { return try Artefact(of: file) }
    return try artefacts.value(for: file) { try Artefact(of: file) }
  }

  /// The hash of a profile, whose whole text it takes to make.
  func hash(of profile: AnalysisProfile) -> String {
    profileHashes.value(for: profile) { profile.sha256 }
  }

  func preparation(_ profile: AnalysisProfile, of studyProtocol: StudyProtocol) -> ScanPreparation {
    preparations.value(for: profile) { ScanPreparation(profile: profile, studyProtocol: studyProtocol) }
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
    try networks.value(for: [folder] + [prior].compactMap(\.self)) {
      let network = try NetworkQuantifier(NetworkBundle(readingFrom: folder), named: folder.path)
      return try prior.map { try network.under(CohortPrior(contentsOf: $0).union) } ?? network
    }
  }
}
