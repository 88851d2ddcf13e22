import MRSCore
import MRSProcessing
import Numerics
import Testing

@Suite("Alignment and rejection of averages of a low signal-to-noise ratio")
struct AlignmentTests {
  /// The root mean square of what is left of the shifts, their median taken off.
  private func residual(_ scan: FIDArray, _ shifts: [Double]) -> Double {
    let errors = zip(scan.aligned().corrections, shifts).map { $0.frequency.hertz + $1 }
    let middle = errors.median
    return (errors.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / Double(errors.count)).squareRoot()
  }

  /// Var f ≥ σ²/((2π)²·Σ(t − t̄)²·|s|²), the phase estimated along with the frequency.
  private func bound(_ simulated: SimulatedScan) -> Double {
    let squares = simulated.signal().magnitude.map { $0 * $0 }
    let times = squares.indices.map { Double($0) * simulated.acquisition.dwellTime }
    let total = squares.reduce(0, +)
    let mean = zip(times, squares).reduce(0) { $0 + $1.0 * $1.1 } / total
    let spread = zip(times, squares).reduce(0) { $0 + ($1.0 - mean) * ($1.0 - mean) * $1.1 }
    return simulated.noise / (2 * .pi * spread.squareRoot())
  }

  @Test("At a ratio of 5 an average, water unstable, the error is within 1.7 times the bound of the whole signal")
  func unstableWater() {
    var random = RandomStream(seed: 11)
    var simulated = SimulatedScan()
    simulated.noise = simulated.noise(atRatio: 5)
    let (scan, shifts) = simulated.make(&random)
    // The bound is 0.3 Hz; registration of the whole signal in time left 0.9 Hz here, and at 0.5 and 150 of water 2.7 Hz.
    #expect(residual(scan, shifts) < 1.7 * bound(simulated))
  }

  @Test("With fat, as livers have it, 0.3 Hz are left at a ratio of 5 for choline")
  func liver() {
    var random = RandomStream(seed: 12)
    var simulated = SimulatedScan()
    simulated.lines = [(3.22, 60, 14), (3.7, 150, 45), (1.3, 600, 20), (0.9, 90, 22), (2.1, 120, 30)]
    simulated.water = 300
    simulated.shiftDeviation = 5
    var choline = simulated
    choline.lines = [simulated.lines[0]]
    simulated.noise = choline.noise(atRatio: 5)
    let (scan, shifts) = simulated.make(&random)
    #expect(residual(scan, shifts) < 0.3)
  }

  @Test("Two, three or four averages come to lie on one another as many do", arguments: [2, 3, 4])
  func few(averages: Int) {
    var random = RandomStream(seed: 15)
    var simulated = SimulatedScan()
    simulated.averages = averages
    simulated.noise = simulated.noise(atRatio: 100)
    for _ in 0..<3 {
      let (scan, shifts) = simulated.make(&random)
      #expect(residual(scan, shifts) < 0.1)
    }
  }

  @Test("Stable water that is not suppressed is what its averages are aligned by")
  func waterScan() {
    var random = RandomStream(seed: 13)
    var simulated = SimulatedScan()
    simulated.water = 100_000
    simulated.instability = 0
    simulated.averages = 8
    simulated.noise = simulated.noise(atRatio: 5)
    let (scan, shifts) = simulated.make(&random)
    #expect(residual(scan, shifts) < 0.01)
  }

  @Test("Bad averages are told from good ones whose residual water changes: F1 of 0.95 and more")
  func badAverages() {
    var random = RandomStream(seed: 14)
    var simulated = SimulatedScan()
    simulated.averages = 48
    simulated.noise = simulated.noise(atRatio: 10)
    let bad: [Int: Int] = [3: 0, 10: 1, 17: 2, 24: 0, 31: 1, 40: 2]
    let lipid = simulated.signal([(1.4, 60, 20), (0.9, 25, 25)])
    let acquisition = simulated.acquisition
    let (scan, _) = simulated.make(&random) { average, fid in
      switch bad[average] {
      case 0: 0.3 * fid
      case 1: FID(samples: fid, acquisition: acquisition).broadened(byGaussian: .hertz(40)).samples
      case 2: fid + lipid
      default: fid
      }
    }
    let found = Set(OutlierRejection().rejected(in: scan).keys)
    let right = Double(found.intersection(bad.keys).count)
    #expect(2 * right / Double(found.count + bad.count) >= 0.95, "\(found.sorted())")
  }
}
