import MRSCore
import Numerics

extension AmountDistribution {
  /// The distribution of amounts in a cohort, from the quantifications of its members.
  ///
  /// Means and deviations of the logarithms by ``EmpiricalBayes``, species by species; correlations between the species
  /// that are identified (relative error below 30 % in four of five members), shrunk towards none by the estimate of
  /// Schäfer & Strimmer (2005, doi:10.2202/1544-6115.1175).
  ///
  /// With several `groups`, deviations and correlations are shared: few members determine a mean, fewer a covariance. A
  /// group's mean m is drawn towards the mean of all, m₀, by τ²/(τ² + SE²), so that a difference that the data do not
  /// show is not taught to a classifier. τ², how far groups lie apart, is estimated over all species by moments,
  /// Σ w·((m − m₀)² − SE²)/Σ w with w = 1/SE⁴ (as DerSimonian & Laird 1986, doi:10.1016/0197-2456(86)90046-2).
  /// - Precondition: at least two quantifications, all of the same species.
  /// - Throws: `LinearAlgebraError`.
  public static func estimated(
    from cohort: [Quantification], groups: [String]
  ) throws(LinearAlgebraError) -> [String: AmountDistribution] {
    precondition(cohort.count == groups.count && cohort.count > 1)
    let names = cohort[0].amounts.map(\.name)
    let labels = Set(groups).sorted()
    let members = labels.map { label in cohort.indices.filter { groups[$0] == label } }

    func fit(_ k: Int, _ indices: some Sequence<Int>) -> EmpiricalBayes {
      EmpiricalBayes(
        estimates: indices.map { (cohort[$0].amounts[k].value, cohort[$0].amounts[k].standardDeviation) })
    }
    let together = names.indices.map { fit($0, cohort.indices) }
    let apart = members.map { indices in names.indices.map { fit($0, indices) } }
    let variance = groupVariance(apart, around: together)
    let means = apart.map { group in
      zip(group, together).map { own, all in
        let trust = variance / (variance + own.standardError * own.standardError)
        return all.logMean + trust * (own.logMean - all.logMean)
      }
    }
    let deviations = names.indices.map { k -> Double in
      let squares = zip(apart, members).reduce(0) {
        $0 + $1.0[k].logDeviation * $1.0[k].logDeviation * Double($1.1.count)
      }
      return (squares / Double(cohort.count)).squareRoot()
    }

    let correlation = shrunkCorrelation(of: cohort, members: members)
    var covariance = Matrix(zeros: names.count, names.count)
    for j in names.indices {
      for i in names.indices { covariance[i, j] = correlation[i, j] * (deviations[i] * deviations[j]) }
    }
    var result: [String: AmountDistribution] = [:]
    for (group, label) in labels.enumerated() {
      result[label] = try AmountDistribution(names: names, logMeans: means[group], logCovariance: covariance)
    }
    return result
  }

  /// τ² by moments; 0 where the groups lie no further apart than their errors, or where there is one group.
  private static func groupVariance(_ groups: [[EmpiricalBayes]], around together: [EmpiricalBayes]) -> Double {
    guard groups.count > 1 else { return 0 }
    var sum = 0.0
    var weights = 0.0
    for group in groups {
      for (own, all) in zip(group, together) where own.standardError.isFinite && own.standardError > 0 {
        let square = own.standardError * own.standardError
        let distance = own.logMean - all.logMean
        sum += (distance * distance - square) / (square * square)
        weights += 1 / (square * square)
      }
    }
    return weights > 0 ? max(0, sum / weights) : 0
  }

  private static func shrunkCorrelation(of cohort: [Quantification], members: [[Int]]) -> Matrix {
    let species = cohort[0].amounts.count
    var correlation = Matrix(diagonal: [Double](repeating: 1, count: species))
    let identified = (0..<species).filter { k in
      let good = cohort.filter { ($0.amounts[k].percentDeviation ?? .infinity) < 30 }
      return good.count * 5 >= cohort.count * 4
    }
    // Standardised logarithms about the mean of their own group.
    var scores: [Int: [Double]] = [:]
    for k in identified {
      var logs = cohort.map { Double.log(max($0.amounts[k].value, $0.amounts[k].standardDeviation / 2)) }
      for indices in members {
        let mean = indices.reduce(0) { $0 + logs[$1] } / Double(indices.count)
        for i in indices { logs[i] -= mean }
      }
      let deviation = (logs.reduce(0) { $0 + $1 * $1 } / Double(cohort.count - members.count)).squareRoot()
      if deviation > 0 { scores[k] = logs.map { $0 / deviation } }
    }
    let n = Double(cohort.count)
    var squares = 0.0
    var variances = 0.0
    let pairs = identified.flatMap { i in identified.filter { $0 > i }.map { (i, $0) } }
    for (i, j) in pairs {
      guard let x = scores[i], let y = scores[j] else { continue }
      let products = zip(x, y).map(*)
      let mean = products.reduce(0, +) / n
      correlation[i, j] = products.reduce(0, +) / (n - Double(members.count))
      squares += correlation[i, j] * correlation[i, j]
      variances += products.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } * n / ((n - 1) * (n - 1) * (n - 1))
    }
    let intensity = squares > 0 ? min(1, variances / squares) : 1
    for (i, j) in pairs {
      correlation[i, j] *= 1 - intensity
      correlation[j, i] = correlation[i, j]
    }
    return correlation
  }
}
