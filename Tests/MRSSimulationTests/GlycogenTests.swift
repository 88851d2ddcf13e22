import Foundation
import MRSCore
import MRSSimulation
import Testing

@Suite("Glycogen model")
struct GlycogenTests {
  @Test("What the model leaves out: the couplings of an α-glucosyl ring change the 3.4–4.1 ppm signal at TE 30 ms")
  func couplings() throws {
    let acquisition = Acquisition(spectrometerFrequency: .megahertz(123.25), dwellTime: 0.5e-3, points: 1024)
    let simulator = BasisSimulator(
      sequence: .press(firstEchoTime: 0.012, secondEchoTime: 0.018), acquisition: acquisition)
    let library = try SpinSystemLibrary.liver()
    let model = try library.molecule(named: "Glycogen")
    let glucose = try #require(try library.molecule(named: "Glc").parts.first)
    let coupled = Molecule(
      name: "coupled", title: "", source: "",
      parts: [
        .init(
          system: SpinSystem(
            shifts: model.parts.flatMap(\.system.shifts), couplings: glucose.system.couplings), copies: 1)
      ])
    func spectrum(_ molecule: Molecule) throws -> [Double] {
      let basis = BasisSet(
        functions: [try simulator.basisFunction(of: molecule)], acquisition: acquisition, source: "")
      let fid = basis.rendered(on: acquisition)[0].broadened(byLorentzian: .hertz(1 / (.pi * 0.020)))
        .broadened(byGaussian: .hertz(8))
      let spectrum = FourierTransform(count: acquisition.points).spectrum(of: fid)
      return spectrum.indices(in: .ppm(3.3) ... .ppm(4.2)).map { spectrum.values.real[$0] }
    }
    let (singlets, multiplets) = (try spectrum(model), try spectrum(coupled))
    let ratio = zip(singlets, multiplets).reduce(0) { $0 + $1.0 * $1.1 } / singlets.reduce(0) { $0 + $1 * $1 }
    print("glycogen at TE 30 ms: a fit of the model to a coupled ring finds \((ratio * 1000).rounded() / 10) %")
    #expect(abs(ratio - 0.834) < 0.005, "\(ratio)")
  }
}
