import MRSCore
import MRSSimulation
import Numerics

/// Basis simulation: ideal pulses, and localised PRESS with shaped pulses.
struct BasisBenchmark: Benchmark {
  let name = "basis"
  let about = "basis functions of PRESS, TE 30 ms at 3 T, ideal and localised on 32 × 32 × 32 positions"

  func run(_ table: inout BenchmarkTable) async throws {
    let tasks = 2
    let acquisition = Acquisition(
      spectrometerFrequency: .megahertz(123.25), dwellTime: 1 / 2000, points: 1024)
    let molecules = try SpinSystemLibrary.liver().molecules
    let inositol = try SpinSystemLibrary.liver().molecule(named: "mI")
    let ideal = BasisSimulator(
      sequence: .press(firstEchoTime: 0.012, secondEchoTime: 0.018), acquisition: acquisition)
    try await table.time("myo-inositol, ideal pulses", bar: 3) { _ = try ideal.basisFunction(of: inositol) }
    try await table.time("\(molecules.count) species, ideal pulses, \(tasks) tasks", bar: 100) {
      _ = try await ideal.basisFunctions(of: molecules, tasks: tasks)
    }

    let chain = Molecule(
      name: "chain", title: "", source: "",
      parts: [
        .init(
          system: SpinSystem(
            shifts: (0..<9).map { .ppm(1 + 0.3 * Double($0)) },
            couplings: (0..<8).map { .init($0, $0 + 1, hertz: 7) }), copies: 1)
      ])
    try await table.time("a chain of 9 protons, ideal pulses", runs: 3) { _ = try ideal.basisFunction(of: chain) }

    let localised = BasisSimulator(
      sequence: try .press(
        firstEchoTime: 0.012, secondEchoTime: 0.018,
        excitation: .windowedSinc(duration: 2.6e-3, bandwidth: .hertz(2200)),
        refocusing: .shinnarLeRoux(duration: 5e-3, bandwidth: .hertz(1300)), transmitterShift: .ppm(3)),
      acquisition: acquisition)
    try await table.time("myo-inositol, localised by projection", runs: 3) {
      _ = try localised.basisFunction(of: inositol)
    }
    try await table.time("\(molecules.count) species, localised by projection, \(tasks) tasks", runs: 3, bar: 30_000) {
      _ = try await localised.basisFunctions(of: molecules, tasks: tasks)
    }

    // The whole grid costs what its last axis costs; 8 positions an axis tell what 32 do.
    let points = 8
    let sampling = SliceSampling(fixed: SliceGrid(points: points, extent: 2))
    let grid = BasisSimulator(
      sequence: localised.sequence, acquisition: acquisition, sampling: sampling, averaging: .grid)
    let projected = BasisSimulator(
      sequence: localised.sequence, acquisition: acquisition, sampling: sampling)
    let whole = try await table.time("myo-inositol, every position of 8 × 8 × 8", runs: 1) {
      _ = try grid.basisFunction(of: inositol)
    }
    let alone = try await table.time("myo-inositol, 8 + 8 + 8 positions by projection", runs: 3) {
      _ = try projected.basisFunction(of: inositol)
    }
    table.add("every position of 32 × 32 × 32, extrapolated", (whole - alone) * 64, "s")
  }
}
