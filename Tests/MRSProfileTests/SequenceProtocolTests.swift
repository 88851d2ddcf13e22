import Foundation
import MRSConfiguration
import MRSCore
import MRSFormats
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

  @Test("A sequence is known in the spellings that people and headers use")
  func spellings() throws {
    for (spelled, name) in [
      ("press", "PRESS"), ("sLASER", "SLASER"), ("semi-LASER", "SLASER"), ("svs_se", "PRESS"), ("Steam", "STEAM"),
      ("spin_echo", "SPIN-ECHO"), ("pulse-acquire", "PULSE-ACQUIRE"),
    ] {
      #expect(try Self.load("acquisition.sequence=\(spelled)").acquisition.sequence == name)
    }
    #expect(try Self.refusal("acquisition.sequence=special").contains("'acquisition.sequence' is special"))
  }

  @Test("Values of another unit, and numbers that no machine can do, are refused by the field's name")
  func bounds() throws {
    for (setting, text) in [
      ("acquisition.spectrometerFrequency=123250000", "it looks like Hz: 123.25 MHz"),
      ("acquisition.spectrometerFrequency=nan", "5 to 1500 MHz"), ("acquisition.dwellTime=1e-9", "0.005 to 5 ms"),
      ("acquisition.repetitionTime=1e30", "at most 1000000 ms"), ("scan.averages=1000000000", "1 to 8192"),
      ("scan.coils=1000000000", "1 to 512"), ("cohort.negatives=1000000000", "at most 100000"),
      ("training.validationExamples=1000000000", "1 to 1000000"), ("training.engineThreads=100000", "1 to 1024"),
      ("diagnosis.replicateExamples=100000000000", "to 10000000"),
      ("nuisances.macromoleculePositions=[1e300]", "-50 to 50 ppm"),
    ] {
      let refusal = try Self.refusal(setting)
      #expect(refusal.contains(text), "\(setting): \(refusal)")
    }
    #expect(
      try Self.refusal("acquisition.firstEchoTime=0.012", "acquisition.secondEchoTime=0.018").contains(
        "it looks like seconds: 30.0 ms"))
    #expect(try Self.refusal("scan.coils=512", "scan.averages=8192").contains("which are 4 GB"))
  }

  @Test("The intervals of semi-LASER are one's own where they make an echo at TE")
  func intervals() throws {
    let own = try Self.load("acquisition.sequence=SLASER", "acquisition.intervals=[4.0, 8.0, 7.0, 7.0, 4.0]")
    try own.validate()
    #expect(try own.pulseSequence() == .semiLASER(intervals: [0.004, 0.008, 0.007, 0.007, 0.004]))
    #expect(own.echoTime == (try Self.load("acquisition.sequence=SLASER").echoTime))
    for (intervals, text) in [
      ("[4.0, 8.0]", "five times"), ("[4.0, 8.0, 7.0, 7.0, 5.0]", "whose sum is TE"),
      ("[5.0, 7.0, 7.0, 7.0, 4.0]", "2.0 ms longer"),
    ] {
      #expect(
        try Self.refusal("acquisition.sequence=SLASER", "acquisition.intervals=\(intervals)").contains(text),
        "\(intervals)")
    }
    #expect(try Self.refusal("acquisition.intervals=[4.0, 8.0, 7.0, 7.0, 4.0]").contains("only SLASER"))
  }

  @Test("Pulses that are written out are read as they were, and adiabatic ones are played from a file")
  func pulseExport() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "hs.RF")
    let own = try RFPulse.hyperbolicSecant(duration: 4.5e-3, bandwidth: .hertz(4000))
    try PulseShapeFile.write(own, to: file)
    let read = try PulseShapeFile.read(file).pulse(
      for: .refocusing, flip: .degrees(180), duration: 4.5e-3, peak: own.peak)
    #expect((read.waveform - own.waveform).energy < 1e-12 * own.waveform.energy)
    #expect(abs(read.bandwidth.hertz - own.bandwidth.hertz) < 0.01)
    let settings = ["acquisition.sequence=SLASER", "acquisition.pulses=shaped", "acquisition.secondEchoTime=24"]
    func sequence(_ more: String...) throws -> StudyProtocol {
      try StudyProtocol.load(
        StudyProtocol.defaultName, overrides: (settings + more).map { try ConfigurationOverride($0) })
    }
    let played = try sequence("localisation.adiabaticFile=\(file.path)", "localisation.adiabaticPeak=\(own.peak.hertz)")
    try played.validate()
    #expect(try played.pulseSequence().sliceAxes == sequence().pulseSequence().sliceAxes)
    #expect(played.files == [file])
    #expect(throws: ProfileError.self) { try sequence("localisation.adiabaticFile=\(file.path)").validate() }
    let gradient = folder.url.appending(path: "hs.GRD")
    try GradientShapeFile.write([Double](repeating: 1, count: own.waveform.count), of: "hs", to: gradient)
    let modulated = try sequence(
      "localisation.adiabaticFile=\(file.path)", "localisation.adiabaticPeak=\(own.peak.hertz)",
      "localisation.adiabaticGradientFile=\(gradient.path)")
    #expect(modulated.files == [file, gradient])
    #expect(
      try modulated.pulseSequence().events.contains { event in
        if case .shapedPulse(let slice, _) = event { slice.pulse.gradient?.count == own.waveform.count } else { false }
      })
    #expect(throws: ProfileError.self) {
      try sequence("localisation.adiabaticGradientFile=\(gradient.path)").validate()
    }
    try sequence(
      "localisation.adiabaticShape=\"goia\"", "localisation.adiabaticBandwidth=20000",
      "localisation.adiabaticDuration=3.5"
    ).validate()
  }

  @Test("Species of a file of one's own are known to a protocol, the keys that an entry lacks are said at once")
  func ownSpinSystems() throws {
    let folder = try TemporaryFolder()
    let systems = try folder.write("[X]\nsource = \"own\"\n[[X.part]]\nshifts = [2.5]\n", as: "own.toml")
    let entry =
      "amount = { kind = \"fixed\", value = 1.0 }\nratio = 1.0\nt1 = 1000.0\n"
      + "t2 = { kind = \"fixed\", value = 60.0 }\nshiftDeviation = 0.005\nsource = \"own\"\n"
    func load(_ entry: String) throws -> StudyProtocol {
      try StudyProtocol.load(
        folder.write("name = \"own\"\n[[species]]\nname = \"X\"\nrole = \"target\"\n" + entry, as: "p.toml").path,
        overrides: [ConfigurationOverride("spinSystems=\(systems.path)")])
    }
    let own = try load(entry)
    #expect(try own.spinSystemLibrary().molecule(named: "X").protons == 1)
    #expect(own.files == [systems])
    let error = #expect(throws: ConfigurationError.self) { try load("t1 = 1000.0\n") }
    #expect(
      error?.description.hasSuffix(
        "the keys 'species.0.amount', 'species.0.ratio', 'species.0.t2', 'species.0.shiftDeviation' and "
          + "'species.0.source' are missing; they have no default. Add them.") == true, "\(error?.description ?? "")")
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
