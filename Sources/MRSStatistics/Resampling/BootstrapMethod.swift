/// How the ends of a bootstrap interval are found from the redrawn samples.
public enum BootstrapMethod: String, Hashable, Sendable, Codable {
  /// The α/2 and 1 − α/2 quantiles.
  case percentile
  /// Quantiles corrected for bias and for a variance that changes with the value (BCa; Efron 1987,
  /// doi:10.1080/01621459.1987.10478410). It needs the statistic once more for each value left out.
  case accelerated = "BCa"
}
