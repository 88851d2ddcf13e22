import MRSReport
import MRSStatistics
import Testing

@Suite("Numbers as people read them")
struct NumberTextTests {
  private func interval(_ low: Double, _ estimate: Double, _ high: Double) -> ConfidenceInterval {
    ConfidenceInterval(estimate: estimate, lower: low, upper: high, confidence: 0.95)
  }

  @Test("The uncertainty decides the digits")
  func digits() {
    #expect(NumberText.measurement(12.3456, deviation: 0.2341) == "12.35 ± 0.23")
    #expect(NumberText.measurement(12.3456, deviation: 0.0996) == "12.35 ± 0.10")
    #expect(NumberText.measurement(-1234.5, deviation: 56.7) == "−1234 ± 57")
    #expect(NumberText.measurement(0.5, deviation: .infinity) == "0.500 ± ∞")
    #expect(NumberText.interval(interval(0.8644, 0.9869, 1.1094)) == "0.99 (0.86–1.11)")
    #expect(NumberText.interval(interval(-0.19, 0.0625, 0.315)) == "0.06 (−0.19 to 0.32)")
  }

  @Test("The published shares read 59.0–100 %, 55.5–99.7 % and 71.3–99.9 %")
  func proportions() throws {
    let read = try [(7, 7), (9, 10), (16, 17)].map {
      NumberText.proportion(try BinomialInterval.clopperPearson(successes: $0.0, trials: $0.1))
    }
    #expect(read == ["100 % (59.0–100 %)", "90.0 % (55.5–99.7 %)", "94.1 % (71.3–99.9 %)"])
    #expect(NumberText.proportion(interval(0.9990, 0.99999, 1)) == "99.9 % (99.9–100 %)")
  }

  @Test("P values never read zero or a false one")
  func pValues() {
    #expect(
      [0.0, 0.00099, 0.001, 0.0412, 0.0994, 0.0996, 0.244, 0.995, 1].map(NumberText.pValue)
        == ["< 0.001", "< 0.001", "0.001", "0.041", "0.099", "0.10", "0.24", "> 0.99", "1"])
  }

  @Test("Significant digits, true minus, no negative zero, powers of ten only where needed")
  func significant() {
    #expect(NumberText.significant(0.012345) == "0.0123")
    #expect(NumberText.significant(-4.5678e-7) == "−4.57 × 10⁻⁷")
    #expect(NumberText.significant(123456) == "123456")
    #expect(NumberText.significant(9.996) == "10.0")
    #expect(NumberText.significant(0) == "0")
    #expect(NumberText.significant(.nan) == "–")
    #expect(NumberText.significant(-.infinity) == "−∞")
    #expect(NumberText.fixed(-0.004, decimals: 2) == "0.00")
  }
}
