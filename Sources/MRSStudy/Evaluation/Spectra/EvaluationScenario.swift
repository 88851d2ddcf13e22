/// The held-out spectra that methods are evaluated on: like those of a training, or with one thing planted in them.
public enum EvaluationScenario: String, Sendable, Hashable, Codable, CaseIterable {
  case inDistribution = "in-distribution"
  case clean
  case shiftedPrior = "shifted-prior"
  case toldPrior = "shifted-prior-told"
  case noiseAlone = "noise-alone"
  case off60Hz = "off-60-hz"
  case off017PPM = "off-0.17-ppm"
  case conjugated
  case wideLines = "wide-lines"
  case residualWater = "residual-water"
  case spuriousEcho = "spurious-echo"
  case unmodelledMetabolite = "unmodelled-metabolite"
  case otherTE = "other-te"
  case brain
  case clipped

  /// What its spectra are, in words.
  public var title: String {
    switch self {
    case .inDistribution: "spectra as a training draws them"
    case .clean: "the same without corruptions: no water, echo, fat from outside, baseline or skewed lines"
    case .shiftedPrior:
      "amounts of another population: medians 0.7 deviations up and down in turn, fat up; deviations 0.7 times as large"
    case .toldPrior: "the same, and map and network are told of that population"
    case .noiseAlone: "noise without any signal"
    case .off60Hz: "the whole spectrum 60 Hz up or down"
    case .off017PPM: "the whole spectrum 0.17 ppm up or down"
    case .conjugated: "the frequency axis reversed"
    case .wideLines: "a shared width 1.25 to 2 times the largest of the training"
    case .residualWater: "residual water 3 to 10 times the largest of the training"
    case .spuriousEcho: "a spurious echo 1.5 to 4 times the largest of the training"
    case .unmodelledMetabolite: "a singlet of six protons at 3.14 ppm (dimethyl sulfone), 2 to 6 mM"
    case .otherTE: "spectra of twice the echo time, whose header says the training's"
    case .brain: "a brain's spectrum (NAA, creatine, no fat) in the scale and under the header of the training"
    case .clipped: "real and imaginary part of the signal cut off at 30 to 70 % of its largest"
    }
  }

  /// Whether something is planted that a method ought to tell.
  public var isPlanted: Bool {
    switch self {
    case .inDistribution, .clean, .shiftedPrior, .toldPrior: false
    default: true
    }
  }
}
