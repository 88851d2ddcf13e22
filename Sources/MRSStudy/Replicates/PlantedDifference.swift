import MRSModel
import MRSProfile
import Numerics

/// A difference between the groups that is no disease, planted to see whether the alarm is raised: what positive patients have
/// is shifted by ``size`` deviations of its logarithm.
public enum PlantedDifference: String, CaseIterable, Sendable, Codable {
  /// Positive patients have narrower lines.
  case width
  /// Positive patients have more noise.
  case noise
  /// Positive patients have more fat.
  case fat

  /// Deviations of the logarithm between patients.
  public static let size = 2.0

  /// The protocol of the positive patients.
  func planted(in studyProtocol: StudyProtocol) -> StudyProtocol {
    var changed = studyProtocol
    switch self {
    case .width:
      let width = studyProtocol.nuisances.gaussian
      changed.nuisances.gaussian = width.scaled(by: .exp(-Self.size * width.logDeviation))
    case .noise:
      let ratio = studyProtocol.nuisances.signalToNoise
      changed.nuisances.signalToNoise = ratio.scaled(by: .exp(-Self.size * ratio.logDeviation))
    case .fat:
      let fat = studyProtocol.lipids.protonDensityFatFraction
      changed.lipids.protonDensityFatFraction = fat.scaled(by: .exp(Self.size * fat.logDeviation))
    }
    return changed
  }
}

extension Distribution {
  /// The standard deviation of the logarithm; of a normal, relative; 0 of a fixed value.
  fileprivate var logDeviation: Double {
    switch self {
    case .fixed: 0
    case .uniform(let low, let high): (high - low) / 12.0.squareRoot() / ((high + low) / 2)
    case .logUniform(let low, let high): Double.log(high / low) / 12.0.squareRoot()
    case .normal(let mean, let deviation): deviation / mean
    case .logNormal(_, let variation): Distribution.logDeviation(variation: variation)
    }
  }
}
