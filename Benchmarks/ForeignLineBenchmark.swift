import MRSCore
import MRSFitting
import MRSModel
import MRSProfile
import MRSStatistics
import MRSStudy
import MRSSynthesis
import Numerics

/// In how many spectra of the scenario `unmodelled-metabolite` the singlet could be told by one who knows where it would be, how
/// wide it is and what fat looks like: what no test of the data can exceed that does not know more.
///
/// With σ the deviation of the singlet's amount a that the data and what is known of all else leave, a test with a share α of
/// false alarms tells it with probability Φ(a/σ − z_α).
struct ForeignLineBenchmark: Benchmark {
  let name = "foreign-line"
  let about = "how many singlets at 3.14 ppm could be told at all, of 300 spectra of the default protocol"
  var isAskedFor: Bool { true }

  private static let line = "Foreign"
  /// mM of protons, and Hz, as in `EvaluationScenario`.
  private static let amounts = 12.0...36
  private static let lorentzian = 5.0

  func run(_ table: inout BenchmarkTable) async throws {
    let world = try await World()
    let found = try await Array(0..<300).concurrentMap(tasks: 2) { try world.signal($0) }
    for alarms in [0.01, 0.0025] {
      let limit = NormalDistribution.quantile(1 - alarms)
      for (title, widths) in [("all", 0...100.0), ("below 12 Hz", 0...12), ("above 20 Hz", 20...100)] {
        let told = found.filter { widths.contains($0.width) }.map { NormalDistribution.cumulative($0.toNoise - limit) }
        table.add(
          "· told at \(100 * alarms) % false alarms, lines \(title)", told.reduce(0, +) / Double(max(told.count, 1)), ""
        )
      }
    }
  }

  private struct World: Sendable {
    let prior: AmountDistribution
    let known: Matrix
    let source: SpectrumSynthesizer
    let own, beside: LeastSquares

    init() async throws {
      let studyProtocol = try StudyProtocol.load(StudyProtocol.defaultName)
      let basis = try await ProtocolSimulator(studyProtocol).basis(worker: .quiet(tasks: 2))
      prior = try CohortPrior(literatureOf: studyProtocol).union
      known = try prior.logCovariance.invertedPositiveDefinite()
      source = SpectrumGenerator(studyProtocol, basis: basis).synthesizer(amounts: prior)
      own = try ProtocolFits(studyProtocol, basis: basis).posterior(prior)
      let lines = TransitionLines(
        frequencies: [studyProtocol.spectralAcquisition.offset(of: .ppm(3.14)).hertz],
        amplitudes: ComplexVector([Complex(1, 0)]))
      let whole = BasisSet(
        functions: basis.functions + [BasisFunction(name: ForeignLineBenchmark.line, signal: .lines(lines))],
        acquisition: basis.acquisition, source: basis.source)
      beside = try ProtocolFits(studyProtocol, basis: whole).conventional()
    }

    /// a/σ of a spectrum, and the Gauss width of its lines, Hz.
    func signal(_ index: Int) throws -> (toNoise: Double, width: Double) {
      let example = source.example(index, of: RandomStream(seed: 5))
      var stream = RandomStream(seed: 6).child(index)
      let amount = stream.uniform(in: ForeignLineBenchmark.amounts)
      let fit = try own.fit(example.fid)
      let names = beside.model.names
      // Broad signals that the fit has beside the protocol's species, and spectra of it have not, are where the fit ends.
      func completed(_ truth: [Double], _ fitted: [Double], _ foreign: Double) -> [Double] {
        names.map { name in
          if name == ForeignLineBenchmark.line { return foreign }
          if let k = source.model.names.firstIndex(of: name) { return truth[k] }
          return own.model.names.firstIndex(of: name).map { fitted[$0] } ?? 0
        }
      }
      var all = example.parameters
      all.amounts = completed(all.amounts, fit.parameters.amounts, amount)
      all.shifts = completed(all.shifts, fit.parameters.shifts, 0)
      all.lorentzians = completed(all.lorentzians, fit.parameters.lorentzians, ForeignLineBenchmark.lorentzian)
      let bound = try beside.penalizedBound(at: all, noise: example.noise, baselineBend: fit.baselineBend)
      let told = names.indices.filter { bound[$0, $0].isFinite }
      guard let place = told.firstIndex(where: { names[$0] == ForeignLineBenchmark.line }) else {
        return (0, all.gaussian)
      }
      var information = try bound.submatrix(told).invertedPositiveDefinite()
      for (i, k) in told.enumerated() where i != place {
        guard let a = prior.names.firstIndex(of: names[k]) else {
          information[i, i] += 1e6  // known not to be there
          continue
        }
        for (j, l) in told.enumerated() {
          guard let b = prior.names.firstIndex(of: names[l]) else { continue }
          information[i, j] += known[a, b] / (all.amounts[k] * all.amounts[l])
        }
      }
      let variance = try information.invertedPositiveDefinite()[place, place]
      return (amount / variance.squareRoot(), all.gaussian)
    }
  }
}
