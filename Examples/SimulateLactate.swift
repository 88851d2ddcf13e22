import MRSCore
import MRSSimulation

/// MRSSimulation: the basis function of lactate at 3 T after PRESS, by density matrix.
///
/// Prints the number of lines that one molecule gives.
func simulateLactate() throws {
  let simulator = BasisSimulator(
    sequence: .press(firstEchoTime: 0.012, secondEchoTime: 0.018),
    acquisition: Acquisition(spectrometerFrequency: .megahertz(123.25), dwellTime: 0.0005, points: 1024))
  let lactate = try simulator.basisFunction(of: SpinSystemLibrary.liver().molecule(named: "Lac"))
  if case .lines(let lines) = lactate.signal { print("\(lactate.name): \(lines.frequencies.count) lines") }
}
