extension Doubt {
  /// What kind of doubt it is, as tables and programs read it.
  public var code: Code {
    switch self {
    case .inFile(_, let doubt): doubt.code
    case .nonFiniteSamples: .nonFiniteSamples
    case .impossibleTime: .impossibleTime
    case .dwellTimeUnitAssumed: .dwellTimeUnitAssumed
    case .assumedField: .assumedField
    case .contradictoryFields: .contradictoryFields
    case .frequencyOffsetNotApplied: .frequencyOffsetNotApplied
    case .carrierMeasured: .carrierMeasured
    case .firstPointNotHalved: .firstPointNotHalved
    case .untaggedDimension: .untaggedDimension
    case .alternatingRows: .alternatingRows
    case .samplesBeforeEcho: .samplesBeforeEcho
    case .startsBeforeEcho: .startsBeforeEcho
    case .singleChannel: .singleChannel
    case .noiseNotWhite: .noiseNotWhite
    case .differentAverages: .differentAverages
    case .assumedTime: .assumedTime
    case .waterLineBroad: .waterLineBroad
    case .waterUnexplained: .waterUnexplained
    case .waterOffset: .waterOffset
    case .widthUnlikeWater: .widthUnlikeWater
    case .narrowerThanBasis: .narrowerThanBasis
    case .waterClipped: .waterClipped
    case .signalClipped: .signalClipped
    case .waterScaleImplausible: .waterScaleImplausible
    case .waterSwapped: .waterSwapped
    case .waterMismatch: .waterMismatch
    case .otherTissue: .otherTissue
    case .unknownRelaxation: .unknownRelaxation
    case .basisEchoTime: .basisEchoTime
    case .basisEchoTimeUnknown: .basisEchoTimeUnknown
    case .basisField: .basisField
    case .basisSequence: .basisSequence
    case .coEdited: .coEdited
    case .residualWater: .residualWater
    case .probablyConjugated: .probablyConjugated
    case .unexplained: .unexplained
    case .unlikePhases: .unlikePhases
    case .unlikeShapes: .unlikeShapes
    case .foreignLine: .foreignLine
    case .unlikeMacromolecules: .unlikeMacromolecules
    case .amountAtBound: .amountAtBound
    case .unidentified: .unidentified
    case .mostlyPrior: .mostlyPrior
    case .indistinguishable: .indistinguishable
    case .parameterAtBound: .parameterAtBound
    case .notConverged: .notConverged
    case .poorFit: .poorFit
    case .referenceAbsent: .referenceAbsent
    case .notMixed: .notMixed
    case .heavyTailedWeights: .heavyTailedWeights
    case .divergences: .divergences
    case .inexactDensity: .inexactDensity
    case .outsideTraining: .outsideTraining
    case .unlikeTraining: .unlikeTraining
    case .looksLike: .looksLike
    case .notReconstructed: .notReconstructed
    case .trainingNotRecorded: .trainingNotRecorded
    case .priorBeyondTraining: .priorBeyondTraining
    }
  }
}
