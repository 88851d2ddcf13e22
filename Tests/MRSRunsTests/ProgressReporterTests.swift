import MRSFormats
import MRSProfile
import MRSQuantification
import MRSRuns
import MRSStudy
import Synchronization
import Testing

@Suite("ProgressReporter")
struct ProgressReporterTests {
  /// What a reporter writes while each of 100 units takes the given number of seconds.
  func written(style: ProgressReporter.Style, secondsPerUnit: Int, units: Int = 100) -> [String] {
    let time = Recorded(0)
    let texts = Recorded([String]())
    let reporter = ProgressReporter(
      "Simulating", total: 100, unit: "spectra", style: style,
      now: { .seconds(time.value) }, write: { text in texts.change { $0.append(text) } })
    for _ in 0..<units {
      time.change { $0 += secondsPerUnit }
      reporter.advance(by: 1)
    }
    reporter.finish()
    reporter.finish()
    return texts.value
  }

  @Test("Without a terminal a line comes at most every five seconds, and one at the end")
  func lines() {
    let lines = written(style: .lines, secondsPerUnit: 1)
    #expect(lines.count == 21)
    #expect(lines.first == "Simulating   5 % (5/100 spectra), 1.00 spectra/s, 1:35 left\n")
    #expect(lines.last == "Simulating 100 % (100/100 spectra), 1.00 spectra/s, took 1:40\n")
  }

  @Test("On a terminal one line is drawn anew and ended once")
  func terminal() {
    let texts = written(style: .terminal, secondsPerUnit: 60, units: 50)
    #expect(texts.allSatisfy { $0.hasPrefix("\r\u{1B}[KSimulating [") })
    #expect(texts.joined().filter { $0 == "\n" }.count == 1)
    #expect(texts.first?.contains("[--------------------]   1 % (1/100 spectra), 0.02 spectra/s, 1:39:00 left") == true)
    #expect(texts.last?.contains("[##########----------]  50 % (50/100 spectra)") == true)
  }

  @Test("Going on after an interruption says so; what was there does not count for the rate")
  func resumed() {
    let time = Recorded(0)
    let texts = Recorded([String]())
    let reporter = ProgressReporter(
      "Simulating", total: 100, unit: "spectra", style: .lines,
      now: { .seconds(time.value) }, write: { text in texts.change { $0.append(text) } })
    reporter.resume(from: 50)
    time.change { $0 += 10 }
    reporter.advance(by: 10)
    #expect(
      texts.value == [
        "Simulating: going on where an interrupted run was, 50 of 100 spectra are there\n",
        "Simulating  60 % (60/100 spectra), 1.00 spectra/s, 0:40 left\n",
      ])
  }

  @Test("Quiet is quiet")
  func quiet() {
    #expect(written(style: .quiet, secondsPerUnit: 60).isEmpty)
  }
}

/// A value that several closures change.
final class Recorded<Value: Sendable>: Sendable {
  private let storage: Mutex<Value>
  init(_ value: Value) { storage = Mutex(value) }
  var value: Value { storage.withLock(\.self) }
  func change(_ body: (inout Value) -> Void) {
    storage.withLock { value in
      var copy = value
      body(&copy)
      value = copy
    }
  }
}
