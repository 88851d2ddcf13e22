import MRSCore
import MRSModel
import MRSStatistics
import MRSStudy
import Numerics
import Testing

@Suite("Rules of diagnosis")
struct DiagnosticRuleTests {
  static let names = ["GPC", "PCh", "Lip130"]

  static func prior(_ means: [Double], _ deviations: [Double]) throws -> AmountDistribution {
    try AmountDistribution(
      names: names, logMeans: means, logCovariance: Matrix(diagonal: deviations.map { $0 * $0 }))
  }

  /// A subject whose scan says `seen` of the logarithms, each with an error of its own.
  static func subject(
    _ id: Int, positive: Bool, seen: [Double], errors: [Double], truth: [Double]? = nil
  ) -> MeasuredSubject {
    let precision = Matrix(diagonal: errors.map { 1 / ($0 * $0) })
    let acquisition = Acquisition(
      spectrometerFrequency: .megahertz(123), dwellTime: 1e-3, points: 4, echoTime: 0.03, repetitionTime: 2)
    return MeasuredSubject(
      id: "\(id)", group: positive ? "b" : "a", isPositive: positive,
      fid: FID(samples: ComplexVector(zeros: 4), acquisition: acquisition), amounts: [:],
      evidence: AmountEvidence(names: names, precision: precision, information: precision * seen), nuisances: [],
      truth: truth)
  }

  static func logits(
    of rule: some DiagnosticRule, learntFrom subjects: [MeasuredSubject] = [], _ test: [MeasuredSubject]
  ) throws -> [Double] {
    let learnt = try rule.logOdds(learntFrom: subjects)
    return try test.map { try learnt($0) }
  }

  @Test("Groups that are dealt out anew say nothing of the true ones, wherever in the list a patient stands")
  func deals() {
    let cohort = (0..<37).map { id in
      Self.subject(id, positive: id >= 20, seen: [0, 0, 0], errors: [1, 1, 1])
    }
    func share(_ subjects: some Collection<MeasuredSubject>) -> Double {
      Double(subjects.count { Int($0.id) ?? 0 >= 20 }) / Double(subjects.count)
    }
    // By how much more true positives are among those called positive: of the first ten, who are learnt from, and of the others.
    var (learnt, tested, together) = (0.0, 0.0, 0.0)
    let deals = 4000
    for deal in 0..<deals {
      let dealt = CohortReplicate.dealt(cohort, stream: RandomStream(seed: 3).child(deal))
      let (called, others) = (dealt.filter(\.isPositive), dealt.filter { !$0.isPositive })
      #expect(called.count == 17 && Set(dealt.map(\.id)).count == 37)
      let first = share(called.prefix(10)) - share(others.prefix(10))
      let second = share(called.suffix(7)) - share(others.suffix(10))
      learnt += first / Double(deals)
      tested += second / Double(deals)
      together += first * second / Double(deals)
    }
    // Three and more standard errors: 0.22 and 0.25 a deal, and their product.
    #expect(abs(learnt) < 0.012 && abs(tested) < 0.013 && abs(together) < 0.003, "\(learnt) \(tested) \(together)")
  }

  @Test("Evidence of a posterior, put under the same prior again, gives the posterior back, and another prior moves it")
  func exchange() throws {
    let prior = try Self.prior([0, 0.5, 3], [0.3, 0.4, 1.0])
    // ln a ~ N(m, s²) as a network tells it, two of them correlated.
    let (means, deviations) = ([0.1, 0.3, 2.5], [0.2, 0.25, 0.05])
    let amounts = zip(Self.names, zip(means, deviations)).map { name, spread -> Amount in
      let mean = Double.exp(spread.0 + spread.1 * spread.1 / 2)
      return Amount(
        name: name, value: mean, standardDeviation: mean * Double.expMinusOne(spread.1 * spread.1).squareRoot(),
        uncertainty: .predictive, distribution: .logNormal(logMean: spread.0, logDeviation: spread.1))
    }
    let correlation = -0.6
    var covariance = Matrix(diagonal: amounts.map { $0.standardDeviation * $0.standardDeviation })
    let shared = correlation * deviations[0] * deviations[1]
    covariance[0, 1] = amounts[0].value * amounts[1].value * Double.expMinusOne(shared)
    covariance[1, 0] = covariance[0, 1]
    let told = Quantification(
      method: "test", unit: .millimolar, amounts: amounts, covariance: covariance,
      quality: Quality(signalToNoise: 10, linewidth: nil, residualToNoise: nil))
    let evidence = try AmountEvidence(told, under: prior)
    let back = try evidence.posterior(under: prior)
    for k in 0..<3 {
      #expect(abs(back.mean[k] - means[k]) < 1e-6)
      #expect(abs(back.covariance[k, k].squareRoot() - deviations[k]) < 1e-6)
    }
    #expect(abs(back.covariance[0, 1] - shared) < 1e-6)
    let higher = try evidence.posterior(under: Self.prior([1, 0.5, 3], [0.3, 0.4, 1.0]))
    #expect(higher.mean[0] > back.mean[0] + 0.1 && higher.mean[1] < back.mean[1])
    let normal = Quantification(
      method: "nlsf", unit: .millimolar,
      amounts: Self.names.map { Amount(name: $0, value: 1, standardDeviation: 0.1, uncertainty: .cramerRao) },
      covariance: nil, quality: told.quality)
    #expect(throws: StudyError.noPosterior(method: "nlsf", name: "GPC")) {
      try AmountEvidence(normal, under: prior)
    }
  }

  @Test("Bayes' rule is the integral of the likelihood over the priors, done by hand on a grid")
  func bayes() throws {
    let (negative, positive) = (
      try Self.prior([0, 0.5, 3], [0.3, 0.4, 1.0]), try Self.prior([0.4, 0.2, 2.5], [0.3, 0.4, 1.0])
    )
    let (seen, errors) = ([0.5, 0.1, 2.0], [0.2, 0.6, 0.1])
    let subject = Self.subject(1, positive: true, seen: seen, errors: errors)
    // Species are independent here: the integral is a product of three.
    var expected = 0.0
    for k in 0..<3 {
      func integral(_ prior: AmountDistribution) -> Double {
        let (mean, deviation) = (prior.logMeans[k], prior.logDeviation(k))
        return stride(from: -12.0, to: 12, by: 1e-3).reduce(0) { sum, x in
          let distances = [(x - seen[k]) / errors[k], (x - mean) / deviation]
          let square = distances.reduce(0) { $0 + $1 * $1 }
          return sum + Double.exp(-0.5 * square) / deviation
        }
      }
      expected += Double.log(integral(positive)) - Double.log(integral(negative))
    }
    let found = try Self.logits(of: BayesRule(name: "Bayes", negative: negative, positive: positive), [subject])
    #expect(abs(found[0] - expected) < 1e-6, "\(found) \(expected)")
  }

  @Test("Of amounts that are known exactly Bayes' rule is the oracle")
  func oracle() throws {
    let (negative, positive) = (
      try Self.prior([0, 0.5, 3], [0.3, 0.4, 1.0]), try Self.prior([0.4, 0.2, 2.5], [0.3, 0.4, 1.0])
    )
    let truth = [0.3, 0.6, 2.2]
    let subject = Self.subject(1, positive: true, seen: truth, errors: [1e-4, 1e-4, 1e-4], truth: truth)
    let bayes = try Self.logits(of: BayesRule(name: "Bayes", negative: negative, positive: positive), [subject])
    let oracle = try Self.logits(of: OracleRule(name: "oracle", negative: negative, positive: positive), [subject])
    #expect(abs(bayes[0] - oracle[0]) < 1e-4)
  }

  @Test("A score that was written down keeps its direction, whatever the training patients show")
  func score() throws {
    let reference = try Self.prior([0, 0, 3], [0.3, 0.3, 1.0])
    let errors = [0.01, 0.01, 0.01]
    func patients(_ shift: Double) -> [MeasuredSubject] {
      (0..<20).map { i in
        var stream = RandomStream(seed: 5).child(i)
        let positive = i % 2 == 1
        let seen = [positive ? shift : 0, positive ? shift : 0, 3].map { $0 + 0.1 * stream.normal() }
        return Self.subject(i, positive: positive, seen: seen, errors: errors)
      }
    }
    let rule = try ScoreRule(["tCho": 1], reference: reference)
    #expect(rule.name == "score +tCho")
    let test = [-1.0, 1.0].map { Self.subject(99, positive: true, seen: [$0, $0, 3], errors: errors) }
    for shift in [0.5, -0.5] {
      let logits = try Self.logits(of: rule, learntFrom: patients(shift), test)
      #expect(logits[0] < 0 && logits[1] > 0, "\(shift): \(logits)")
    }
    #expect(throws: StudyError.self) { try ScoreRule(["tNAA": 1], reference: reference) }
  }

  @Test("The alarm is raised by a nuisance that differs, and by nothing else")
  func alarm() throws {
    var stream = RandomStream(seed: 6)
    let isPositive = (0..<40).map { $0 % 2 == 1 }
    let values = isPositive.map { positive in
      [stream.normal(), stream.normal() + (positive ? 2 : 0), stream.normal()]
    }
    let alarm = try NuisanceAlarm(["noise", "width", "fat"], of: values, isPositive: isPositive)
    #expect(alarm.isRaised)
    #expect(alarm.differences.filter { $0.adjustedPValue < NuisanceAlarm.level }.map(\.name) == ["width"])
    #expect(alarm.differences[1].superiority > 0.8)
  }
}
