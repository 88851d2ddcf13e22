import MRSCore
import MRSModel
import MRSStudy
import Numerics
import Testing

@Suite("Priors between patients from what scans say")
struct GroupPriorTests {
  /// Two species that vary by themselves and two that vary together.
  static func reference() throws -> AmountDistribution {
    var covariance = Matrix(diagonal: [0.09, 0.16, 0.26, 0.26])
    (covariance[2, 3], covariance[3, 2]) = (0.25, 0.25)
    return try AmountDistribution(
      names: ["well", "badly", "fat", "more fat"], logMeans: [0, 1, 2, 3], logCovariance: covariance)
  }

  /// Scans of patients whose groups differ by `difference`: N(truth + error, error²) of each logarithm.
  static func scans(
    _ count: Int, difference: [Double], errors: [Double], stream: RandomStream
  ) throws -> (evidence: [AmountEvidence], groups: [String]) {
    let reference = try reference()
    let groups = (0..<2 * count).map { $0 < count ? "a" : "b" }
    let evidence = try groups.enumerated().map { i, group in
      var stream = stream.child(i)
      let shift = group == "b" ? difference : difference.map { _ in 0 }
      let own = try AmountDistribution(
        names: reference.names, logMeans: zip(reference.logMeans, shift).map(+), logCovariance: reference.logCovariance)
      let truth = own.draw(using: &stream).map { Double.log($0) }
      let seen = zip(truth, errors).map { $0 + $1 * stream.normal() }
      let precision = Matrix(diagonal: errors.map { 1 / ($0 * $0) })
      return AmountEvidence(names: reference.names, precision: precision, information: precision * seen)
    }
    return (evidence, groups)
  }

  @Test("Means and deviations of many patients are found with the error of measurement taken off")
  func recovery() throws {
    let difference = [0.6, 0.0, -0.4, -0.4]
    let (evidence, groups) = try Self.scans(
      1000, difference: difference, errors: [0.3, 0.5, 0.2, 0.2], stream: RandomStream(seed: 1))
    let found = try GroupPriorEstimate(reference: Self.reference()).priors(of: evidence, groups: groups)
    let (a, b) = (try #require(found.groups["a"]), try #require(found.groups["b"]))
    let reference = try Self.reference()
    for k in 0..<4 {
      // Four standard errors of a mean of 1,000, of deviations of at most 0.64.
      #expect(abs(a.logMeans[k] - reference.logMeans[k]) < 0.09, "\(k)")
      #expect(abs(b.logMeans[k] - a.logMeans[k] - difference[k]) < 0.12, "\(k)")
      #expect(abs(a.logDeviation(k) / reference.logDeviation(k) - 1) < 0.08, "\(k)")
      let error = try #require(found.meanErrors["a"])[k]
      #expect(error > 0.005 && error < 0.03, "\(error)")
    }
    #expect(a.logCovariance[2, 3] / (a.logDeviation(2) * a.logDeviation(3)) > 0.9, "fat varies together")
  }

  @Test("A species that no scan tells keeps the reference's mean and deviation, and its mean is called uncertain")
  func untold() throws {
    let (evidence, groups) = try Self.scans(
      10, difference: [0, 0, 0, 0], errors: [0.1, 50, 0.1, 0.1], stream: RandomStream(seed: 2))
    let found = try GroupPriorEstimate(reference: Self.reference()).priors(of: evidence, groups: groups)
    let a = try #require(found.groups["a"])
    #expect(abs(a.logMeans[1] - 1) < 0.05)
    #expect(abs(a.logDeviation(1) - 0.4) < 0.02)
    let errors = try #require(found.meanErrors["a"])
    #expect(errors[1] > 0.35 && errors[0] < 0.15, "\(errors)")
  }

  @Test("Groups that do not differ are drawn together, groups that differ are not, over 40 cohorts of 10 + 10")
  func differences() throws {
    func size(_ difference: [Double], _ seed: UInt64) throws -> (reach: Double, rootMeanSquare: Double) {
      var (reach, squares) = (0.0, 0.0)
      for cohort in 0..<40 {
        let (evidence, groups) = try Self.scans(
          10, difference: difference, errors: [0.1, 0.1, 0.1, 0.1], stream: RandomStream(seed: seed).child(cohort))
        let found = try GroupPriorEstimate(reference: Self.reference()).priors(of: evidence, groups: groups)
        let (a, b) = (try #require(found.groups["a"]), try #require(found.groups["b"]))
        reach += found.reach / 40
        for k in 0..<4 {
          let distance = (b.logMeans[k] - a.logMeans[k]) / a.logDeviation(k)
          squares += distance * distance / 160
        }
      }
      return (reach, squares.squareRoot())
    }
    // By chance alone means of ten differ by √(2/10) = 0.45 deviations.
    let chance = try size([0, 0, 0, 0], 3)
    #expect(chance.rootMeanSquare < 0.32, "\(chance)")
    let real = try size([0.6, 0.8, 1.0, 1.0], 4)
    #expect(real.rootMeanSquare > 1.6 && real.reach > 2 * chance.reach, "\(real)")
  }

  @Test("Without patients there is no prior")
  func nobody() throws {
    #expect(throws: StudyError.noPatients) {
      try GroupPriorEstimate(reference: Self.reference()).priors(of: [], groups: [])
    }
  }
}
