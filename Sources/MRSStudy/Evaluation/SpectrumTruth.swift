/// What is known of a spectrum that methods are evaluated on.
struct SpectrumTruth: Sendable {
  let name: String
  /// What it is counted with: the variant of a folder; empty for none.
  var group = ""
  /// mM, by species; of a species that is not here nothing is known.
  var amounts: [String: Double]
  /// mM, by name: where a sum is known without its members.
  var sums: [String: Double] = [:]
  /// As `noiseAtUnitSignalToNoise` of a protocol defines it.
  var signalToNoise: Double?
  /// The shared Gauss width, Hz.
  var linewidth: Double?
  /// 0 … 1.
  var fatFraction: Double?
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
