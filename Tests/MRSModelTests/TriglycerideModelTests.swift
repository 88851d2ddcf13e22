import MRSCore
import MRSModel
import MRSVocabulary
import Testing

@Suite("TriglycerideModel")
struct TriglycerideModelTests {
  @Test(
    "Liver fat has the nine relative amplitudes of Hamilton et al. 2011, to the rounding of theirs and of CL, ndb, nmidb"
  )
  func hamilton() {
    // doi:10.1002/nbm.1622, from the methyl to the olefinic resonance.
    let published = [0.088, 0.642, 0.058, 0.062, 0.058, 0.006, 0.039, 0.010, 0.037]
    let order: [TriglycerideResonance] = [
      .methyl, .methylene, .betaCarboxyl, .allylic, .alphaCarboxyl, .diallylic, .glycerolMethylene, .glycerolMethine,
      .olefinic,
    ]
    for (resonance, amplitude) in zip(order, published) {
      // 17.5, 1.92 and 0.32 are rounded too: the amplitude must be one that their ranges allow.
      var possible: [Double] = []
      for length in [17.45, 17.55] {
        for bonds in [1.915, 1.925] {
          for interrupted in [0.315, 0.325] {
            let molecule = TriglycerideModel(
              chainLength: length, doubleBonds: bonds, interruptedDoubleBonds: interrupted)
            possible.append(molecule.fraction(of: resonance))
          }
        }
      }
      let low = (possible.min() ?? .nan) - 0.0005
      let high = (possible.max() ?? .nan) + 0.0005
      #expect(amplitude >= low && amplitude <= high, "\(resonance): published \(amplitude), \(low) to \(high)")
      #expect(abs(TriglycerideModel.liver.fraction(of: resonance) - amplitude) < 0.001)
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
