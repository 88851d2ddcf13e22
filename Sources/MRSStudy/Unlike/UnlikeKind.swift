/// What a spectrum may be other than ordinary: the kinds that an `UnlikenessNetwork` is shown.
///
/// Which values they take when a network learns of them is in ``UnlikeTrainingSpectra``; those of ``EvaluationScenario`` are
/// others.
package enum UnlikeKind: String, CaseIterable, Sendable {
  case otherEchoTime = "other-echo-time"
  case spuriousEcho = "spurious-echo"
  case residualWater = "residual-water"
  case foreignLine = "foreign-line"
  case wideLines = "wide-lines"
  case displaced
  case otherTissue = "other-tissue"
  case noiseAlone = "noise-alone"

  /// In place of the dots of "the spectrum looks like …".
  var title: String {
    switch self {
    case .otherEchoTime: "one of another echo time than its header says"
    case .spuriousEcho: "one with an echo or a ghost larger than any of the training"
    case .residualWater: "one with more residual water than any of the training"
    case .foreignLine: "one with a line that no species of the basis has"
    case .wideLines: "one of wider lines than any of the training"
    case .displaced: "one whose lines are not where they should be, or whose frequency axis is reversed"
    case .otherTissue: "one of another tissue"
    case .noiseAlone: "noise alone"
    }
  }

  /// The share of ordinary spectra that may be told to be of it [I]: more where the kind is hard to tell. In all below 0.9 %.
  var falseAlarms: Double {
    switch self {
    case .otherEchoTime, .spuriousEcho, .residualWater: 0.0018
    case .foreignLine: 0.0025
    case .wideLines, .displaced, .otherTissue, .noiseAlone: 0.0002
    }
  }
}
