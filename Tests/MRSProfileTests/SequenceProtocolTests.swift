import Foundation
import MRSConfiguration
import MRSCore
import MRSModel
import MRSProfile
import MRSQuantification
import MRSRuns
import MRSSimulation
import MRSStudy
import Numerics
import TestSupport
import Testing

@Suite("The sequence of a protocol")
struct SequenceProtocolTests {
  static func load(_ overrides: String...) throws -> StudyProtocol {
    try StudyProtocol.load(StudyProtocol.defaultName, overrides: overrides.map { try ConfigurationOverride($0) })
  }

  static func refusal(_ overrides: String...) throws -> String {
    let studyProtocol = try StudyProtocol.load(
      StudyProtocol.defaultName, overrides: overrides.map { try ConfigurationOverride($0) })
    do {
      try studyProtocol.validate()
      return "valid"
    } catch {
      return "\(error)"
    }
  }

  @Test("The default is PRESS of 12 + 18 ms with ideal pulses")
  func standard() throws {
    #expect(try Self.load().pulseSequence() == .press(firstEchoTime: 0.012, secondEchoTime: 0.018))
  }

  @Test("Each sequence is chosen by its name, TE is the sum of both echo times")
  func choice() throws {
    #expect(try Self.load("acquisition.sequence=SPIN-ECHO").pulseSequence() == .spinEcho(echoTime: 0.030))
    #expect(
      try Self.load("acquisition.sequence=STEAM", "acquisition.mixingTime=13").pulseSequence()
        == .steam(echoTime: 0.030, mixingTime: 0.013))
    #expect(try Self.load("acquisition.sequence=SLASER").pulseSequence() == .semiLASER(echoTime: 0.030))
    let free = try Self.load(
      "acquisition.sequence=PULSE-ACQUIRE", "acquisition.firstEchoTime=0", "acquisition.secondEchoTime=0")
    try free.validate()
    #expect(try free.pulseSequence() == .pulseAcquire)
  }

  @Test(
    "Shaped pulses make every localised sequence of the default protocol",
    arguments: ["SPIN-ECHO", "PRESS", "STEAM", "SLASER"])
  func shaped(name: String) throws {
    // 30 ms are too short for semi-LASER with these adiabatic pulses.
    let studyProtocol = try Self.load(
      "acquisition.sequence=\(name)", "acquisition.pulses=shaped",
      "acquisition.secondEchoTime=\(name == "SLASER" ? 24 : 18)")
    try studyProtocol.validate()
    let sequence = try studyProtocol.pulseSequence()
    #expect(sequence.name == name)
    #expect(sequence.sliceAxes.count == (name == "SPIN-ECHO" ? 2 : 3))
    #expect(sequence.transmitterShift == .ppm(2.4))
  }

  @Test("The grid that protocols of before give to slices is read and not used: it follows from the pulses")
  func formerGrid() throws {
    let former = try Self.load("acquisition.pulses=shaped", "localisation.gridPoints=4", "localisation.gridExtent=0.5")
    #expect(former == (try Self.load("acquisition.pulses=shaped")))
    #expect(throws: ConfigurationError.self) { try Self.load("localisation.gridWidth=2") }
  }

  @Test("Pulses of a file are those that are played out: our own, written as a scanner has them, give the same basis")
  func files() async throws {
    let folder = try TemporaryFolder()
    let own = try Self.load("acquisition.pulses=shaped")
    func written(_ pulse: RFPulse, as name: String) throws -> String {
      let url = folder.url.appending(path: name)
      let lines = pulse.waveform.indices.map { i in
        let sample = pulse.waveform[i]
        return "\(sample.phase * 180 / .pi) \(1023 * sample.length / pulse.peak.hertz) 1"
      }
      try Data((["# a pulse of Hepatica's own design"] + lines).joined(separator: "\n").utf8).write(to: url)
      return url.path
    }
    let (excitation, refocusing) = (
      try written(.windowedSinc(duration: 2.6e-3, bandwidth: .hertz(2200)), as: "sinc.RF"),
      try written(.shinnarLeRoux(duration: 5.2e-3, bandwidth: .hertz(1100)), as: "slr.RF")
    )
    let read = try Self.load(
      "acquisition.pulses=shaped", "localisation.excitationFile=\(excitation)",
      "localisation.refocusingFile=\(refocusing)")
    try read.validate()
    func lactate(_ studyProtocol: StudyProtocol) throws -> TransitionLines {
      let simulator = BasisSimulator(
        sequence: try studyProtocol.pulseSequence(), acquisition: studyProtocol.spectralAcquisition)
      guard
        case .lines(let lines) = try simulator.basisFunction(of: SpinSystemLibrary.metabolites().molecule(named: "Lac"))
          .signal
      else { return TransitionLines(frequencies: [], amplitudes: ComplexVector(zeros: 0)) }
      return lines
    }
    let (expected, found) = (try lactate(own), try lactate(read))
    // A shape of one phase has its strength from its integral; the refocusing one turns by 180° only to its design's ripple.
    let fids = [expected, found].map { $0.fid(on: own.spectralAcquisition).samples }
    let difference = (fids[0] - fids[1]).energy.squareRoot() / fids[0].energy.squareRoot()
    #expect(difference < 0.02, "\(difference)")
    let manifest = try await RunFolder.run(at: folder.url.appending(path: "run")) { run in
      try run.finish(.init(verb: "simulate", arguments: []), seed: nil, resolved: read)
    }
    #expect(manifest.inputs.map(\.name).sorted() == ["sinc.RF", "slr.RF"])
    #expect(manifest.inputs.allSatisfy { $0.sha256.count == 64 })
    #expect(
      try Self.refusal("acquisition.pulses=shaped", "localisation.excitationFile=/nowhere/pulse.RF").contains(
        "pulse.RF"))
  }

  @Test("What does not fit is refused by the field's name")
  func refusals() throws {
    #expect(
      try Self.refusal("acquisition.sequence=STEEM")
        == "liver-3T-press30: 'acquisition.sequence' is STEEM; expected one of PULSE-ACQUIRE, SPIN-ECHO, PRESS, STEAM, SLASER"
    )
    #expect(
      try Self.refusal("acquisition.sequence=PULSE-ACQUIRE")
        == "liver-3T-press30: 'acquisition.firstEchoTime' is 12.0; expected 0: PULSE-ACQUIRE has no echo")
    #expect(
      try Self.refusal("acquisition.sequence=STEAM", "acquisition.mixingTime=-1").contains("'acquisition.mixingTime'"))
    #expect(
      try Self.refusal("acquisition.pulses=shaped", "acquisition.firstEchoTime=6").hasPrefix(
        "liver-3T-press30: 'acquisition.firstEchoTime' is too short: TE1/2 is 3.0 ms; expected at least the"))
    #expect(
      try Self.refusal("acquisition.pulses=shaped", "localisation.refocusingBandwidth=100").hasPrefix(
        "liver-3T-press30: 'localisation.refocusingBandwidth' is 100.0 Hz"))
    #expect(throws: ConfigurationError.self) { try Self.load("acquisition.pulses=soft") }
  }
}
