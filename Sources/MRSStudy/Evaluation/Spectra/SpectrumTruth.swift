/// What is known of a spectrum that methods are evaluated on.
package struct SpectrumTruth: Sendable {
  package let name: String
  /// What it is counted with: the variant of a folder; empty for none.
  package var group: String
  /// mM, by species; of a species that is not here nothing is known.
  package var amounts: [String: Double]
  /// mM, by name: where a sum is known without its members.
  package var sums: [String: Double]
  /// As `noiseAtUnitSignalToNoise` of a protocol defines it.
  package var signalToNoise: Double?
  /// The shared Gauss width, Hz.
  package var linewidth: Double?
  /// 0 … 1.
  package var fatFraction: Double?

  package init(
    name: String, group: String = "", amounts: [String: Double], sums: [String: Double] = [:],
    signalToNoise: Double? = nil, linewidth: Double? = nil, fatFraction: Double? = nil
  ) {
    self.name = name
    self.group = group
    self.amounts = amounts
    self.sums = sums
    self.signalToNoise = signalToNoise
    self.linewidth = linewidth
    self.fatFraction = fatFraction
  }
}

/// What spectra are divided into thirds by.
enum SpectrumCondition: String, CaseIterable {
  case signalToNoise, linewidth, fatFraction

  func value(of truth: SpectrumTruth) -> Double? {
    switch self {
    case .signalToNoise: truth.signalToNoise
    case .linewidth: truth.linewidth
    case .fatFraction: truth.fatFraction
    }
  }

  var title: String {
    switch self {
    case .signalToNoise: "signal over noise"
    case .linewidth: "linewidth (Hz)"
    case .fatFraction: "fat fraction"
    }
  }
}
