import MRSCore
import MRSModel
import MRSVocabulary
import Numerics

extension CohortPrior {
  /// The amounts that the protocol's literature values give, per group, as log-normal distributions: for synthesis
  /// without a cohort. The resonances of fat share the variation of the fat fraction; what the profile says that amounts have
  /// in common (`amounts.common`) they have in the union.
  /// - Parameter profile: of the analysis; `nil` for the protocol's own.
  /// - Throws: ``ProfileError`` for an amount that is not log-normal.
  public init(literatureOf studyProtocol: StudyProtocol, profile: AnalysisProfile? = nil) throws {
    let (species, lipids, cohort) = (studyProtocol.species, studyProtocol.lipids, studyProtocol.cohort)
    let names = studyProtocol.allSpecies
    var means: [Double] = []
    var deviations: [Double] = []
    var logRatios: [Double] = []
    let resonances = TriglycerideModel.liver.amounts(protonConcentration: 1)
    guard case .logNormal(let fat, let fatVariation) = lipids.protonDensityFatFraction else {
      throw ProfileError.invalid(
        file: studyProtocol.name, field: "lipids.protonDensityFatFraction", value: "\(lipids.protonDensityFatFraction)",
        expected: "a logNormal")
    }
    for name in names {
      if let entry = species.first(where: { $0.name == name }) {
        guard case .logNormal(let median, let variation) = entry.amount else {
          throw ProfileError.invalid(
            file: studyProtocol.name, field: "species.amount of \(name)", value: "\(entry.amount)",
            expected: "a logNormal")
        }
        means.append(.log(median))
        deviations.append(Distribution.logDeviation(variation: variation))
        logRatios.append(cohort.effect * .log(entry.ratio))
      } else {
        means.append(.log(studyProtocol.lipidProtons(fatFraction: fat) * (resonances[name] ?? 0)))
        deviations.append(Distribution.logDeviation(variation: fatVariation))
        logRatios.append(cohort.effect * .log(lipids.ratio))
      }
    }
    let isLipid = names.map { resonances[$0] != nil }
    var covariance = Matrix(diagonal: deviations.map { $0 * $0 })
    for i in names.indices where isLipid[i] {
      for j in names.indices where isLipid[j] {
        covariance[i, j] = deviations[i] * deviations[j] + (i == j ? lipids.ownVariation * lipids.ownVariation : 0)
      }
    }
    let negative = try AmountDistribution(names: names, logMeans: means, logCovariance: covariance)
    let positive = try AmountDistribution(
      names: names, logMeans: zip(means, logRatios).map(+), logCovariance: covariance)
    let middle = try AmountDistribution(
      names: names, logMeans: zip(means, logRatios).map { $0 + $1 / 2 }, logCovariance: covariance)
    let wide = try middle.widened(by: studyProtocol.priors.widening, minimum: studyProtocol.priors.minimumDeviation)
    let common = (profile ?? studyProtocol.profile).amounts?.common ?? []
    self.init(
      groups: [cohort.negativeGroup: negative, cohort.positiveGroup: positive],
      union: try common.reduce(wide) { prior, common in
        let members = Vocabulary.standard.sums.first { $0.name == common.sum }?.members(among: prior.names) ?? []
        return try prior.varying(together: members, deviation: common.deviation)
      })
  }
}
