extension [Double] {
  /// The value that a share of these reaches: of ordinary spectra, the limit of a doubt with so many false alarms; the largest where
  /// the share is less than one of them, `nil` of none.
  func limit(falseAlarms share: Double) -> Double? {
    let sorted = sorted(by: >)
    let beyond = Int(share * Double(count + 1))
    return isEmpty ? nil : sorted[Swift.min(Swift.max(beyond - 1, 0), count - 1)]
  }
}
