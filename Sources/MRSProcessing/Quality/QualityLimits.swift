import MRSCore

/// The limits that the quality of a scan of a tissue is held against, each with its source.
///
/// No consensus has limits for livers: theirs are from what was measured there. What is said to be recalled was not read anew
/// in its source; what is our choice is said to be.
public struct QualityLimits: Sendable, Hashable {
  /// `"liver"`, or what has the lines of a brain.
  public let tissue: String

  public init(tissue: String) { self.tissue = tissue }

  /// The lines that the tissue is known by, with the windows in which they are looked for, ppm.
  public var lines: [(name: String, window: ClosedRange<Double>)] {
    tissue == "liver"
      ? [("tCho", 3.12...3.32), ("fat CH2", 1.15...1.45)]
      : [("NAA", 1.93...2.10), ("tCr", 2.95...3.10), ("tCho", 3.14...3.28)]
  }

  /// The numbers beside their limits; those that are not known are left out.
  public func checks(of quality: ScanQuality, on acquisition: Acquisition) -> [QualityCheck] {
    let megahertz = acquisition.spectrometerFrequency.megahertz
    let lineWidth = quality.line?.width
    var checks = [
      QualityCheck(
        "SNR", quality.signalToNoise, green: 10, red: 3, isMoreBetter: true,
        source: "3: the limit of detection, recalled from Kreis et al. 2021, doi:10.1002/nbm.4347; 10: our choice")
    ]
    if let width = quality.waterWidth {
      checks.append(
        QualityCheck(
          "FWHM of water", width, unit: "Hz", green: self.width(.green) * megahertz, red: self.width(.red) * megahertz,
          source: widthSource))
    }
    if let line = quality.line, let width = lineWidth {
      checks.append(
        QualityCheck(
          "FWHM of \(line.name)", width, unit: "Hz", green: self.width(.green) * megahertz,
          red: self.width(.red) * megahertz, source: widthSource))
    }
    if let drift = quality.drift {
      let limit = 0.5 * (lineWidth ?? self.width(.green) * megahertz)
      checks.append(
        QualityCheck(
          "frequency drift", abs(drift.total), unit: "Hz", green: limit, red: max(20, 2 * limit),
          source:
            "our choice: half a line's width, which the alignment takes off; averages cannot be told from 20 Hz on"))
    }
    if quality.averages > 1 {
      checks.append(
        QualityCheck(
          "averages rejected", 100 * Double(quality.rejected) / Double(quality.averages), unit: "%", green: 10, red: 25,
          source: "our choice; Noworolski et al. 2008 had such averages in 41 % of livers"))
    }
    checks.append(
      QualityCheck(
        "residual water", quality.residualWater, unit: "of the tallest line", green: 5, red: 12,
        source:
          "our choice: from 12 on skirts reach into the window (Documentation/Doubts.md); 13 brains had at most 7.1"))
    return checks
  }

  /// ppm.
  private func width(_ light: QualityLight) -> Double {
    switch (tissue, light) {
    case ("liver", .green): 28.8 / Self.threeTesla
    case ("liver", _): 35.6 / Self.threeTesla
    case (_, .green): 0.07
    default: 0.1
    }
  }

  /// MHz of ¹H, where Xu et al. measured.
  private static let threeTesla = 127.7

  private var widthSource: String {
    tissue == "liver"
      ? "water of older livers at 3 T is 22.0 ± 6.8 Hz wide (Xu et al. 2013): one and two deviations above, in ppm"
      : "0.07 to 0.1 ppm: recalled from Kreis 2004, doi:10.1002/nbm.891, who has spectra of wider lines refused"
  }
}
