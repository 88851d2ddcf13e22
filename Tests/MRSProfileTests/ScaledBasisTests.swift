import MRSCore
import MRSModel
import MRSProfile
import Testing

@Suite("Scale and widths of a basis of others")
struct ScaledBasisTests {
  /// Creatine and NAA as files have them: cut after half their points, which are filled up with zeros.
  private func basis(creatine: Double, naa: Double) -> BasisSet {
    let whole = Acquisition(spectrometerFrequency: .megahertz(123.2), dwellTime: 0.00025, points: 4096, echoTime: 0.03)
    func function(_ name: String, _ lines: [(shift: Double, protons: Double)], width: Double) -> BasisFunction {
      let grid = whole.with(points: 2048)
      var signal = ComplexVector(zeros: grid.points)
      for line in lines {
        signal.add(
          Lineshape(shift: grid.offset(of: .ppm(line.shift)).hertz, lorentzian: width),
          scaledBy: .init(line.protons / 64), on: grid)
      }
      return BasisFunction(
        name: name, signal: .sampled(FID(samples: signal, acquisition: grid).resized(to: 4096).samples))
    }
    return BasisSet(
      functions: [
        function("Cr", [(3.027, 3), (3.913, 2)], width: creatine), function("NAA", [(2.008, 3)], width: naa),
      ], acquisition: whole, source: "cut.BASIS")
  }

  @Test("The signal of a proton is found within 0.2 % though functions are cut where a thirtieth is left")
  func proton() throws {
    let scaled = ScaledBasis(basis(creatine: 2, naa: 2))
    let proton = try #require(scaled.protonSignal)
    #expect(abs(proton * 64 - 1) < 0.002, "\(proton * 64)")
    #expect(abs(scaled.linewidth - 2) < 0.05, "\(scaled.linewidth)")
    #expect(scaled.ownLinewidths.isEmpty)
  }

  @Test("A width that a file says and its lines have not is measured; functions of another width are named")
  func widths() throws {
    let scaled = ScaledBasis(basis(creatine: 2, naa: 0.5), linewidth: 12.8)
    #expect(abs(scaled.linewidth - 2) < 0.05, "\(scaled.linewidth)")
    #expect(scaled.ownLinewidths.keys.sorted() == ["NAA"])
    #expect(abs(try #require(scaled.ownLinewidths["NAA"]) - 0.5) < 0.1)
  }
}
