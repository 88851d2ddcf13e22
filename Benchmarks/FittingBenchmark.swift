import Foundation
import MRSCore
import MRSFitting

/// Fits of liver spectra in process: the time of one, and of a batch on two cores.
struct FittingBenchmark: Benchmark {
  let name = "fitting"
  let about = "fits of the default protocol: 20 targets, nuisances and spline baseline, 1,024 points"
  private let count = 200

  func run(_ table: inout BenchmarkTable) async throws {
    let liver = try await SyntheticLiver()
    let synthesizer = liver.synthesizer()
    let stream = RandomStream(seed: 1).child("fitting")
    let examples = (0..<count).map { synthesizer.example($0, of: stream) }
    let clock = ContinuousClock()
    for (method, fitter) in try liver.estimators() {
      var times: [Double] = []
      var iterations: [Int] = []
      for example in examples {
        var fit: Fit?
        times.append(try clock.measure { fit = try fitter.fit(example.fid) } / .milliseconds(1))
        if let fit { iterations.append(fit.iterations) }
      }
      times.sort()
      iterations.sort()
      table.add(
        "\(method): median of \(count), one core", times[count / 2], "ms",
        spread: times[count / 20]...times[count - 1 - count / 20],
        bar: .atMost(20))
      table.add(
        "\(method): iterations, median", Double(iterations[count / 2]), "",
        spread: Double(iterations[0])...Double(iterations[count - 1]))
      let batch = try await clock.measure {
        _ = try await examples.concurrentMap(tasks: 2) { try fitter.quantify($0.fid).amounts.count }
      }
      table.add("\(method): a spectrum in a batch on two cores", batch / .milliseconds(count), "ms")
    }
  }
}
