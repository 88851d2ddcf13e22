import MRSCore
import MRSStatistics
import Numerics
import Testing

@Suite("Bootstrap, .632+, two stages")
struct BootstrapTests {
  /// The law schools of Efron & Tibshirani 1993, table 3.1: LSAT and GPA of 15.
  let schools: [[Double]] = [
    [576, 3.39], [635, 3.30], [558, 2.81], [578, 3.03], [666, 3.44], [580, 3.07], [555, 3.00], [661, 3.43],
    [651, 3.36], [605, 3.13], [653, 3.12], [575, 2.74], [545, 2.76], [572, 2.88], [594, 2.96],
  ]

  private static func correlation(_ rows: [[Double]]) -> Double? {
    guard let line = try? StraightLine(x: rows.map { $0[0] }, y: rows.map { $0[1] }) else { return nil }
    return line.correlation
  }

  @Test("BCa of the law schools' correlation is that of SciPy, and lies left of the percentiles as in the book")
  func lawSchools() throws {
    let bootstrap = try StratifiedBootstrap(replicates: 40_000)
    let result = try bootstrap.interval(of: schools, stream: RandomStream(seed: 3)) { Self.correlation($0) }
    let interval = try #require(result.interval)
    // SciPy's bootstrap(method='BCa', 60,000 samples) with three seeds: 0.322 … 0.328, 0.941 … 0.942. The ends of 40,000
    // have a standard error of 0.005 and 0.0005.
    #expect(abs(interval.estimate - 0.776374491289407) < 1e-12)
    #expect(abs(interval.lower - 0.326) < 0.018 && abs(interval.upper - 0.9416) < 0.002)
    let plain = try #require(
      try StratifiedBootstrap(replicates: 40_000, method: .percentile)
        .interval(of: schools, stream: RandomStream(seed: 3)) { Self.correlation($0) }.interval)
    // SciPy's percentiles: 0.459, 0.962.
    #expect(abs(plain.lower - 0.459) < 0.012 && abs(plain.upper - 0.962) < 0.002)
  }

  @Test("BCa of a difference of means of two samples redrawn apart is that of SciPy")
  func twoSamples() throws {
    let samples: [[Double]] = [[1.2, 3.4, 2.2, 5.9, 2.8, 9.1, 1.1, 0.4], [0.2, 1.4, 0.9, 2.2, 0.7, 3.1]]
    let result = try StratifiedBootstrap(replicates: 40_000)
      .interval(ofGroups: samples, stream: RandomStream(seed: 2)) { strata in
        strata[0].reduce(0, +) / 8 - strata[1].reduce(0, +) / 6
      }
    let interval = try #require(result.interval)
    // SciPy, 400,000 samples and two seeds: 0.183 … 0.188, 4.40 … 4.41; percentiles would be −0.03 and 4.02.
    #expect(abs(interval.lower - 0.186) < 0.04 && abs(interval.upper - 4.406) < 0.07)
    // √(Σ(x−x̄)²/n²) of both samples together.
    #expect(abs(result.standardError - 1.0388) < 0.02 && abs(result.bias) < 0.03)
  }

  @Test("A seed repeats the interval; no scatter gives none; what is not defined is counted")
  func edges() throws {
    let bootstrap = try StratifiedBootstrap(replicates: 300)
    func run(_ seed: UInt64) throws -> BootstrapInterval {
      try bootstrap.interval(of: schools, stream: RandomStream(seed: seed)) { Self.correlation($0) }
    }
    #expect(try run(1) == run(1))
    #expect(try run(1) != run(2))
    let constant = try bootstrap.interval(of: [2, 2, 2], stream: RandomStream(seed: 1)) { $0.reduce(0, +) }
    #expect(constant.interval == nil && constant.estimate == 6 && constant.standardError == 0)
    // Half the redrawn pairs of two hold one value twice.
    let partly = try StratifiedBootstrap(replicates: 300, method: .percentile)
      .interval(of: [0.0, 1], stream: RandomStream(seed: 1)) { $0[0] == $0[1] ? nil : $0[0] }
    #expect(partly.undefined + partly.replicates == 300 && (120...180).contains(partly.undefined))
    #expect(throws: StatisticsError.self) { try StratifiedBootstrap(replicates: 1) }
    #expect(throws: StatisticsError.self) {
      try bootstrap.interval(ofGroups: [[Double]](), stream: RandomStream(seed: 1)) { _ in 1 }
    }
  }

  @Test("BCa holds the true standard deviation of skewed samples more often than percentiles do")
  func coverage() throws {
    // Exponential samples of 25, of standard deviation 1; nominal 90 %.
    let samples = 300
    var (accelerated, plain) = (0, 0)
    for index in 0..<samples {
      var stream = RandomStream(seed: 17).child(index)
      let sample = (0..<25).map { _ in -Double.log(1 - stream.uniform()) }
      func deviation(_ values: [Double]) -> Double? {
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
      }
      for method in [BootstrapMethod.accelerated, .percentile] {
        let interval = try StratifiedBootstrap(replicates: 400, method: method, confidence: 0.9)
          .interval(of: sample, stream: stream.child("redraw"), statistic: deviation).interval
        if interval?.contains(1) == true {
          if method == .accelerated { accelerated += 1 } else { plain += 1 }
        }
      }
    }
    #expect(accelerated > plain + 10)
    // Both fall short of 270 with 25 values; BCa by less.
    #expect(accelerated > 210)
  }
}
