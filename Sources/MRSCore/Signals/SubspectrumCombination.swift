/// What a signal is that was added up from the sub-spectra of an edited scan, as ``Acquisition/sequence`` says it behind the
/// localisation: `"MEGA-PRESS difference"`.
public enum SubspectrumCombination: String, Hashable, Sendable, CaseIterable {
  /// Conditions with a pulse less those without.
  case difference
  /// All conditions.
  case sum

  /// As ``Acquisition/sequence`` has it.
  /// - Parameter localisation: `"PRESS"`.
  public func name(of localisation: String) -> String { "MEGA-\(localisation) \(rawValue)" }
}

extension Acquisition {
  /// `nil` for a scan that is not edited, and for one condition of an edited one.
  public var combination: SubspectrumCombination? {
    let words = (sequence ?? "").lowercased().split(separator: " ")
    guard words.count > 1, let last = words.last else { return nil }
    // Of several differences each says its pulse: difference-1.90ppm.
    return SubspectrumCombination.allCases.first { last == $0.rawValue || last.hasPrefix("\($0.rawValue)-") }
  }
}
