import MRSCore
import MRSModel
import Testing

@Suite("TriglycerideModel")
struct TriglycerideModelTests {
  @Test("Liver fat has the nine relative amplitudes of Hamilton et al. 2011, Table 2, to their rounding")
  func hamilton() {
    // doi:10.1002/nbm.1622, from the methyl to the olefinic resonance.
    let published = [0.088, 0.642, 0.058, 0.062, 0.058, 0.006, 0.039, 0.010, 0.037]
    let order: [TriglycerideModel.Resonance] = [
      .methyl, .methylene, .betaCarboxyl, .allylic, .alphaCarboxyl, .diallylic, .glycerolMethylene, .glycerolMethine,
      .olefinic,
    ]
    for (resonance, amplitude) in zip(order, published) {
      let fraction = TriglycerideModel.liver.fraction(of: resonance)
      #expect(abs(fraction - amplitude) <= 0.000_501, "\(resonance): \(fraction), published \(amplitude)")
    }
    #expect(abs(order.reduce(0) { $0 + TriglycerideModel.liver.fraction(of: $1) } - 1) < 1e-12)
  }

  @Test("Amounts of the basis functions, with the resonances tied to them, make up all protons")
  func amounts() {
    let acquisition = Acquisition(spectrometerFrequency: .megahertz(123.25), dwellTime: 5e-4, points: 16)
    let amounts = TriglycerideModel.liver.amounts(protonConcentration: 2500)
    let total = TriglycerideModel.basisFunctions(on: acquisition).reduce(0.0) { sum, function in
      guard case .lines(let lines) = function.signal else { return .nan }
      return sum + lines.total.real * (amounts[function.name] ?? .nan)
    }
    #expect(abs(total - 2500) < 1e-9)
  }

  @Test("A triglyceride molecule of three saturated chains of n carbons has 6n + 2 protons")
  func saturated() {
    // Tripalmitin, C51H98O6: three chains of 16 carbons.
    let tripalmitin = TriglycerideModel(chainLength: 16, doubleBonds: 0, interruptedDoubleBonds: 0)
    #expect(tripalmitin.protons == 98)
    // Trilinolein, C57H98O6: three chains of 18 carbons, six double bonds, three methylene-interrupted.
    let trilinolein = TriglycerideModel(chainLength: 18, doubleBonds: 6, interruptedDoubleBonds: 3)
    #expect(trilinolein.protons == 98)
  }
}
