import MRSModel

/// The constants that turned signals into concentrations, in words.
struct TissueWords {
  let text: String

  init(_ scaling: WaterScaling) {
    let tissue = scaling.tissue
    func milliseconds(_ time: Double) -> String { "\((time * 1e5).rounded() / 100)" }
    let (t1, t2) = (tissue.relaxation.t1, tissue.relaxation.t2)
    text =
      "water \(tissue.protonConcentration) mM of protons (\((tissue.waterContent * 100).rounded() / 100) kg a kg of "
      + "\(tissue.density) kg/L), T1 \(milliseconds(t1)) ± \(milliseconds(tissue.t1Deviation)) ms, "
      + "T2 \(milliseconds(t2)) ± \(milliseconds(tissue.t2Deviation)) ms; water scan TE "
      + "\(milliseconds(scaling.echoTime)) ms, TR \(milliseconds(scaling.repetitionTime)) ms"
  }
}
