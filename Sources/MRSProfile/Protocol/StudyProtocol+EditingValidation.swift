import MRSSimulation

extension StudyProtocol {
  /// That the editing pulses can be made and fit into the sequence.
  func validateEditing() throws(ProfileError) {
    guard let editing else { return }
    let sequences: [Sequence] = [.press, .semiLASER]
    try require(
      sequences.contains { $0.rawValue == acquisition.sequence }, "acquisition.sequence", acquisition.sequence,
      "\(sequences.map(\.rawValue).joined(separator: " or ")) with [editing]")
    try require(
      (1...8).contains(editing.conditions.count), "editing.conditions", "\(editing.conditions.count) conditions",
      "1 to 8")
    var seen: Set<String> = ["sum"]
    for (index, condition) in editing.conditions.enumerated() {
      let path = "editing.conditions.\(index)"
      let isWord = condition.name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
      try require(
        isWord && !condition.name.isEmpty && !condition.name.lowercased().hasPrefix("difference"), "\(path).name",
        condition.name, "letters, digits and hyphens, as ON: files are named after it")
      try require(
        seen.insert(condition.name.lowercased()).inserted, "\(path).name", condition.name, "a name of its own")
      try require(
        condition.pulses.count <= 4 && condition.pulses.allSatisfy { (-20...30).contains($0) }, "\(path).pulses",
        condition.pulses, "at most four shifts in ppm, as [1.9]")
    }
    let isGaussian = editing.file?.isEmpty != false
    try require(
      (editing.duration == nil) != (editing.bandwidth == nil) && (isGaussian || editing.duration != nil),
      "editing.duration", editing.duration.map { "\($0) ms" } ?? "missing",
      isGaussian
        ? "either editing.duration (ms) or editing.bandwidth (Hz), not both"
        : "the time in ms in which the file's pulse is played")
    if let duration = editing.duration {
      try require((0.5..<100).contains(duration), "editing.duration", duration, "0.5 to 100 ms")
    }
    if let bandwidth = editing.bandwidth {
      try require((10...3000).contains(bandwidth), "editing.bandwidth", bandwidth, "10 to 3000 Hz")
    }
    if let times = editing.times {
      try require(
        times.count == 2 && times.allSatisfy(\.isFinite) && times[0] < times[1], "editing.times", times,
        "two times in ms from the excitation, rising, as [20.5, 54.5]")
    }
    do {
      _ = try editedSequences()
    } catch let error as ProfileError {
      throw error
    } catch {
      throw .invalid(file: name, field: "editing", value: "not simulated", expected: "another pulse or time: \(error)")
    }
  }
}
