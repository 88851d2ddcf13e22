import MRSCore

/// What a network is for and where it is from: the part of a bundle that people and programs check before using it.
public struct NetworkCard: Hashable, Sendable, Codable {
  /// What the network tells.
  public enum Task: String, Hashable, Sendable, Codable {
    case quantification
    case classification
  }

  /// What a network was trained for that an acquisition does not have.
  public struct Mismatch: Hashable, Sendable, CustomStringConvertible {
    public let field: String
    public let found: String
    public let trained: String

    public var description: String { "\(field) is \(found), the network was trained for \(trained)" }
  }

  public let task: Task
  /// The protocol's name.
  public let studyProtocol: String
  public let encoder: SpectrumEncoder
  /// The targets, or the positive group of a classification.
  public let targets: [String]
  /// The mean and deviation of the logarithm of each target's amount that standardise it.
  public let logMeans: [Double]
  public let logDeviations: [Double]
  public let calibration: GaussianCalibration?
  /// The noise of an FID sample in training, mM: the range of the middle 99.8 %.
  public let trainedNoise: [Double]
  /// SHA-256 of the basis set.
  public let basisHash: String
  public let seed: UInt64
  public let trainingExamples: Int
  /// What must be said of these weights wherever they are used.
  public let notice: String

  public init(
    task: Task, studyProtocol: String, encoder: SpectrumEncoder, targets: [String], logMeans: [Double],
    logDeviations: [Double], calibration: GaussianCalibration?, trainedNoise: [Double], basisHash: String, seed: UInt64,
    trainingExamples: Int, notice: String
  ) {
    self.task = task
    self.studyProtocol = studyProtocol
    self.encoder = encoder
    self.targets = targets
    self.logMeans = logMeans
    self.logDeviations = logDeviations
    self.calibration = calibration
    self.trainedNoise = trainedNoise
    self.basisHash = basisHash
    self.seed = seed
    self.trainingExamples = trainingExamples
    self.notice = notice
  }

  /// What keeps a signal from being shown to this network: another nucleus, field (over 0.5 %), sequence, TE or TR
  /// (over 1 ms and 5 %; unknown counts as a mismatch), dwell time, or too few points.
  public func mismatches(with found: Acquisition) -> [Mismatch] {
    let trained = encoder.acquisition
    var mismatches: [Mismatch] = []
    func milliseconds(_ time: Double?) -> String { time.map { "\(($0 * 1e5).rounded() / 100) ms" } ?? "unknown" }
    if found.nucleus != trained.nucleus {
      mismatches.append(.init(field: "nucleus", found: found.nucleus, trained: trained.nucleus))
    }
    let field = trained.spectrometerFrequency.megahertz
    if abs(found.spectrometerFrequency.megahertz / field - 1) > 0.005 {
      mismatches.append(
        .init(
          field: "spectrometer frequency", found: "\(found.spectrometerFrequency.megahertz) MHz",
          trained: "\(field) MHz"))
    }
    if found.sequence?.uppercased().contains(trained.sequence ?? "") != true {
      mismatches.append(
        .init(field: "sequence", found: found.sequence ?? "unknown", trained: trained.sequence ?? "any"))
    }
    if let echoTime = trained.echoTime, abs((found.echoTime ?? .infinity) - echoTime) > 0.001 {
      mismatches.append(
        .init(field: "echo time", found: milliseconds(found.echoTime), trained: milliseconds(echoTime)))
    }
    if let repetition = trained.repetitionTime,
      !(abs((found.repetitionTime ?? .infinity) / repetition - 1) <= 0.05)
    {
      mismatches.append(
        .init(
          field: "repetition time", found: milliseconds(found.repetitionTime), trained: milliseconds(repetition)))
    }
    if abs(found.dwellTime / trained.dwellTime - 1) > 1e-4 {
      mismatches.append(
        .init(
          field: "dwell time", found: milliseconds(found.dwellTime), trained: milliseconds(trained.dwellTime)))
    }
    if found.points < trained.points {
      mismatches.append(.init(field: "points", found: "\(found.points)", trained: "at least \(trained.points)"))
    }
    return mismatches
  }
}
