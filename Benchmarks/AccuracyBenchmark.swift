import Foundation
import MRSCore
import MRSFitting
import MRSModel
import MRSReport
import MRSSynthesis

/// Fits of synthetic liver spectra against the truth: errors over Cramér–Rao bounds, failures, coverage.
struct AccuracyBenchmark: Benchmark {
  let name = "accuracy"
  let about = "fits of 1,000 spectra of the default protocol with tCho SNR of at least 30, against the truth"
  var isAskedFor: Bool { true }
  private let count = 1000
  private let leastSNR = 30.0

  /// What is identified in a liver spectrum at 3 T: sums of what overlaps.
  private static let identified: [(name: String, members: [String])] = [
    ("tCho", ["GPC", "PCh"]), ("Glycogen", ["Glycogen"]), ("Glx", ["Glu", "Gln"]), ("GSH", ["GSH"]), ("Bet", ["Bet"]),
    ("Lip090", ["Lip090"]), ("Lip130", ["Lip130"]), ("Lip202", ["Lip202"]), ("Lip224", ["Lip224"]),
    ("Lip276", ["Lip276"]),
  ]

  func run(_ table: inout BenchmarkTable) async throws {
    let liver = try await SyntheticLiver()
    let (studyProtocol, generator) = (liver.studyProtocol, liver.generator)
    for (title, corruptions) in [
      ("smooth baseline only", generator.spectrumCorruptions.filter { $0 is BroadBaseline }),
      (
        "all corruptions but artefacts",
        generator.spectrumCorruptions.filter { !($0 is SpuriousEcho) && !($0 is OutOfVoxelLipid) }
      ), ("all corruptions", generator.spectrumCorruptions),
    ] {
      let synthesizer = liver.synthesizer(corruptions: corruptions)
      let model = synthesizer.model
      let examples = Self.examples(count, from: synthesizer, leastSNR: leastSNR)
      // The bars are set for the model that the fit knows; the rest shows what is lost where it does not.
      let isKnown = corruptions.count == 1
      var errors: [String: [Double]] = [:]
      for (method, fitter) in try liver.estimators() {
        print("  \(method), \(title)")
        let fits = try await examples.concurrentMap(tasks: 2) { try fitter.fit($0.fid) }
        let bounds = try await Array(zip(fits, examples)).concurrentMap(tasks: 2) { fit, example in
          try fitter.penalizedBound(
            at: example.parameters.completed(by: fit.parameters), noise: example.noise,
            baselineBend: fit.baselineBend)
        }
        table.add("· residual over noise, median", median(fits.map(\.residualToNoise)), "")
        var failures = 0
        for (name, members) in Self.identified {
          let errors = fits.indices.map { n -> (error: Double, bound: Double) in
            let (fit, example) = (fits[n], examples[n])
            let indices = members.compactMap { model.names.firstIndex(of: $0) }
            let truth = indices.reduce(0) { $0 + example.parameters.amounts[$1] }
            let found = indices.reduce(0) { $0 + fit.quantification.amounts[$1].value }
            var variance = 0.0
            for i in indices { for j in indices { variance += bounds[n][i, j] } }
            return (found - truth, variance.squareRoot())
          }
          let scaled = errors.map { $0.error / $0.bound }
          failures += scaled.count { abs($0) > 5 }
          let rmse = (errors.reduce(0) { $0 + $1.error * $1.error } / Double(count)).squareRoot()
          let bound = (errors.reduce(0) { $0 + $1.bound * $1.bound } / Double(count)).squareRoot()
          table.add(
            "· \(name): RMSE over bound", rmse / bound, "",
            bar: isKnown && method == "nlsf" ? .atMost(1.1) : nil)
          print(
            "      robust \(NumberText.significant(1.4826 * median(scaled.map(abs)))), "
              + "bias/bound \(NumberText.significant(median(scaled))), > 5 bounds: \(scaled.count { abs($0) > 5 })")
        }
        table.add(
          "· errors above five bounds", 100 * Double(failures) / Double(count * Self.identified.count), "%",
          bar: isKnown ? .atMost(0.2) : nil)
        var coverage: [Double] = []
        for target in studyProtocol.targets {
          guard let k = model.names.firstIndex(of: target) else { continue }
          let inside = zip(fits, examples).count { fit, example in
            fit.quantification.amounts[k].interval(deviations: 1.6449).contains(example.parameters.amounts[k])
          }
          let square = zip(fits, examples).reduce(0.0) { sum, pair in
            let error = pair.0.quantification.amounts[k].value - pair.1.parameters.amounts[k]
            return sum + error * error
          }
          coverage.append(100 * Double(inside) / Double(count))
          errors[method, default: []].append((square / Double(count)).squareRoot())
          print(
            "      \(target): 90 % intervals hold \(NumberText.significant(coverage[coverage.count - 1])) %, RMSE "
              + "\(NumberText.significant(errors[method]?.last ?? 0)) mM")
        }
        table.add(
          "· 90 % intervals: farthest from 90 %", coverage.map { abs($0 - 90) }.max() ?? 0, "%",
          bar: isKnown && method == "map" ? .atMost(3) : nil)
      }
      let worse = zip(errors["map"] ?? [], errors["nlsf"] ?? []).count { $0 >= $1 }
      table.add("targets where map is not below nlsf in RMSE", Double(worse), "", bar: isKnown ? .atMost(0) : nil)
    }
  }

  /// The first spectra of a stream whose choline peak is at least `leastSNR` deviations of the noise high.
  private static func examples(_ count: Int, from synthesizer: SpectrumSynthesizer, leastSNR: Double) -> [Example] {
    let model = synthesizer.model
    let transform = FourierTransform(count: model.acquisition.points)
    let choline = ["GPC", "PCh"].compactMap { model.names.firstIndex(of: $0) }
    var examples: [Example] = []
    var index = 0
    while examples.count < count, index < 50 * count {
      let example = synthesizer.example(index, of: RandomStream(seed: 7))
      index += 1
      var own = example.parameters
      for k in own.amounts.indices where !choline.contains(k) { own.amounts[k] = 0 }
      let peak = transform.spectrum(of: model.fid(own)).values.magnitude.max() ?? 0
      // White noise of deviation σ a sample is σ·Δt·√N in the spectrum.
      let noise = example.noise * model.acquisition.dwellTime * Double(model.acquisition.points).squareRoot()
      if peak >= leastSNR * noise { examples.append(example) }
    }
    return examples
  }
}
