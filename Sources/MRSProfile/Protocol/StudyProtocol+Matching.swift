import MRSCore

extension StudyProtocol {
  /// What keeps a basis of this protocol from explaining a signal, in words: another nucleus, field, sequence or echo time
  /// (``Acquisition/mismatches(with:in:)``). Dwell time and points do not matter: the basis is rendered on any grid.
  public func basisDifferences(from found: Acquisition) -> [String] {
    found.mismatches(with: spectralAcquisition, in: [.nucleus, .spectrometerFrequency, .sequence, .echoTime])
      .map { "the \($0.field.rawValue) is \($0.found), the protocol's \($0.expected)" }
  }

  /// What stored spectra have that this protocol does not, in words: nucleus, field, dwell time, points, and TE where it is
  /// known.
  public func differences(from found: Acquisition) -> [String] {
    let fields: [AcquisitionMismatch.Field] = [.nucleus, .spectrometerFrequency, .dwellTime, .points]
    return words(found.mismatches(with: spectralAcquisition, in: fields + (found.echoTime == nil ? [] : [.echoTime])))
  }

  /// What a patient's scan has that this protocol does not, in words: nucleus, field, sequence, TE, TR, dwell time, or fewer
  /// points. What it does not say is a difference, since a study trains its networks for this protocol.
  public func scanDifferences(from found: Acquisition) -> [String] {
    let grid = spectralAcquisition
    var mismatches = found.mismatches(
      with: grid, in: [.nucleus, .spectrometerFrequency, .sequence, .echoTime, .repetitionTime, .dwellTime])
    if found.points < grid.points {
      mismatches.append(.init(field: .points, found: "\(found.points)", expected: "at least \(grid.points)"))
    }
    return words(mismatches)
  }

  private func words(_ mismatches: [AcquisitionMismatch]) -> [String] {
    mismatches.map { "'\($0.field.rawValue)' is \($0.found), the protocol \(name) has \($0.expected)" }
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
