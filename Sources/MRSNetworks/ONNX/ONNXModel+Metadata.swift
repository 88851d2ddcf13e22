import MRSCore

extension ONNXModel {
  /// What the file tells of the network besides its graph: keys and values, in their order.
  public var metadata: [(key: String, value: String)] {
    let (card, acquisition) = (bundle.card, bundle.card.encoder.acquisition)
    var entries: [(key: String, value: String)] = [
      ("task", card.task.rawValue), ("protocol", card.studyProtocol), ("targets", card.targets.joined(separator: ",")),
      ("units", "amounts in mM, of fat in mM of protons; logarithms are natural"),
      ("intendedUse", "research, not a medical device" + (card.intendedUse.map { ": \($0)" } ?? "")),
      ("limits", card.limits?.joined(separator: " ") ?? "not recorded"), ("notice", card.notice),
      ("bundle", bundle.identity.map { "SHA-256 \($0)" } ?? "not read from a folder"),
      ("basis", "SHA-256 \(card.basisHash)"), ("nucleus", acquisition.nucleus),
      ("spectrometerFrequencyMHz", "\(acquisition.spectrometerFrequency.megahertz)"),
      ("carrierPpm", "\(acquisition.carrierShift.ppm)"), ("dwellTimeSeconds", "\(acquisition.dwellTime)"),
      ("points", "\(acquisition.points)"),
    ]
    if let sequence = acquisition.sequence { entries.append(("sequence", sequence)) }
    if let time = acquisition.echoTime { entries.append(("echoTimeSeconds", "\(time)")) }
    if let time = acquisition.repetitionTime { entries.append(("repetitionTimeSeconds", "\(time)")) }
    if !statistics.isEmpty { entries.append(("beyondTraining", statistics.joined(separator: ","))) }
    return entries
  }
}
