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
  /// group's mean is drawn towards the mean of all by τ²/(τ² + SE²), SE the standard errors of both and τ
  /// `groupDeviation`, the size that differences of the logarithm are believed to have: so a difference that the data
  /// do not show is not taught to a classifier.
  /// - Precondition: at least two quantifications, all of the same species.
  /// - Throws: `LinearAlgebraError`.
  public static func estimated(
    from cohort: [Quantification], groups: [String], groupDeviation: Double
  ) throws(LinearAlgebraError) -> [String: AmountDistribution] {
    precondition(cohort.count == groups.count && cohort.count > 1)
    let names = cohort[0].amounts.map(\.name)
    let labels = Set(groups).sorted()
    let members = labels.map { label in cohort.indices.filter { groups[$0] == label } }

    var means = [[Double]](repeating: [], count: labels.count)
    var deviations: [Double] = []
    for k in names.indices {
      func fit(_ indices: some Sequence<Int>) -> EmpiricalBayes {
        EmpiricalBayes(
          estimates: indices.map { (cohort[$0].amounts[k].value, cohort[$0].amounts[k].standardDeviation) })
      }
      let all = fit(cohort.indices)
      let fits = members.map { fit($0) }
      for (group, fit) in fits.enumerated() {
        let error = fit.standardError * fit.standardError + all.standardError * all.standardError
        let trust = groupDeviation * groupDeviation / (groupDeviation * groupDeviation + error)
        means[group].append(all.logMean + trust * (fit.logMean - all.logMean))
      }
      let squares = zip(fits, members).reduce(0) { $0 + $1.0.logDeviation * $1.0.logDeviation * Double($1.1.count) }
      deviations.append((squares / Double(cohort.count)).squareRoot())
    }

    let correlation = shrunkCorrelation(of: cohort, members: members)
    var covariance = Matrix(zeros: names.count, names.count)
    for j in names.indices {
      for i in names.indices { covariance[i, j] = correlation[i, j] * deviations[i] * deviations[j] }
    }
    var result: [String: AmountDistribution] = [:]
    for (group, label) in labels.enumerated() {
      result[label] = try AmountDistribution(names: names, logMeans: means[group], logCovariance: covariance)
    }
    return result
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
