extension Doubt.Code {
  /// What follows for the numbers, and what to do; `nil` where the doubt itself says it.
  public var advice: String? {
    switch self {
    case .waterSwapped: "All concentrations are wrong. Give the unsuppressed scan to --water and the other as FILE."
    case .waterScaleImplausible:
      "All concentrations are off by one factor. Check that both scans have the same receiver gain and scale; ratios hold."
    case .waterClipped: "Concentrations come out too high. Measure the water again with less gain; ratios hold."
    case .signalClipped: "Broad signals and every amount are biased. Measure again with less gain."
    case .waterMismatch: "Concentrations do not hold. Give the water scan of the same voxel and settings; ratios hold."
    case .waterUnexplained: "Concentrations and PDFF may be off. Look at the water scan; ratios hold."
    case .otherTissue:
      "Concentrations are off by the tissues' difference. Choose --profile brain, liver or phantom; ratios hold."
    case .alternatingRows:
      "The mean of two conditions is no spectrum. Give one condition, or the difference, alone: 'hepatica process' makes them."
    case .singleChannel: "Half of the signal is missing and each line has a mirror image. Export the scan anew."
    case .probablyConjugated: "No amount holds. Try --conjugate."
    case .startsBeforeEcho: "First-order phase distorts all lines. Say when the echo is (AcquisitionStartTime)."
    case .impossibleTime: "It is needed for relaxation. Give it with --echo-time or --repetition-time."
    case .basisEchoTime: "Coupled spins (Ins, Glu, Gln, Lac, …) are biased. Use a basis of the scan's echo time."
    case .basisEchoTimeUnknown:
      "Coupled spins (Ins, Glu, Gln, Lac, …) are biased if it is another. Say it with --basis-echo-time."
    case .basisField: "Shifts hold, couplings do not: coupled spins may be biased. Use a basis of the scan's field."
    case .coEdited:
      "About half of what is edited at 3.0 ppm are macromolecules: report GABA+, or add a function for them to the basis."
    case .residualWater: "Broad and weak signals are biased. Suppress or remove the water, or narrow --window."
    case .unexplained: "Amounts may be biased. Check species, field and frequency scale of the basis."
    case .unlikePhases: "Coupled spins may be biased. Check echo time and sequence of the basis; look at the residual."
    case .unlikeShapes:
      "Amounts beside fat may be biased. Check field, echo time and sequence of the basis; look at the fat."
    case .unlikeMacromolecules:
      "All amounts may be wrong by more than they say, Ins and Glx most. Use a basis with macromolecules measured as the scan was."
    case .foreignLine:
      "Amounts of species beside it may be wrong by any factor. Find what it is and add it to the basis (simulate --add)."
    case .widthUnlikeWater:
      "They may be of different voxels, shims or states of breathing: concentrations and PDFF need not hold. Check the files."
    case .narrowerThanBasis:
      "Amounts may be wrong by tens of percent where the basis's lines are wider than the scan's. Use one of narrower lines."
    case .noiseNotWhite: "Uncertainties are too small. Fit the signal as it was measured: no apodisation, no zeros."
    case .unlikeTraining, .outsideTraining: "A network guesses outside its training. Use --method fit or map."
    case .looksLike:
      "Look at the spectrum, its header and its processing: a fit may be wrong for the same reason."
    case .notReconstructed:
      "Look at the figure: the network takes the spectrum for something else. Compare with --method map."
    case .priorBeyondTraining:
      "Their amounts are drawn towards what the network knows. Use --method map with this prior."
    case .trainingNotRecorded: "Train the network anew, or compare with --method fit."
    case .assumedTime: "Relaxation was corrected with it: a wrong time scales the amounts. Give the true one."
    case .untaggedDimension:
      "If it holds averages, amounts without --water are too high by the root of their number: tag it DIM_DYN."
    case .waterLineBroad, .waterOffset: "Concentrations and PDFF are less certain than they say."
    case .poorFit: "Uncertainties are too small. Look at the residual."
    case .unknownRelaxation: "Their amounts are off by the difference. Give their times in the profile."
    case .notMixed: "Draw more."
    case .inexactDensity: "Compare with --method map; look at what overlaps."
    default: nil
    }
  }
}
