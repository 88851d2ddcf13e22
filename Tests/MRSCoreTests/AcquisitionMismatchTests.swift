import MRSCore
import Testing

@Suite("What an acquisition has that another does not")
struct AcquisitionMismatchTests {
  private static let all: [AcquisitionMismatch.Field] = [
    .nucleus, .spectrometerFrequency, .sequence, .echoTime, .repetitionTime, .dwellTime, .points,
  ]
  private static let expected = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 0.5e-3, points: 1024, sequence: "PRESS", echoTime: 0.03,
    repetitionTime: 2)

  @Test("What is within the limits, or says more of the sequence, is the same")
  func same() {
    var found = Self.expected
    (found.spectrometerFrequency, found.sequence) = (.megahertz(123.8), "svs_press_30")
    (found.echoTime, found.repetitionTime, found.dwellTime) = (0.0309, 1.91, 0.50004e-3)
    #expect(found.mismatches(with: Self.expected, in: Self.all).isEmpty)
  }

  @Test("Beyond the limits every field is named with both values; only the fields asked for are")
  func different() {
    let found = Acquisition(
      nucleus: "31P", spectrometerFrequency: .megahertz(124), dwellTime: 0.51e-3, points: 2048, sequence: "STEAM",
      echoTime: 0.0312, repetitionTime: 1.8)
    let mismatches = found.mismatches(with: Self.expected, in: Self.all)
    #expect(mismatches.map(\.field) == Self.all)
    #expect(mismatches[3] == .init(field: .echoTime, found: "31.2 ms", expected: "30.0 ms"))
    #expect(mismatches[1] == .init(field: .spectrometerFrequency, found: "124.0 MHz", expected: "123.25 MHz"))
    #expect(found.mismatches(with: Self.expected, in: [.points]).map(\.found) == ["2048"])
  }

  @Test("What is not known is a mismatch, what is not expected is none")
  func unknown() {
    let bare = Acquisition(spectrometerFrequency: .megahertz(123.25), dwellTime: 0.5e-3, points: 1024)
    let mismatches = bare.mismatches(with: Self.expected, in: Self.all)
    #expect(mismatches.map(\.field) == [.sequence, .echoTime, .repetitionTime])
    #expect(mismatches.allSatisfy { $0.found == "not known" })
    #expect(Self.expected.mismatches(with: bare, in: Self.all).isEmpty)
  }
}
