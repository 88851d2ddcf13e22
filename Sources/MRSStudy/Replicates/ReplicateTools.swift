import MRSCore
import MRSModel
import MRSNetworks
import MRSProfile
import MRSSynthesis
import Numerics

/// What all replicates of a virtual study share: basis, the network that measures, fits and scanners made ready once.
public struct ReplicateTools: Sendable {
  public let studyProtocol: StudyProtocol
  public let basis: BasisSet
  public let measuring: MeasuringNetwork
  let quantifier: NetworkQuantifier
  let scanner: VirtualScanner
  let planted: [(control: PlantedDifference, scanner: VirtualScanner)]

  /// - Throws: `NetworkError`, `ProfileError`, `SimulationError`.
  public init(_ studyProtocol: StudyProtocol, basis: BasisSet, measuring: MeasuringNetwork) throws {
    self.studyProtocol = studyProtocol
    self.basis = basis
    self.measuring = measuring
    quantifier = try NetworkQuantifier(measuring.bundle, named: measuring.origin)
    scanner = try VirtualScanner(studyProtocol, basis: basis)
    planted = try PlantedDifference.allCases.map { control in
      (control, try VirtualScanner(control.planted(in: studyProtocol), basis: basis))
    }
  }
}
