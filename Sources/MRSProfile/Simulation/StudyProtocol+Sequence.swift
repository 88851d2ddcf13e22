import Foundation
import MRSCore
import MRSFormats
import MRSSimulation

extension StudyProtocol {
  /// The sequences that can be simulated, as `acquisition.sequence` and file headers name them.
  public enum Sequence: String, CaseIterable, Sendable {
    case pulseAcquire = "PULSE-ACQUIRE"
    case spinEcho = "SPIN-ECHO"
    case press = "PRESS"
    case steam = "STEAM"
    case semiLASER = "SLASER"

    /// The sequence of a name in any spelling that headers and people use: `press`, `sLASER`, `semi-LASER`, `svs_st`.
    public init?(spelled name: String) {
      let folded = name.uppercased().filter { $0.isLetter }
      let own = Self.allCases.first { $0.rawValue.filter(\.isLetter) == folded }
      guard let sequence = own ?? SequenceName.localisation(in: name).flatMap(Self.init(rawValue:)) else { return nil }
      self = sequence
    }
  }

  /// The pulse sequence the basis is simulated with.
  /// - Throws: `SimulationError` for pulses that cannot be made or do not fit, ``ProfileError`` for a sequence not known.
  public func pulseSequence() throws -> PulseSequence {
    guard let sequence = Sequence(rawValue: acquisition.sequence) else {
      throw ProfileError.invalid(
        file: name, field: "acquisition.sequence", value: acquisition.sequence, expected: Self.sequenceNames)
    }
    let first = acquisition.firstEchoTime / 1000
    let second = acquisition.secondEchoTime / 1000
    let mixing = acquisition.mixingTime / 1000
    switch (sequence, acquisition.pulses) {
    case (.pulseAcquire, _): return .pulseAcquire
    case (.spinEcho, .ideal): return .spinEcho(echoTime: echoTime)
    case (.press, .ideal): return .press(firstEchoTime: first, secondEchoTime: second)
    case (.steam, .ideal): return .steam(echoTime: echoTime, mixingTime: mixing)
    case (.semiLASER, .ideal): return .semiLASER(intervals: refocusingIntervals)
    case (.spinEcho, .shaped):
      return try .spinEcho(
        echoTime: echoTime, excitation: excitation(), refocusing: refocusing(), transmitterShift: transmitterShift)
    case (.press, .shaped):
      return try .press(
        firstEchoTime: first, secondEchoTime: second, excitation: excitation(), refocusing: refocusing(),
        transmitterShift: transmitterShift)
    case (.steam, .shaped):
      return try .steam(
        echoTime: echoTime, mixingTime: mixing, excitation: excitation(), transmitterShift: transmitterShift)
    case (.semiLASER, .shaped):
      return try .semiLASER(
        intervals: refocusingIntervals, excitation: excitation(), refocusing: adiabatic(),
        transmitterShift: transmitterShift)
    }
  }

  /// The five intervals of semi-LASER in seconds.
  var refocusingIntervals: [Double] {
    acquisition.intervals?.map { $0 / 1000 } ?? PulseSequence.equalDistances(echoTime: echoTime)
  }

  /// The spin systems that a basis is made of: the library's, and over them those of the file `spinSystems`.
  /// - Throws: `ConfigurationError`, `SimulationError`.
  public func spinSystemLibrary() throws -> SpinSystemLibrary {
    let library = try SpinSystemLibrary.metabolites()
    guard let spinSystems else { return library }
    return try library.overlaid(with: SpinSystemLibrary(contentsOf: URL(filePath: spinSystems)))
  }

  /// `"30 ms"`, or `"12 + 18 ms"` where the sequence knows two echo times; TM of STEAM.
  public var echoTimeText: String {
    let a = acquisition
    switch Sequence(rawValue: a.sequence) {
    case .press: return "\(a.firstEchoTime) + \(a.secondEchoTime) ms"
    case .steam: return "\(a.firstEchoTime + a.secondEchoTime) ms, TM \(a.mixingTime) ms"
    default: return "\(a.firstEchoTime + a.secondEchoTime) ms"
    }
  }

  static let sequenceNames = Sequence.allCases.map(\.rawValue).joined(separator: ", ")

  private var transmitterShift: ChemicalShift { .ppm(localisation.transmitterShift) }

  /// The files of spin systems and RF pulses that the protocol names.
  public var files: [URL] {
    let pulses =
      acquisition.pulses == .shaped
      ? [
        localisation.excitationFile, localisation.refocusingFile, localisation.adiabaticFile ?? "",
        localisation.adiabaticGradientFile ?? "",
      ] : []
    return ([spinSystems ?? "", editing?.file ?? ""] + pulses).filter { !$0.isEmpty }.map { URL(filePath: $0) }
  }

  private func excitation() throws -> RFPulse {
    guard localisation.excitationFile.isEmpty else {
      return try PulseShapeFile.read(URL(filePath: localisation.excitationFile))
        .pulse(for: .excitation, flip: .degrees(90), duration: localisation.excitationDuration / 1000)
    }
    return try .windowedSinc(
      duration: localisation.excitationDuration / 1000, bandwidth: .hertz(localisation.excitationBandwidth))
  }

  private func refocusing() throws -> RFPulse {
    guard localisation.refocusingFile.isEmpty else {
      return try PulseShapeFile.read(URL(filePath: localisation.refocusingFile))
        .pulse(for: .refocusing, flip: .degrees(180), duration: localisation.refocusingDuration / 1000)
    }
    return try .shinnarLeRoux(
      duration: localisation.refocusingDuration / 1000, bandwidth: .hertz(localisation.refocusingBandwidth))
  }

  private func adiabatic() throws -> RFPulse {
    let duration = localisation.adiabaticDuration / 1000
    if let file = localisation.adiabaticFile, !file.isEmpty {
      let shape = try PulseShapeFile.read(URL(filePath: file))
      let gradient = try localisation.adiabaticGradientFile.map {
        try GradientShapeFile.read(URL(filePath: $0), samples: shape.samples.count)
      }
      return shape.pulse(
        for: .refocusing, flip: .degrees(180), duration: duration, peak: .hertz(localisation.adiabaticPeak ?? 0),
        gradient: gradient)
    }
    let bandwidth = Frequency.hertz(localisation.adiabaticBandwidth)
    let peak = localisation.adiabaticPeak.map { Frequency.hertz($0) }
    return switch localisation.adiabaticShape ?? .hyperbolicSecant {
    case .hyperbolicSecant: try .hyperbolicSecant(duration: duration, bandwidth: bandwidth, peak: peak)
    case .goia: try .gradientModulated(duration: duration, bandwidth: bandwidth, peak: peak)
    }
  }
}
