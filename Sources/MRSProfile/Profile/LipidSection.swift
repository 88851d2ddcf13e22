import MRSFitting
import MRSModel
import MRSVocabulary

extension AnalysisProfile {
  /// How the resonances of fat hang together.
  public struct LipidSection: Hashable, Sendable, Codable {
    /// How a fit ties them.
    public enum Model: String, Hashable, Sendable, Codable, CaseIterable {
      /// Not at all.
      case free
      /// As in one triglyceride, softly: ``AnalysisProfile/lipidRatios()``.
      case triglyceride
    }

    public var model: Model
    /// The proton-density fat fraction that is expected, a share: for the first registration alone.
    public var expectedFatFraction: Double
    /// Carbons a chain, mean and standard deviation.
    public var chainLength: [Double]
    /// Double bonds a molecule.
    public var doubleBonds: [Double]
    /// Methylene-interrupted double bonds a molecule.
    public var interruptedDoubleBonds: [Double]
    /// The coefficient of variation that every resonance has of its own.
    public var ownVariation: Double
  }

  /// The lipid resonances relative to that at 1.30 ppm, as one triglyceride has them: a soft tie of the lipid group.
  ///
  /// The mean is that of the mean molecule. The deviation is, to first order, that of its chain length, double bonds and
  /// methylene-interrupted double bonds, and the variation that every resonance has of its own.
  public func lipidRatios() -> [AmountRatio] {
    let spreads = [lipids.chainLength, lipids.doubleBonds, lipids.interruptedDoubleBonds]
    func resonances(moving moved: Int?, by deviations: Double) -> [String: Double] {
      let numbers = spreads.enumerated().map { index, spread in
        spread[0] + (index == moved ? deviations * spread[1] : 0)
      }
      return TriglycerideModel(
        chainLength: numbers[0], doubleBonds: max(0.5, numbers[1]), interruptedDoubleBonds: max(0.05, numbers[2])
      ).amounts(protonConcentration: 1)
    }
    let reference = FatFunction.methylene
    func ratio(_ name: String, _ amounts: [String: Double]) -> Double {
      (amounts[name] ?? 0) / (amounts[reference] ?? 1)
    }
    return FatFunction.all.map(\.name).filter { $0 != reference }.map { name in
      let mean = ratio(name, resonances(moving: nil, by: 0))
      let own = lipids.ownVariation * mean
      let variance = spreads.indices.reduce(2 * own * own) { sum, index in
        let slope =
          (ratio(name, resonances(moving: index, by: 1)) - ratio(name, resonances(moving: index, by: -1))) / 2
        return sum + slope * slope
      }
      return AmountRatio(
        name, to: [reference: 1], mean: mean, deviation: max(variance.squareRoot(), 0.01 * mean))
    }
  }
}
