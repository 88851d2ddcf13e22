import MRSCore
import MRSModel
import MRSProcessing
import MRSSynthesis
import Numerics
import Testing

@Suite("What shapes whole signals")
struct WholeSignalTests {
  static let acquisition = SingletStudy.acquisition
  static let line = Lineshape(shift: -200, lorentzian: 4, gaussian: 4).decay(on: acquisition)

  @Test("A field inhomogeneity keeps amount and mean frequency, and skews the line")
  func inhomogeneity() {
    let inhomogeneity = FieldInhomogeneity(displacement: .fixed(6), width: .fixed(3))
    var skews: [Double] = []
    for index in 0..<200 {
      var stream = RandomStream(seed: 31).child(index)
      let kernel = inhomogeneity.kernel(on: Self.acquisition, using: &stream)
      #expect((kernel[0] - 1).length < 1e-12)
      // The kernel is Σ w·exp(2πi·d·t): its first derivative at zero is 2πi times the mean displacement.
      #expect(abs(kernel[1].imaginary) < 1e-4)
      // The third cumulant of the displacements: the phase grows as −(2π·t)³·κ₃/6.
      let t = Self.acquisition.time(ofSample: 4)
      skews.append(-6 * kernel[4].phase / .pow(2 * .pi * t, 3))
    }
    // As many lean left as right, and by the cube of some hertz.
    #expect((60...140).contains(skews.count { $0 > 0 }))
    #expect((skews.map(abs).max() ?? 0) > 50)
    var stream = RandomStream(seed: 1)
    var untouched = Self.line
    FieldInhomogeneity(displacement: .fixed(0), width: .fixed(0)).apply(
      to: &untouched, on: Self.acquisition, using: &stream)
    #expect((untouched - Self.line).magnitude.allSatisfy { $0 < 1e-12 })
  }

  @Test("An eddy current turns everything by A in all, and Klose's correction by the water's phase takes it back")
  func eddyCurrents() throws {
    let (turn, timeConstant) = (0.8, 0.03)
    let eddy = EddyCurrents(turn: .fixed(turn), timeConstant: .fixed(timeConstant))
    var stream = RandomStream(seed: 1)
    var turned = Self.line
    eddy.apply(to: &turned, on: Self.acquisition, using: &stream)
    for n in stride(from: 0, to: 400, by: 20) {
      let expected = turn * (1 - .exp(-Self.acquisition.time(ofSample: n) / timeConstant))
      #expect(abs((turned[n] / Self.line[n]).phase - expected) < 1e-9)
    }
    var water = 1000.0 * Lineshape(lorentzian: 3).decay(on: Self.acquisition)
    eddy.apply(to: &water, on: Self.acquisition, using: &stream)
    let correction = try EddyCurrentCorrection(
      water: FID(samples: water, acquisition: Self.acquisition), noise: 1e-6)
    let corrected = FID(samples: turned, acquisition: Self.acquisition).corrected(by: correction).samples
    #expect((0..<200).allSatisfy { (corrected[$0] - Self.line[$0]).length < 1e-6 })
  }
}
