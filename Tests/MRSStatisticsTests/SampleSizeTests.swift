import MRSStatistics
import Testing

@Suite("How many patients a model needs")
struct SampleSizeTests {
  @Test("Riley's example of Chagas disease asks for 623, 662 and 221 patients")
  func chagas() throws {
    // Riley et al. 2019 (doi:10.1002/sim.7992), §6: 24 predictors, R² 0.288, prevalence 0.174; also pmsampsize's manual.
    let criteria = try SampleSizeCriteria(predictors: 24, prevalence: 0.174, coxSnell: 0.288)
    #expect(criteria.forShrinkage == 623 && criteria.forOptimism == 662 && criteria.forMeanRisk == 221)
    #expect(criteria.patients == 662)
    #expect(abs(CoxSnellR2.greatest(prevalence: 0.174) - 0.6032086677670352) < 1e-12)
  }

  @Test("Riley's example of pre-eclampsia asks for 5249 patients to keep the shrinkage at 0.9")
  func preEclampsia() throws {
    // Riley et al. 2020 (doi:10.1136/bmj.m441): 30 predictors, R² 0.05 (15 % of 0.33), prevalence 0.05.
    let criteria = try SampleSizeCriteria(predictors: 30, prevalence: 0.05, coxSnell: 0.05)
    #expect(criteria.forShrinkage == 5249 && criteria.patients == 5249)
  }

  @Test("37 patients of whom 17 are ill: 382 are asked for whatever the predictors, and shrinkage is as we say")
  func here() throws {
    let rSquared = try CoxSnellR2.expected(area: 0.85, prevalence: 17.0 / 37)
    // The expectation by NumPy on another grid.
    #expect(abs(rSquared - 0.34559689274307315) < 1e-10)
    let shrinkages = try [1, 5, 20].map { predictors in
      let criteria = try SampleSizeCriteria(predictors: predictors, prevalence: 17.0 / 37, coxSnell: rSquared)
      #expect(criteria.forMeanRisk == 382)
      return criteria.expectedShrinkage(patients: 37)
    }
    #expect(zip(shrinkages, [0.936, 0.681, -0.275]).allSatisfy { abs($0 - $1) < 0.001 })
    let one = try SampleSizeCriteria(predictors: 1, prevalence: 17.0 / 37, coxSnell: rSquared)
    let twenty = try SampleSizeCriteria(predictors: 20, prevalence: 17.0 / 37, coxSnell: rSquared)
    #expect(one.patients == 382 && twenty.patients == 424)
  }

  @Test("At the number asked for the expected shrinkage is the one asked for")
  func consistent() throws {
    // Exact where R² is that of the shrunken model: with R²/S in place of R².
    let criteria = try SampleSizeCriteria(predictors: 12, prevalence: 0.3, coxSnell: 0.2)
    let apparent = try SampleSizeCriteria(predictors: 12, prevalence: 0.3, coxSnell: 0.2 / 0.9)
    #expect(abs(apparent.expectedShrinkage(patients: criteria.forShrinkage) - 0.9) < 1e-3)
  }

  @Test("R² that no model can have, and areas of one half, are refused with the bounds")
  func refusals() {
    #expect(throws: StatisticsError.self) { try SampleSizeCriteria(predictors: 3, prevalence: 0.05, coxSnell: 0.4) }
    #expect(throws: StatisticsError.self) { try SampleSizeCriteria(predictors: 0, prevalence: 0.5, coxSnell: 0.4) }
    #expect(throws: StatisticsError.self) { try CoxSnellR2.expected(area: 0.5, prevalence: 0.5) }
  }
}
