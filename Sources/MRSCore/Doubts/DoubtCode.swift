extension Doubt {
  /// The kinds of doubt, most serious first within each rank.
  public enum Code: String, Hashable, Sendable, Codable, CaseIterable {
    case waterSwapped = "water-swapped"
    case waterScaleImplausible = "water-scale-implausible"
    case waterClipped = "water-clipped"
    case signalClipped = "signal-clipped"
    case waterMismatch = "water-mismatch"
    case waterUnexplained = "water-unexplained"
    case otherTissue = "other-tissue"
    case alternatingRows = "alternating-rows"
    case singleChannel = "single-channel"
    case probablyConjugated = "probably-conjugated"
    case startsBeforeEcho = "starts-before-echo"
    case impossibleTime = "impossible-time"
    case basisEchoTime = "basis-echo-time"
    case residualWater = "residual-water"
    case unexplained = "unexplained-signal"
    case unlikePhases = "unlike-phases"
    case unlikeShapes = "unlike-shapes"
    case foreignLine = "foreign-line"
    case unlikeMacromolecules = "unlike-macromolecules"
    case widthUnlikeWater = "width-unlike-water"
    case narrowerThanBasis = "narrower-than-basis"
    case noiseNotWhite = "noise-not-white"
    case unlikeTraining = "unlike-training"
    case outsideTraining = "outside-training"
    case looksLike = "looks-like"
    case notReconstructed = "not-reconstructed"
    case waterLineBroad = "water-line-broad"
    case trainingNotRecorded = "training-not-recorded"
    case priorBeyondTraining = "prior-beyond-training"
    case notConverged = "not-converged"
    case poorFit = "poor-fit"
    case parameterAtBound = "parameter-at-bound"
    case assumedTime = "assumed-time"
    case untaggedDimension = "untagged-dimension"
    case contradictoryFields = "contradictory-fields"
    case assumedField = "assumed-field"
    case dwellTimeUnitAssumed = "dwell-time-unit-assumed"
    case basisField = "basis-field"
    case basisEchoTimeUnknown = "basis-echo-time-unknown"
    case basisSequence = "basis-sequence"
    case coEdited = "co-edited"
    case waterOffset = "water-offset"
    case unknownRelaxation = "unknown-relaxation"
    case referenceAbsent = "reference-absent"
    case notMixed = "not-mixed"
    case heavyTailedWeights = "heavy-tailed-weights"
    case divergences = "divergences"
    case inexactDensity = "inexact-density"
    case differentAverages = "different-averages"
    case nonFiniteSamples = "non-finite-samples"
    case samplesBeforeEcho = "samples-before-echo"
    case frequencyOffsetNotApplied = "frequency-offset-not-applied"
    case carrierMeasured = "carrier-measured"
    case firstPointNotHalved = "first-point-not-halved"
    case indistinguishable = "indistinguishable"
    case mostlyPrior = "mostly-prior"
    case unidentified = "unidentified"
    case amountAtBound = "at-zero"
  }

  /// How much a doubt weighs.
  public enum Rank: Int, Hashable, Sendable, Codable, Comparable {
    /// The numbers are probably wrong.
    case wrong
    /// Some numbers may be wrong, or less certain than they say.
    case caution
    /// What a careful reader wants to know; it says little about the numbers as a whole.
    case note

    public static func < (left: Rank, right: Rank) -> Bool { left.rawValue < right.rawValue }
  }

  public var rank: Rank { code.rank }
}

extension Doubt.Code {
  public var rank: Doubt.Rank {
    switch self {
    case .waterSwapped, .waterScaleImplausible, .waterClipped, .signalClipped, .waterMismatch, .waterUnexplained,
      .otherTissue,
      .alternatingRows, .singleChannel, .probablyConjugated, .startsBeforeEcho, .impossibleTime, .basisEchoTime,
      .residualWater, .unexplained, .unlikePhases, .unlikeShapes, .foreignLine, .widthUnlikeWater, .noiseNotWhite,
      .unlikeTraining, .outsideTraining, .looksLike, .notReconstructed:
      .wrong
    case .waterLineBroad, .trainingNotRecorded, .notConverged, .poorFit, .assumedTime,
      .untaggedDimension,
      .contradictoryFields, .assumedField, .dwellTimeUnitAssumed, .basisField, .basisEchoTimeUnknown,
      .basisSequence, .narrowerThanBasis, .unlikeMacromolecules, .coEdited, .waterOffset, .priorBeyondTraining,
      .unknownRelaxation, .referenceAbsent, .notMixed, .divergences, .inexactDensity, .differentAverages,
      .nonFiniteSamples:
      .caution
    case .parameterAtBound, .samplesBeforeEcho, .frequencyOffsetNotApplied, .carrierMeasured, .firstPointNotHalved,
      .indistinguishable, .heavyTailedWeights,
      .mostlyPrior, .unidentified, .amountAtBound:
      .note
    }
  }
}
