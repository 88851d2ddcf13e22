import Foundation
import MRSConfiguration
import MRSCore
import MRSProfile
import MRSSimulation
import TestSupport
import Testing

@Suite("The editing pulses of a protocol")
struct EditingProtocolTests {
  /// The default protocol at TE 68 ms with a section `[editing]`.
  private func load(_ editing: String, _ overrides: String...) throws -> StudyProtocol {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      Array(
        """
        name = "mega"
        [acquisition]
        firstEchoTime = 14.0
        secondEchoTime = 54.0
        [editing]
        \(editing)
        """.utf8), as: "mega.toml")
    return try StudyProtocol.load(file.path, overrides: overrides.map { try ConfigurationOverride($0) })
  }

  private static let mega = """
    duration = 14.0
    conditions = [{ name = "ON", pulses = [1.9] }, { name = "OFF", pulses = [7.5] }]
    """

  @Test(
    "Each condition is the sequence with its pulses, the first amid the 180° and the second half an echo time later")
  func sequences() throws {
    let studyProtocol = try load(Self.mega)
    try studyProtocol.validate()
    let plain = PulseSequence.press(firstEchoTime: 0.014, secondEchoTime: 0.054)
    let pulse = try RFPulse.gaussian(duration: 0.014)
    let expected = try [1.9, 7.5].map {
      try plain.edited(by: EditingPulse(pulse, at: [.ppm($0)]), at: [0.024, 0.058])
    }
    let found = try studyProtocol.editedSequences()
    #expect(found.map(\.name) == ["MEGA-PRESS", "MEGA-PRESS"])
    #expect(found == expected)
    #expect(studyProtocol.editingScheme?.combinations.map(\.name) == ["difference", "sum"])
    #expect(studyProtocol.editingScheme?.combinations[0].weights == [1, -1])
    let own = try load(Self.mega + "\ntimes = [21.0, 55.0]", "acquisition.pulses=shaped")
    try own.validate()
    #expect(try own.editedSequences()[0].sliceAxes.count == 3)
    let slaser = try load(Self.mega, "acquisition.sequence=sLASER")
    try slaser.validate()
    #expect(try slaser.editedSequences()[0].name == "MEGA-SLASER")
  }

  @Test("HERMES is four conditions, of which two differences are made; a pulse may be given by its width")
  func hermes() throws {
    let studyProtocol = try load(
      """
      bandwidth = 90.0
      conditions = [
        { name = "A", pulses = [4.56, 1.9] }, { name = "B", pulses = [4.56] }, { name = "C", pulses = [1.9] },
        { name = "D", pulses = [] },
      ]
      """)
    try studyProtocol.validate()
    let names = studyProtocol.editingScheme?.combinations.map(\.name)
    #expect(names == ["difference-1.90ppm", "difference-4.56ppm", "sum"])
    let sequences = try studyProtocol.editedSequences()
    #expect(sequences[3].events == PulseSequence.press(firstEchoTime: 0.014, secondEchoTime: 0.054).events)
    let pulses = sequences[0].events.compactMap { event -> EditingPulse? in
      if case .editingPulse(let pulse, _) = event { pulse } else { nil }
    }
    #expect(pulses.count == 2 && abs((pulses.first?.pulse.bandwidth.hertz ?? 0) - 90) < 0.1)
  }

  @Test(
    "What cannot be is refused by the field's name",
    arguments: [
      ("conditions = []\nduration = 14.0", "editing.conditions"),
      (#"conditions = [{ name = "ON", pulses = [1.9] }]"#, "editing.duration"),
      (#"conditions = [{ name = "ON", pulses = [1.9] }]"# + "\nduration = 14.0\nbandwidth = 90.0", "not both"),
      (#"conditions = [{ name = "ON", pulses = [234.0] }]"# + "\nduration = 14.0", "editing.conditions.0.pulses"),
      (#"conditions = [{ name = "a/b", pulses = [1.9] }]"# + "\nduration = 14.0", "editing.conditions.0.name"),
      (
        #"conditions = [{ name = "ON", pulses = [1.9] }, { name = "on", pulses = [] }]"# + "\nduration = 14.0",
        "a name of its own"
      ),
      (#"conditions = [{ name = "ON", pulses = [1.9] }]"# + "\nduration = 0.014", "0.5 to 100 ms"),
      (#"conditions = [{ name = "ON", pulses = [1.9] }]"# + "\nduration = 40.0", "an editing pulse of 40.0 ms"),
      (#"conditions = [{ name = "ON", pulses = [1.9] }]"# + "\nduration = 14.0\ntimes = [58.0]", "editing.times"),
    ])
  func refused(editing: String, said: String) throws {
    let studyProtocol = try load(editing)
    let error = #expect(throws: ProfileError.self) { try studyProtocol.validate() }
    #expect(error?.description.contains(said) == true, "\(error?.description ?? "")")
  }

  @Test("Nothing but simulate takes a protocol of an edited scan for the basis of one signal")
  func onlySimulated() async throws {
    let studyProtocol = try load(Self.mega)
    await #expect(throws: ProfileError.self) {
      try await ProtocolSimulator(studyProtocol).basis(worker: .quiet(tasks: 1))
    }
    let steam = try load(Self.mega, "acquisition.sequence=STEAM")
    let error = #expect(throws: ProfileError.self) { try steam.validate() }
    #expect(error?.description.contains("PRESS or SLASER with [editing]") == true)
  }
}
