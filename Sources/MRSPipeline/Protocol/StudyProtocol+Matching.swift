import MRSCore

extension StudyProtocol {
  /// What keeps a basis of this protocol from explaining a signal, in words: another nucleus, field (over 0.5 %),
  /// sequence or echo time (over 1 ms); what is not known counts. Dwell time and points do not matter: the basis is
  /// rendered on any grid.
  public func basisDifferences(from found: Acquisition) -> [String] {
    var differences: [String] = []
    if found.nucleus != acquisition.nucleus {
      differences.append("the nucleus is \(found.nucleus), the protocol's \(acquisition.nucleus)")
    }
    let frequency = found.spectrometerFrequency.megahertz
    if abs(frequency / acquisition.spectrometerFrequency - 1) > 0.005 {
      differences.append(
        "the spectrometer frequency is \(frequency) MHz, the protocol's \(acquisition.spectrometerFrequency) MHz")
    }
    if found.sequence?.uppercased().contains(acquisition.sequence.uppercased()) != true {
      differences.append(
        "the sequence is \(found.sequence ?? "not known"), the protocol's \(acquisition.sequence)")
    }
    if abs((found.echoTime ?? .infinity) - echoTime) > 0.001 {
      let milliseconds = found.echoTime.map { "\(($0 * 1e5).rounded() / 100) ms" } ?? "not known"
      differences.append("the echo time is \(milliseconds), the protocol's \(echoTime * 1000) ms")
    }
    return differences
  }

  /// The same tissue and analysis for signals of another acquisition: its field, grid, and, where it says them, echo and
  /// repetition time.
  public func adapted(to found: Acquisition) -> StudyProtocol {
    var copy = self
    copy.acquisition.spectrometerFrequency = found.spectrometerFrequency.megahertz
    copy.acquisition.dwellTime = found.dwellTime * 1000
    copy.acquisition.points = found.points
    copy.acquisition.carrierShift = found.carrierShift.ppm
    if let time = found.echoTime, echoTime > 0 {
      let factor = time / echoTime
      copy.acquisition.firstEchoTime *= factor
      copy.acquisition.secondEchoTime *= factor
    }
    if let time = found.repetitionTime { copy.acquisition.repetitionTime = time * 1000 }
    return copy
  }
}
