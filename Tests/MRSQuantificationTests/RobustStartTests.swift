import MRSCore
import MRSFitting
import MRSModel
import MRSProfile
import MRSQuantification
import MRSStudy
import Numerics
import Testing

@Suite("The first guess of a fit: spectra of a synthetic liver")
struct RobustStartTests {
  /// The distance of two phases, 0 … π.
  static func distance(_ a: Double, _ b: Double) -> Double { abs((a - b).remainder(dividingBy: 2 * .pi)) }

  @Test("Any shift within ±0.5 ppm, any phase, fat of 0.5 to 40 %: found as closely as the search needs")
  func anyShiftAndPhase() async throws {
    let spectra = try await LiverSpectra(signalToNoise: 20...60)
    let errors = try (0..<400).map { index in
      let draw = spectra.draw(index)
      let guess = try spectra.quantifier.firstGuess(of: draw.fid)
      return (hertz: abs(guess.frequency - draw.frequency), radians: Self.distance(guess.phase, draw.phase))
    }
    let hertz = errors.map(\.hertz).sorted()
    let radians = errors.map(\.radians).sorted()
    print(
      "shift: median \(hertz[200]), largest \(hertz[399]) Hz; phase: median \(radians[200]), largest \(radians[399])")
    // Out-of-voxel fat of a phase of its own beside little fat of the voxel moves the best match; the fit is given 15 Hz
    // and π on either side.
    // So does an uneven field, whose lines have their tallest point beside their mean.
    #expect(errors.count { $0.hertz > 2 || $0.radians > 0.3 } <= 8)
    #expect(hertz[399] < 7.5 && radians[399] < 0.6)
  }

  @Test("Conjugated data are recognised, all of 400; no other is")
  func conjugation() async throws {
    let spectra = try await LiverSpectra(signalToNoise: 5...60)
    let draws = (0..<400).map { spectra.draw($0, seed: 78).fid }
    #expect(try draws.count { try spectra.quantifier.firstGuess(of: $0).isProbablyConjugated } == 0)
    #expect(try draws.count { try spectra.quantifier.firstGuess(of: $0.conjugated).isProbablyConjugated } == 400)
    #expect(try spectra.quantifier.quantify(draws[0].conjugated).doubts.contains(.probablyConjugated))
    #expect(Doubt.Code.probablyConjugated.advice?.contains("--conjugate") == true)
  }

  @Test("A fit from the first guess ends where one from the true start ends, or where the residual is as small")
  func sameAnswer() async throws {
    let spectra = try await LiverSpectra(signalToNoise: 20...60)
    let pairs = try await (0..<Self.pairs).concurrentMap(tasks: 2) { index in
      let draw = spectra.draw(index, seed: 79)
      let own = try spectra.quantifier.fit(draw.fid)
      let best = try spectra.quantifier.fit(draw.fid, startingFrom: draw.truth)
      let distance =
        zip(own.quantification.amounts, best.quantification.amounts).map { a, b in
          b.standardDeviation.isFinite ? abs(a.value - b.value) / b.standardDeviation : 0
        }.max() ?? 0
      return (
        distance: distance, residual: own.residualToNoise / best.residualToNoise, own: own.iterations,
        best: best.iterations
      )
    }
    let distances = pairs.map(\.distance).sorted()
    print(
      "largest difference of any amount, in its standard deviation: median \(distances[Self.pairs / 2]), above 0.3 in \(distances.count { $0 > 0.3 }), highest \(distances[(Self.pairs - 5)...]); "
        + "residual over that from the true start: at most \(pairs.map(\.residual).max() ?? 0); iterations "
        + "\(pairs.reduce(0) { $0 + $1.own }), from the true start \(pairs.reduce(0) { $0 + $1.best })")
    // Spectra with artefacts that the model lacks have more than one minimum of nearly the same residual; which one is
    // reached is chance from the true start too.
    // A fifth of them, where one residual of 80 was larger by 2 %: one more of each is allowed.
    // How much of an FID is searched in hangs on the width that the search begins with, and moves amounts by some hundredths.
    #expect(distances[Self.pairs / 2] < 0.15)
    withKnownIssue("Free shapes of fat have minima of their own (Documentation/Decisions/0015)", isIntermittent: true) {
      #expect(distances.count { $0 > 0.3 } <= 9)
      #expect(pairs.count { $0.residual > 1.02 } <= 2)
    }
  }

  private static let pairs = 40
  /// Enough spectra that the last bits of another processor decide nothing.
  private static let doubted = 30

  private func suitability(
    _ spectra: LiverSpectra, _ quantifier: LeastSquares, _ indices: Range<Int>
  ) async throws -> (unexplained: Int, unlikePhases: Int, unlikeShapes: Int, any: Int) {
    let found = try await indices.concurrentMap(tasks: 2) { index in
      let doubts = try quantifier.quantify(spectra.draw(index, reach: 0.3, seed: 81).fid).doubts
      return (
        doubts.contains { if case .unexplained = $0 { true } else { false } },
        doubts.contains { if case .unlikePhases = $0 { true } else { false } },
        doubts.contains { if case .unlikeShapes = $0 { true } else { false } }
      )
    }
    return (
      found.count { $0.0 }, found.count { $0.1 }, found.count { $0.2 }, found.count { $0.0 || $0.1 || $0.2 }
    )
  }

  @Test("The right basis is doubted in at most 3 % of 100 spectra")
  func rightBasis() async throws {
    let spectra = try await LiverSpectra(signalToNoise: 5...60)
    let found = try await suitability(spectra, spectra.quantifier, 0..<100)
    print("the right basis: \(found) of 100")
    #expect(found.any <= 3)
  }

  /// Overrides of the protocol and the least share of spectra in which the basis must be doubted; the header says what
  /// that of the spectra says. A longer echo is told by the data of some spectra only, TE 35 for 30 ms by headers alone: that is
  /// not tried here. Of 298 for 123 MHz 22 to 25 of 30 were doubted, by what amounts were drawn; of TE 144 for 30 ms, since all
  /// fat may move together, 5 where it was 8 (12 of 48 of another generator's livers, where it was 16).
  @Test(
    "A basis of another field or echo time is doubted though its header says nothing",
    arguments: [
      (["acquisition.spectrometerFrequency=63.87"], 0.95), (["acquisition.spectrometerFrequency=298"], 0.7),
      (["acquisition.firstEchoTime=50", "acquisition.secondEchoTime=94"], 0.13),
      (["acquisition.firstEchoTime=20", "acquisition.secondEchoTime=48"], 0.3),
    ] as [([String], Double)])
  func wrongBasis(overrides: [String], least: Double) async throws {
    let spectra = try await LiverSpectra(signalToNoise: 5...60)
    let quantifier = try await spectra.quantifier(simulatedWith: overrides)
    let found = try await suitability(spectra, quantifier, 0..<Self.doubted)
    print("\(overrides.joined(separator: ", ")): \(found) of \(Self.doubted)")
    #expect(Double(found.any) >= Double(Self.doubted) * least)
  }
}
