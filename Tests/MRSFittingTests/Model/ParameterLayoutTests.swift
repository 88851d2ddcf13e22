import MRSCore
import MRSFitting
import MRSModel
import Testing

@Suite("ParameterLayout")
struct ParameterLayoutTests {
  private let layout = ParameterLayout(names: ["A", "B", "C"], kernelOffsets: [-3, 3])

  @Test("Every place holds one parameter, in the order that the documentation says, and says its name and unit")
  func places() {
    let expected: [ParameterLayout.Parameter] = [
      .frequency, .phase, .delay, .lorentzian, .gaussian, .shift(0), .shift(1), .shift(2), .broadening(0),
      .broadening(1), .broadening(2), .share(0), .share(1),
    ]
    #expect(layout.indices.map(layout.parameter(at:)) == expected)
    #expect(layout.count == expected.count)
    #expect(layout.name(at: 6) == "shift of B (Hz)" && layout.name(at: 10) == "broadening of C (Hz)")
    #expect(layout.name(at: 11) == "lineshape at -3.0 Hz" && layout.name(at: 2) == "first-order phase (s)")
  }

  @Test("A vector made of values is read as those values, the Gauss width as the root of its square")
  func vector() {
    let vector = layout.vector(
      frequency: 1, phase: 2, delay: 3, lorentzian: 4, gaussian: 25, shifts: [6, 7, 8], broadenings: [9, 10, 11],
      kernel: [12, 13])
    let read = SpectralModel.Parameters(vector, layout: layout, ties: ShiftTies(names: layout.names))
    #expect(read.frequency == 1 && read.phase == 2 && read.delay == 3 && read.lorentzian == 4 && read.gaussian == 5)
    #expect(read.shifts == [6, 7, 8] && read.broadenings == [9, 10, 11] && read.kernel == [12, 13])
    #expect(vector.count == layout.count)
  }

  @Test("Ranges are those of the options: soft to four deviations, fixed where there is none, no width below a fifth")
  func ranges() {
    let options = LeastSquaresOptions(
      frequencyRange: 15, gaussianRange: 2...30, lorentzianRange: 1...1, shiftDeviation: 0.01, followers: ["B": "A"],
      followerDeviation: 0, broadeningDeviation: 3, broadeningDeviations: ["C": 0], lineshapeRange: -0.1...0.8)
    let ranges = ParameterRanges(
      layout: layout, options: options, naturalWidths: [5, 50, 5],
      ties: ShiftTies(names: layout.names, followers: options.followers), delay: 0, megahertz: 100)
    // Neither the delay, the Lorentz width, the follower's shift nor the broadening of C can move.
    #expect(ranges.varied == [0, 1, 4, 5, 7, 8, 9, 11, 12])
    let (lower, upper) = ranges.bounds(aboutFrequency: 3, phase: 0.5)
    #expect(lower[0] == -12 && upper[0] == 18 && lower[4] == 4 && upper[4] == 900)
    #expect(lower[3] == 1 && upper[3] == 1 && lower[2] == 0 && upper[2] == 0)
    #expect(abs(lower[5] + 4) < 1e-12 && abs(upper[5] - 4) < 1e-12 && upper[6] == 0)
    #expect(lower[8] == -4 && lower[9] == -12 && upper[8] == 12 && upper[10] == 0)
    #expect(lower[11] == -0.1 && upper[12] == 0.8)
  }
}
