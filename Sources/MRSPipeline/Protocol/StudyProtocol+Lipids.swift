import MRSFitting
import MRSModel
import MRSVocabulary

extension StudyProtocol {
  /// The lipid resonances relative to that at 1.30 ppm, as one triglyceride has them: a soft tie of the lipid group.
  ///
  /// The mean is that of the protocol's mean molecule. The deviation is, to first order, that of its chain length, double
  /// bonds and methylene-interrupted double bonds, and the variation that every resonance has of its own.
  public func lipidRatios() -> [AmountRatio] {
    let spreads = [lipids.chainLength, lipids.doubleBonds, lipids.interruptedDoubleBonds]
    func resonances(moving moved: Int?, by deviations: Double) -> [String: Double] {
      let numbers = spreads.enumerated().map { index, spread in
        spread.mean + (index == moved ? deviations * spread.standardDeviation : 0)
      }
      return TriglycerideModel(
        chainLength: numbers[0], doubleBonds: max(0.5, numbers[1]), interruptedDoubleBonds: max(0.05, numbers[2])
      ).amounts(protonConcentration: 1)
    }
    func ratio(_ name: String, _ amounts: [String: Double]) -> Double {
      (amounts[name] ?? 0) / (amounts[FatFunction.methylene] ?? 1)
    }
    return (Self.lipidTargets + Self.lipidNuisances).filter { $0 != FatFunction.methylene }.map { name in
      let mean = ratio(name, resonances(moving: nil, by: 0))
      let own = lipids.ownVariation * mean
      let variance = spreads.indices.reduce(2 * own * own) { sum, index in
        let slope =
          (ratio(name, resonances(moving: index, by: 1)) - ratio(name, resonances(moving: index, by: -1))) / 2
        return sum + slope * slope
      }
      return AmountRatio(
        name, to: [FatFunction.methylene: 1], mean: mean, deviation: max(variance.squareRoot(), 0.01 * mean))
    }
  }
}
