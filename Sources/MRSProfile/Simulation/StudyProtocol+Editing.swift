import Foundation
import MRSCore
import MRSFormats
import MRSProcessing
import MRSSimulation

extension StudyProtocol {
  /// The conditions of `[editing]`, added up as `process` does it; `nil` for a protocol without them.
  public var editingScheme: EditingScheme? {
    editing.map { section in
      EditingScheme(section.conditions.map { EditingCondition(name: $0.name, pulses: $0.pulses) })
    }
  }

  /// The sequence of every condition, in their order; none for a protocol without `[editing]`.
  /// - Throws: `SimulationError` for pulses that cannot be made or do not fit, `FormatError` for a pulse's file.
  public func editedSequences() throws -> [PulseSequence] {
    guard let editing else { return [] }
    let plain = try pulseSequence()
    let pulse = try editingPulse(editing)
    let times = editing.times.map { $0.map { $0 / 1000 } } ?? editingTimes
    return try editing.conditions.map { condition in
      let tuned = condition.pulses.isEmpty ? nil : EditingPulse(pulse, at: condition.pulses.map { .ppm($0) })
      return try plain.edited(by: tuned, at: times)
    }
  }

  private var editingTimes: [Double] {
    let first = acquisition.firstEchoTime / 2000
    guard acquisition.sequence == Sequence.semiLASER.rawValue else {
      return PulseSequence.editingTimes(echoTime: echoTime, refocusing: (first, first + echoTime / 2))
    }
    let intervals = refocusingIntervals
    return PulseSequence.editingTimes(
      echoTime: echoTime, refocusing: (intervals[0], intervals[0] + intervals[1]))
  }

  private func editingPulse(_ editing: EditingSection) throws -> RFPulse {
    if let file = editing.file, !file.isEmpty {
      return try PulseShapeFile.read(URL(filePath: file))
        .pulse(for: .refocusing, flip: .degrees(180), duration: (editing.duration ?? 0) / 1000)
    }
    if let bandwidth = editing.bandwidth { return try .gaussian(bandwidth: .hertz(bandwidth)) }
    return try .gaussian(duration: (editing.duration ?? 0) / 1000)
  }
}
