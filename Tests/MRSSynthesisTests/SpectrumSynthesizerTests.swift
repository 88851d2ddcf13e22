import MRSCore
import MRSModel
import MRSSynthesis
import Numerics
import Testing

@Suite("SpectrumSynthesizer")
struct SpectrumSynthesizerTests {
  @Test("Example i is a function of the stream and i: neither tasks nor order change a bit of it")
  func independence() async throws {
    let synthesizer = try SingletStudy.synthesizer()
    let stream = RandomStream(seed: 91)
    let inOrder = (0..<40).map { synthesizer.example($0, of: stream) }
    let backwards = (0..<40).reversed().map { synthesizer.example($0, of: stream) }
    #expect(backwards.reversed() == inOrder)
    for tasks in [1, 2, 7] {
      let concurrent = try await Array(0..<40).concurrentMap(tasks: tasks) { synthesizer.example($0, of: stream) }
      #expect(concurrent == inOrder)
    }
    // Drawing from a stream does not change its children.
    var used = stream
    _ = used.normal()
    #expect(synthesizer.example(7, of: used) == inOrder[7])
    #expect(synthesizer.example(7, of: RandomStream(seed: 92)) != inOrder[7])
    #expect(inOrder[0] != inOrder[1])
  }

  @Test("Without corruptions an example is the model's signal plus noise of the stated deviation")
  func noise() throws {
    let synthesizer = try SingletStudy.synthesizer(corruptions: [], noise: .uniform(low: 0.5, high: 5))
    for index in 0..<20 {
      let example = synthesizer.example(index, of: RandomStream(seed: 93))
      let rest = example.fid.samples - SingletStudy.model.fid(example.parameters).samples
      let deviation = (rest.energy / 2048).squareRoot()
      // 2048 values: the deviation is known to 1/√4096 = 1.6 %.
      #expect(abs(deviation / example.noise - 1) < 4 * 0.0157)
      #expect((0.5...5).contains(example.noise))
      let mean = rest.real.reduce(0, +) / 1024
      #expect(abs(mean) < 4.5 * example.noise / 32)
    }
  }

  @Test("Amounts of the examples are distributed as the prior says")
  func amounts() throws {
    let synthesizer = try SingletStudy.synthesizer(corruptions: [])
    let count = 400
    let examples = (0..<count).map { synthesizer.example($0, of: RandomStream(seed: 94)) }
    for k in SingletStudy.names.indices {
      let mean = examples.reduce(0) { $0 + Double.log($1.parameters.amounts[k]) } / Double(count)
      let deviation = synthesizer.prior.amounts.logDeviation(k)
      #expect(abs(mean - .log(SingletStudy.medians[k])) < 4 * deviation / Double(count).squareRoot())
    }
    // 60 ms is 5.31 Hz; broadening adds up to 1.
    #expect(examples.allSatisfy { (5.30...6.31).contains($0.parameters.lorentzians[0]) })
    #expect(examples.allSatisfy { (4...8).contains($0.parameters.gaussian) })
  }
}

@Suite("Corruptions")
struct CorruptionTests {
  @Test(
    "A corruption is a function of its stream, finite, and adds to what is there",
    arguments: SingletStudy.corruptions.indices)
  func determinism(index: Int) {
    let corruption = SingletStudy.corruptions[index]
    let acquisition = SingletStudy.acquisition
    func drawn(_ seed: UInt64, onto start: ComplexVector) -> ComplexVector {
      var stream = RandomStream(seed: seed)
      var samples = start
      corruption.apply(to: &samples, on: acquisition, using: &stream)
      return samples
    }
    let zeros = ComplexVector(zeros: 1024)
    let ones = ComplexVector(real: [Double](repeating: 1, count: 1024), imaginary: [Double](repeating: -2, count: 1024))
    for seed in 0..<50 as Range<UInt64> {
      let first = drawn(seed, onto: zeros)
      #expect(first == drawn(seed, onto: zeros))
      #expect(first.isFinite)
      #expect(first.energy > 0)
      #expect((drawn(seed, onto: ones) - ones - first).magnitude.allSatisfy { $0 < 1e-10 })
    }
    #expect(drawn(1, onto: zeros) != drawn(2, onto: zeros))
  }

  @Test("Residual water lies at water, out-of-voxel lipid at the methylene, both within their amplitude")
  func places() {
    let acquisition = SingletStudy.acquisition
    let transform = FourierTransform(count: 1024)
    for (index, ppm, limit) in [(0, 4.65, 240.0), (1, 1.30, 50.0)] {
      for seed in 0..<20 as Range<UInt64> {
        var stream = RandomStream(seed: seed)
        var samples = ComplexVector(zeros: 1024)
        SingletStudy.corruptions[index].apply(to: &samples, on: acquisition, using: &stream)
        #expect(samples[0].length <= limit)
        let spectrum = transform.spectrum(of: FID(samples: samples, acquisition: acquisition))
        let magnitude = spectrum.values.magnitude
        let peak = magnitude.indices.max { magnitude[$0] < magnitude[$1] } ?? 0
        // 12 Hz of displacement is 0.1 ppm; four deviations.
        #expect(abs(spectrum.shift(at: peak).ppm - ppm) < 0.45)
      }
    }
  }

  @Test("What happens to a share of the spectra happens to that share")
  func probability() {
    let lipid = OutOfVoxelLipid(
      probability: 0.2, amplitude: .fixed(10), displacement: .fixed(0), width: .fixed(30))
    let hit = (0..<1000).count { index in
      var stream = RandomStream(seed: 95).child(index)
      var samples = ComplexVector(zeros: 16)
      lipid.apply(to: &samples, on: SingletStudy.acquisition.with(points: 16), using: &stream)
      return samples.energy > 0
    }
    // Binomial: ± 4·√(1000·0.2·0.8).
    #expect(abs(hit - 200) < 51)
  }
}
