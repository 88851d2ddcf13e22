import MRSCore
import MRSProcessing
import MRSProfile

/// TE and TR of a scan and of its water, in seconds, and which of them had to be assumed.
public struct SignalTiming: Hashable, Sendable {
  public let echoTime: Double
  public let repetitionTime: Double
  public let waterEchoTime: Double
  public let waterRepetitionTime: Double
  /// One for each time that no file says and that matters.
  public let doubts: [Doubt]
  /// Of the files they are of.
  public let names: SignalNames

  /// A time that the scan does not say is that of the basis, or else of the protocol; one that the water does not say is that of
  /// the scan.
  ///
  /// - Parameters:
  ///   - water: `nil` without a water scan: then no amount is corrected for relaxation, and TR does not matter.
  ///   - basis: that of the basis file; `nil` for the protocol's own.
  public init(
    scan: Acquisition, named name: String, water: Acquisition?, named waterName: String = "the water scan",
    basis: Acquisition?, studyProtocol: StudyProtocol
  ) {
    names = SignalNames(scan: name, water: waterName)
    var doubts: [Doubt] = []
    func assumed(_ quantity: String, of file: String, _ seconds: Double, from source: String) -> Double {
      doubts.append(
        .assumedTime(quantity: quantity, of: file, milliseconds: (seconds * 1e6).rounded() / 1000, from: source))
      return seconds
    }
    func echo() -> Double {
      if let time = basis?.echoTime { return assumed("echo time", of: name, time, from: "the basis") }
      return assumed("echo time", of: name, studyProtocol.echoTime, from: "the protocol \(studyProtocol.name)")
    }
    echoTime = scan.echoTime ?? echo()
    let isScaled = water != nil
    repetitionTime =
      scan.repetitionTime
      ?? (isScaled
        ? assumed(
          "repetition time", of: name, studyProtocol.repetitionTime, from: "the protocol \(studyProtocol.name)")
        : studyProtocol.repetitionTime)
    guard let water else {
      (waterEchoTime, waterRepetitionTime) = (echoTime, repetitionTime)
      self.doubts = doubts
      return
    }
    waterEchoTime = water.echoTime ?? assumed("echo time", of: waterName, echoTime, from: "the scan")
    waterRepetitionTime =
      water.repetitionTime ?? assumed("repetition time", of: waterName, repetitionTime, from: "the scan")
    self.doubts = doubts
  }
}
