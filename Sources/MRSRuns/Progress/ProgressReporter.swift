import Foundation
import MRSCore
import Synchronization

/// Tells on standard error how far a piece of work is: bar, percentage, rate and time left.
///
/// A terminal has one line, drawn anew; what is not a terminal has a line every few seconds. Standard output is never
/// written to. Any number of tasks may advance the same reporter.
public final class ProgressReporter: WorkProgress {
  /// How progress is shown.
  public enum Style: Hashable, Sendable {
    /// One line, drawn anew at most ten times a second.
    case terminal
    /// A line at most every five seconds.
    case lines
    /// Nothing.
    case quiet

    /// The style that suits standard error.
    public static func standardError(quiet: Bool = false) -> Style {
      quiet ? .quiet : isatty(STDERR_FILENO) == 1 ? .terminal : .lines
    }

    /// The least time between two drawings.
    var interval: Duration {
      switch self {
      case .terminal: .milliseconds(100)
      case .lines: .seconds(5)
      case .quiet: .zero
      }
    }
  }

  private struct State {
    var done = 0
    /// Of ``done``, what was there before this reporter's work began.
    var found = 0
    var lastDrawn: Duration
    var isFinished = false
  }

  private let title: String
  private let unit: String
  private let total: Int
  private let style: Style
  private let now: @Sendable () -> Duration
  private let write: @Sendable (String) -> Void
  private let start: Duration
  private let state: Mutex<State>

  /// - Parameters:
  ///   - title: What is being done, as `Simulating`.
  ///   - total: How many units the work has.
  ///   - unit: What is counted, in the plural, as `spectra`.
  public convenience init(_ title: String, total: Int, unit: String, style: Style = .standardError()) {
    let origin = ContinuousClock.now
    self.init(
      title, total: total, unit: unit, style: style, now: { origin.duration(to: .now) },
      write: { text in
        // A closed standard error must not end the work.
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
      })
  }

  /// With a clock and an output of one's own.
  package init(
    _ title: String, total: Int, unit: String, style: Style, now: @escaping @Sendable () -> Duration,
    write: @escaping @Sendable (String) -> Void
  ) {
    self.title = title
    self.unit = unit
    self.total = total
    self.style = style
    self.now = now
    self.write = write
    start = now()
    state = Mutex(State(lastDrawn: start))
  }

  /// Counts units as done.
  public func advance(by count: Int) {
    guard style != .quiet else { return }
    let time = now()
    state.withLock { state in
      state.done += count
      guard !state.isFinished, time - state.lastDrawn >= style.interval else { return }
      state.lastDrawn = time
      draw(state, elapsed: time - start, ends: false)
    }
  }

  /// Counts units that an interrupted piece of work has left, and says so in a line of its own.
  public func resume(from count: Int) {
    guard style != .quiet else { return }
    state.withLock { state in
      state.done += count
      state.found += count
      write("\(title): going on where an interrupted run was, \(count) of \(total) \(unit) are there\n")
    }
  }

  /// Draws the last state and ends the line.
  public func finish() {
    guard style != .quiet else { return }
    let time = now()
    state.withLock { state in
      guard !state.isFinished else { return }
      state.isFinished = true
      draw(state, elapsed: time - start, ends: true)
    }
  }

  private func draw(_ state: State, elapsed: Duration, ends: Bool) {
    let line = text(state, elapsed: elapsed / .seconds(1), ends: ends)
    switch style {
    case .terminal: write("\r\u{1B}[K\(line)\(ends ? "\n" : "")")
    case .lines: write(line + "\n")
    case .quiet: break
    }
  }

  private func text(_ state: State, elapsed: Double, ends: Bool) -> String {
    let done = state.done
    let fraction = total > 0 ? min(Double(done) / Double(total), 1) : 1
    let rate = elapsed > 0 ? Double(done - state.found) / elapsed : 0
    let percent = String(Int((100 * fraction).rounded(.down)))
    var text = title
    if style == .terminal {
      let filled = Int(20 * fraction)
      text += " [" + String(repeating: "#", count: filled) + String(repeating: "-", count: 20 - filled) + "]"
    }
    text += " \(String(repeating: " ", count: 3 - percent.count))\(percent) % (\(done)/\(total) \(unit))"
    if rate > 0 { text += ", \(Self.short(rate)) \(unit)/s" }
    if ends {
      text += ", took \(Self.clock(elapsed))"
    } else if rate > 0, done < total {
      text += ", \(Self.clock(Double(total - done) / rate)) left"
    }
    return text
  }

  /// Three significant digits below a thousand, whole numbers above.
  private static func short(_ number: Double) -> String {
    let digits = number >= 100 ? 0 : number >= 10 ? 1 : 2
    return number.formatted(
      .number.precision(.fractionLength(digits)).grouping(.never).locale(Locale(identifier: "en_US_POSIX")))
  }

  /// Hours, minutes and seconds, as `1:02:03` or `2:03`.
  private static func clock(_ seconds: Double) -> String {
    let whole = Int(min(seconds.rounded(.up), 359_999))
    let (hours, minutes, rest) = (whole / 3600, whole / 60 % 60, whole % 60)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return hours > 0 ? "\(hours):\(two(minutes)):\(two(rest))" : "\(minutes):\(two(rest))"
  }
}
