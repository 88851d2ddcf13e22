import MRSCore
import MRSNetworks
import Testing

@Suite("UnlikenessNetwork")
struct UnlikenessNetworkTests {
  /// One that puts out the compressed input and its negative.
  private static func network(
    limits: [Double] = [1, 1]
  ) throws -> UnlikenessNetwork {
    let targets = 2
    let architecture = try NetworkArchitecture(
      inputChannels: 1, inputPoints: 1, layers: [.flatten], targets: targets, loss: .binaryCrossEntropy)
    let weights = [
      WeightArray(name: "output.weight", shape: [targets, 1], values: Array([1, -1].prefix(targets))),
      WeightArray(name: "output.bias", shape: [targets], values: [Float](repeating: 0, count: targets)),
    ]
    return try UnlikenessNetwork(
      kinds: zip(["above", "below"], limits).map {
        .init(name: $0, title: "one that lies \($0)", falseAlarms: 0.1, limit: $1)
      }, network: TrainedNetwork(architecture: architecture, weights: weights))
  }

  /// Signals that nothing is seen of but the numbers.
  private static func fids(_ count: Int) -> [FID] {
    let acquisition = Acquisition(spectrometerFrequency: .megahertz(123.25), dwellTime: 0.0005, points: 16)
    return [FID](repeating: FID(samples: ComplexVector(zeros: 16), acquisition: acquisition), count: count)
  }

  @Test("A spectrum is told to be of the kind whose limit its logit passes by most, and of none below all limits")
  func doubts() throws {
    let network = try Self.network(limits: [1, -5])
    let found = try network.doubts(of: Self.fids(4), numbers: [[6], [0.5], [-4], [60]]).map { $0.map { "\($0)" } }
    // 3·asinh(6/3) = 4.33 passes 1 by 3.33; −4.33 passes −5 by 0.67.
    #expect(found[0].count == 1 && found[0][0].contains("one that lies above"))
    #expect(found[1].count == 1 && found[1][0].contains("one that lies below"))
    #expect(found[3][0].contains("log odds 11.1"), "\(found[3])")
    #expect(try Self.network(limits: [5, 5]).doubts(of: Self.fids(2), numbers: [[2], [-2]]).allSatisfy(\.isEmpty))
  }

  @Test("Limits are what the stated share of ordinary spectra pass")
  func limits() throws {
    let ordinary = (0..<999).map { Float($0) }
    let limited = try Self.network().limited(by: ordinary)
    #expect(limited.kinds[0].limit == 899 && limited.kinds[1].limit == -99)
    #expect(limited.kinds.map(\.falseAlarms) == [0.1, 0.1])
  }

  @Test("A network of means, one of other outputs than kinds and limits that are no numbers are refused")
  func refusals() throws {
    let means = try TrainedNetworkTests.trained(steps: 1)
    #expect(throws: NetworkError.wrongOutputs(asked: "odds of kinds", loss: means.architecture.loss)) {
      try UnlikenessNetwork(kinds: [], network: means)
    }
    #expect(throws: NetworkError.self) { try Self.network(limits: [1]) }
    let error = #expect(throws: NetworkError.self) { try Self.network(limits: [1, .nan]) }
    #expect("\(error!)".contains("not finite"))
  }
}
