import MRSCore
import Numerics

/// The size of a signal by time and frequency, as a protocol writes it; units are ppm and ms.
///
/// The magnitude of the short-time Fourier transform with a Gauss window g of deviation σ (Gabor 1946, J IEE 93:429),
///
///     A(t, f) = |Σₙ g(tₙ − t)·s(tₙ)·exp(−2πi·f·tₙ)|,  Σ g² = 1,
///
/// so that of white noise it has the size that a sample has. What refocuses while a signal decays, and how water near the carrier
/// decays, is plain here and not in the spectrum's window.
public struct Spectrogram: Hashable, Sendable, Codable {
  /// ppm
  public var lowestShift: Double
  public var highestShift: Double
  public var shiftStep: Double
  /// ms, from the first sample to the middle of the window.
  public var firstTime: Double
  public var lastTime: Double
  public var timeStep: Double
  /// σ, ms
  public var window: Double

  public init(
    lowestShift: Double, highestShift: Double, shiftStep: Double, firstTime: Double, lastTime: Double,
    timeStep: Double, window: Double
  ) {
    self.lowestShift = lowestShift
    self.highestShift = highestShift
    self.shiftStep = shiftStep
    self.firstTime = firstTime
    self.lastTime = lastTime
    self.timeStep = timeStep
    self.window = window
  }

  /// Beyond so many deviations the window is cut off.
  private static let reach = 3.5
  private static let mostSteps = 1000

  var shifts: [ChemicalShift] {
    (0..<Self.steps(from: lowestShift, to: highestShift, by: shiftStep)).map {
      .ppm(lowestShift + Double($0) * shiftStep)
    }
  }

  /// The samples that windows have their middle at: multiples of the dwell time, for one kernel to serve all.
  func middles(on acquisition: Acquisition) -> [Int] {
    // Far behind the signal's end all is zero.
    func samples(_ time: Double) -> Int {
      Int(min(2 * Double(acquisition.points), (time / (1000 * acquisition.dwellTime)).rounded()))
    }
    let (first, step) = (samples(firstTime), max(1, samples(timeStep)))
    return (0..<Self.steps(from: firstTime, to: lastTime, by: timeStep)).map { first + $0 * step }
  }

  /// How many numbers a signal has.
  package var count: Int {
    Self.steps(from: lowestShift, to: highestShift, by: shiftStep)
      * Self.steps(from: firstTime, to: lastTime, by: timeStep)
  }

  private static func steps(from first: Double, to last: Double, by step: Double) -> Int {
    Int(min(Double(mostSteps), (last - first) / step + 1e-9)) + 1
  }

  /// Samples on either side of a window's middle; more than the signal has would see nothing.
  func margin(on acquisition: Acquisition) -> Int {
    Int(min(Double(acquisition.points), (Self.reach * window / (1000 * acquisition.dwellTime)).rounded(.up)))
  }

  /// g(τ)·exp(−2πi·f·τ), (frequencies, 2·margin + 1).
  func kernel(on acquisition: Acquisition) -> ComplexMatrix {
    let margin = margin(on: acquisition)
    let times = (-margin...margin).map { Double($0) * acquisition.dwellTime }
    let weights = times.map { time -> Double in
      let t = 1000 * time / window
      return .exp(-0.5 * t * t)
    }
    let norm = weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
    var kernel = ComplexMatrix(zeros: shifts.count, times.count)
    for (row, shift) in shifts.enumerated() {
      let f = acquisition.offset(of: shift).hertz
      for (column, time) in times.enumerated() {
        kernel[row, column] = Complex(length: weights[column] / norm, phase: -2 * .pi * f * time)
      }
    }
    return kernel
  }

  /// A of each signal, of one acquisition: time after time, at each all frequencies. Outside the signal it is taken to be zero.
  package func magnitudes(of fids: [FID]) -> [[Double]] {
    guard let acquisition = fids.first?.acquisition else { return [] }
    let (margin, middles, kernel) = (margin(on: acquisition), middles(on: acquisition), kernel(on: acquisition))
    return stride(from: 0, to: fids.count, by: Self.block).flatMap { start in
      let block = fids[start..<min(start + Self.block, fids.count)]
      var windows = ComplexMatrix(zeros: 2 * margin + 1, block.count * middles.count)
      for (place, fid) in block.enumerated() {
        for (number, middle) in middles.enumerated() {
          let column = place * middles.count + number
          for n in max(0, middle - margin)..<max(0, middle - margin, min(fid.samples.count, middle + margin + 1)) {
            windows[n - middle + margin, column] = fid.samples[n]
          }
        }
      }
      let sizes = (kernel * windows).elements.map(\.length)
      return block.indices.map { Array(sizes[($0 - start) * count..<($0 - start + 1) * count]) }
    }
  }

  /// Signals whose windows are in memory at once.
  private static let block = 32

  /// - Parameter number: its place among those of a network.
  /// - Throws: ``NetworkError/invalidOption(field:value:expected:)``
  public func validate(_ number: Int) throws(NetworkError) {
    func require(_ condition: Bool, _ field: String, _ value: Double, _ expected: String) throws(NetworkError) {
      guard condition else {
        throw .invalidOption(field: "spectrograms[\(number)].\(field)", value: "\(value)", expected: expected)
      }
    }
    try require(shiftStep >= 0.01, "shiftStep", shiftStep, "0.01 ppm or more")
    try require(
      (0...20).contains(highestShift - lowestShift), "highestShift", highestShift,
      "from lowestShift (\(lowestShift)) to 20 ppm above it")
    try require(timeStep >= 0.1, "timeStep", timeStep, "0.1 ms or more")
    try require((0...1000).contains(firstTime), "firstTime", firstTime, "0 to 1000 ms")
    try require(
      (firstTime...firstTime + 5000).contains(lastTime), "lastTime", lastTime, "firstTime to 5000 ms after it")
    try require((0.5...200).contains(window), "window", window, "0.5 to 200 ms")
  }
}
