/// What a spectrum may be other than ordinary: the kinds that an `UnlikenessNetwork` is shown.
///
/// Which values they take when a network learns of them is in ``UnlikeTrainingSpectra``; those of ``EvaluationScenario`` are
/// others.
package enum UnlikeKind: Hashable, Sendable {
  case otherEchoTime
  case spuriousEcho
  case residualWater
  /// A line within such ppm. A network that is asked where a line is tells it in more spectra than one that is asked
  /// whether there is one (Documentation/Decisions/0016).
  case foreignLine(ClosedRange<Double>)
  case wideLines
  case displaced
  case otherTissue
  case noiseAlone

  /// In the order of a network's outputs.
  package static let all: [UnlikeKind] =
    [.otherEchoTime, .spuriousEcho, .residualWater] + places.map { .foreignLine($0) }
    + [.wideLines, .displaced, .otherTissue, .noiseAlone]

  /// ppm [I]: narrow where little fat is, and amounts are read.
  static let places: [ClosedRange<Double>] = [
    0.4...1.7, 1.7...2.6, 2.6...2.8, 2.8...3, 3...3.2, 3.2...3.4, 3.4...3.6, 3.6...3.8, 3.8...4, 4...4.4,
  ]

  /// As code and files name it.
  package var name: String {
    switch self {
    case .otherEchoTime: "other-echo-time"
    case .spuriousEcho: "spurious-echo"
    case .residualWater: "residual-water"
    case .foreignLine(let place): "foreign-line-\(place.lowerBound)-\(place.upperBound)"
    case .wideLines: "wide-lines"
    case .displaced: "displaced"
    case .otherTissue: "other-tissue"
    case .noiseAlone: "noise-alone"
    }
  }

  /// In place of the dots of "the spectrum looks like …".
  var title: String {
    switch self {
    case .otherEchoTime: "one of another echo time than its header says"
    case .spuriousEcho: "one with an echo or a ghost larger than any of the training"
    case .residualWater: "one with more residual water than any of the training"
    case .foreignLine(let place):
      "one with a line from \(place.lowerBound) to \(place.upperBound) ppm that no species of the basis has"
    case .wideLines: "one of wider lines than any of the training"
    case .displaced: "one whose lines are not where they should be, or whose frequency axis is reversed"
    case .otherTissue: "one of another tissue"
    case .noiseAlone: "noise alone"
    }
  }

  /// The share of ordinary spectra that may be told to be of it [I]: more where the kind is hard to tell. In all 1.4 %.
  var falseAlarms: Double {
    switch self {
    case .otherEchoTime: 0.0015
    case .spuriousEcho: 0.0025
    case .residualWater: 0.006
    case .foreignLine: 0.0003
    case .wideLines, .displaced, .otherTissue, .noiseAlone: 0.0002
    }
  }
}
