import MRSFitting
import MRSProfile
import MRSQuantification
import MRSRuns
import MRSStudy
import Testing

@Suite("The choice of a baseline")
struct BaselineChoiceTests {
  @Test("Text and choice are the same thing", arguments: ["adaptive", "none", "0.2", "0.05", "10.0"])
  func roundTrip(text: String) throws {
    #expect(try #require(BaselineChoice(text)).description == text)
  }

  @Test("What is no baseline is refused", arguments: ["", "0", "-1", "nan", "inf", "smooth", "0.2 %"])
  func refused(text: String) {
    #expect(BaselineChoice(text) == nil)
  }

  @Test("Options follow the choice")
  func options() {
    let start = LeastSquaresOptions()
    #expect(BaselineChoice.adaptive.applied(to: start) == start)
    let smooth = BaselineChoice.bend(0.002).applied(to: start)
    #expect(!smooth.adaptsBaseline && smooth.baselineBend == 0.002)
    let none = BaselineChoice.none.applied(to: start)
    #expect(none.baselineKnotSpacing == nil)
  }
}
