import MRSConfiguration
import MRSCore
import MRSPipeline
import MRSSimulation
import Numerics
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

  @Test("What does not fit is refused by the field's name")
  func refusals() throws {
    #expect(
      try Self.refusal("acquisition.sequence=STEEM")
        == "protocol: 'acquisition.sequence' is STEEM; expected one of PULSE-ACQUIRE, SPIN-ECHO, PRESS, STEAM, SLASER")
    #expect(
      try Self.refusal("acquisition.sequence=PULSE-ACQUIRE")
        == "protocol: 'acquisition.firstEchoTime' is 12.0; expected 0: PULSE-ACQUIRE has no echo")
    #expect(
      try Self.refusal("acquisition.sequence=STEAM", "acquisition.mixingTime=-1").contains("'acquisition.mixingTime'"))
    #expect(
      try Self.refusal("acquisition.pulses=shaped", "acquisition.firstEchoTime=6").hasPrefix(
        "protocol: 'acquisition.firstEchoTime' is too short: TE1/2 is 3.0 ms; expected at least the"))
    #expect(
      try Self.refusal("acquisition.pulses=shaped", "localisation.refocusingBandwidth=100").hasPrefix(
        "protocol: 'localisation.refocusingBandwidth' is 100.0 Hz"))
    #expect(throws: ConfigurationError.self) { try Self.load("acquisition.pulses=soft") }
  }
}
