import MRSCore
import MRSNetworks
import Numerics
import Testing

@Suite("Spectrogram")
struct SpectrogramTests {
  private static let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.25), dwellTime: 0.0005, points: 1024, carrierShift: .ppm(4.65))
  private static let spectrogram = Spectrogram(
    lowestShift: 0.5, highestShift: 4.1, shiftStep: 0.4, firstTime: 60, lastTime: 300, timeStep: 40, window: 12)

  private static func fid(_ sample: (Double) -> Complex<Double>) -> FID {
    FID(samples: ComplexVector((0..<1024).map { sample(0.0005 * Double($0)) }), acquisition: acquisition)
  }

  @Test("A lasting line is √(2√π·σ/Δt) times its amplitude at its frequency, exp(−(2πσΔf)²/2) of that beside")
  func line() {
    let f = Self.acquisition.offset(of: .ppm(2.1)).hertz
    let found = Self.spectrogram.magnitudes(of: [Self.fid { Complex(length: 3, phase: 2 * .pi * f * $0 + 0.7) }])[0]
    #expect(found.count == 70 && Self.spectrogram.count == 70)
    let peak = 3 * (2 * Double.pi.squareRoot() * 0.012 / 0.0005).squareRoot()
    for time in 0..<7 {
      #expect(abs(found[10 * time + 4] / peak - 1) < 1e-3)
      let turn = 2 * Double.pi * 0.012 * 0.4 * 123.25
      let beside = peak * Double.exp(-0.5 * turn * turn)
      #expect(abs(found[10 * time + 5] - beside) < 1e-3 * peak)
    }
  }

  @Test("White noise has the size of a sample: the mean square is 2σ²")
  func noise() {
    var stream = RandomStream(seed: 3)
    let fids = (0..<200).map { _ in
      Self.fid { _ in Complex(stream.normal(mean: 0, deviation: 1.5), stream.normal(mean: 0, deviation: 1.5)) }
    }
    let squares = Self.spectrogram.magnitudes(of: fids).flatMap(\.self).map { $0 * $0 }
    let mean = squares.reduce(0, +) / Double(squares.count)
    #expect(abs(mean / 4.5 - 1) < 0.03)
  }

  @Test("An echo is largest at its time and frequency, in any company")
  func echo() {
    let f = Self.acquisition.offset(of: .ppm(1.7)).hertz
    let echo = Self.fid { t in
      let x = (t - 0.18) / 0.006
      return Complex(length: .exp(-0.5 * x * x), phase: 2 * .pi * f * (t - 0.18))
    }
    let others = (0..<40).map { _ in Self.fid { _ in Complex(0.01) } }
    let alone = Self.spectrogram.magnitudes(of: [echo])[0]
    #expect(alone.indices.max { alone[$0] < alone[$1] } == 3 * 10 + 3)
    let among = Self.spectrogram.magnitudes(of: others + [echo])[40]
    #expect(zip(alone, among).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  @Test("Beyond its ends a signal is zero, and windows that lie there altogether are empty")
  func ends() {
    var late = Self.spectrogram
    (late.firstTime, late.lastTime) = (0, 1000)
    let f = Self.acquisition.offset(of: .ppm(0.5)).hertz
    let found = late.magnitudes(of: [Self.fid { Complex(length: 1, phase: 2 * .pi * f * $0) }])[0]
    #expect(abs(found[0] / found[50] - 0.5) < 0.02)
    #expect(found.suffix(10).allSatisfy { $0 == 0 })
  }

  struct Wrong: Sendable {
    let change: @Sendable (inout Spectrogram) -> Void
    let named: String
  }

  static let wrong = [
    Wrong(change: { $0.shiftStep = 0 }, named: "spectrograms[2].shiftStep"),
    Wrong(change: { $0.highestShift = 0.1 }, named: "highestShift"),
    Wrong(change: { $0.highestShift = .infinity }, named: "highestShift"),
    Wrong(change: { $0.timeStep = -1 }, named: "timeStep"),
    Wrong(change: { $0.firstTime = .nan }, named: "firstTime"),
    Wrong(change: { $0.lastTime = 3 }, named: "lastTime"), Wrong(change: { $0.window = 0 }, named: "window"),
  ]

  @Test("Grids that cannot be are refused by their field", arguments: wrong)
  func refusals(wrong: Wrong) throws {
    var changed = Self.spectrogram
    wrong.change(&changed)
    let error = #expect(throws: NetworkError.self) { try changed.validate(2) }
    #expect("\(error!)".contains(wrong.named))
    try Self.spectrogram.validate(0)
  }
}
