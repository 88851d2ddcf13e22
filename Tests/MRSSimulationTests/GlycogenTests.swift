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
    /// What a fit of the model to a spectrum of amount 1 finds.
    func amount(_ molecule: Molecule) throws -> Double {
      let (own, other) = (try spectrum(model), try spectrum(molecule))
      return zip(own, other).reduce(0) { $0 + $1.0 * $1.1 } / own.reduce(0) { $0 + $1 * $1 }
    }
    func singlets(_ shifts: [Double]) -> Molecule {
      Molecule(
        name: "singlets", title: "", source: "",
        parts: shifts.map { .init(system: SpinSystem(shifts: [.ppm($0)]), copies: 1) })
    }
    let ring = try amount(coupled)
    #expect(abs(ring - 0.834) < 0.005, "\(ring)")
    // H3 is the one proton far from the others: at 3.70, where free glucose has it.
    let own = model.parts.flatMap(\.system.shifts).map(\.ppm)
    let moved = try amount(singlets(own.map { $0 == 3.97 ? 3.70 : $0 }))
    // LCModel's liver model: seven lines of one proton each.
    let range = try amount(singlets([3.47, 3.54, 3.61, 3.68, 3.75, 3.82, 3.89]))
    print("glycogen: the model finds \(ring) of a coupled ring, \(moved) with H3 at 3.70, \(range) of LCModel's lines")
    #expect(abs(moved - 1.008) < 0.005 && abs(range - 0.961) < 0.005, "\(moved) \(range)")
  }
}
