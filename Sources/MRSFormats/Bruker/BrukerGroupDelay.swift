import MRSCore
import Numerics

/// The samples by which Bruker's digital filter delays a signal: the filter needs samples from before and after each that it
/// gives, so the first ones are those of an empty signal.
struct BrukerGroupDelay: Sendable {
  /// Samples, not always a whole number.
  let samples: Double
  /// The field that says it; `nil` where none does.
  let source: String?

  /// PVM_DigShift (to ParaVision 7), the first member of ACQ_RxFilterInfo (ParaVision 360), GRPDLY, or the table by which
  /// DSPFVS and DECIM give it (Westler and Abildgaard 1996, "DMX digital filters and non-Bruker offline processing").
  init(method: BrukerParameters, acquisition: BrukerParameters) {
    let stated: [(String, Double?)] = [
      ("PVM_DigShift", method.number("PVM_DigShift")),
      ("ACQ_RxFilterInfo", acquisition.structure("ACQ_RxFilterInfo").first ?? acquisition.number("ACQ_RxFilterInfo")),
      ("GRPDLY", acquisition.positive("GRPDLY")),
    ]
    for case (let name, let value?) in stated where value >= 0 && value < 1000 {
      (samples, source) = (value, name)
      return
    }
    if let version = acquisition.count("DSPFVS"), let decimation = acquisition.count("DECIM"),
      let delay = Self.delay(version: version, decimation: decimation)
    {
      (samples, source) = (delay, "DSPFVS and DECIM")
      return
    }
    (samples, source) = (0, nil)
  }

  /// Version 13: 3 − 1/(2·DECIM).
  private static func delay(version: Int, decimation: Int) -> Double? {
    if version == 13 { return 3 - 0.5 / Double(decimation) }
    guard let row = decimations.firstIndex(of: decimation) else { return nil }
    return table[version]?[row]
  }

  private static let decimations = [
    2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048,
  ]
  private static let table: [Int: [Double]] = [
    10: [
      44.75, 33.5, 66.625, 59.0833, 68.5625, 60.375, 69.5313, 61.0208, 70.0156, 61.3438, 70.2578, 61.5052, 70.3789,
      61.5859,
      70.4395, 61.6263, 70.4697, 61.6465, 70.4849, 61.6566, 70.4924,
    ],
    11: [
      46, 36.5, 48, 50.1667, 53.25, 69.5, 72.25, 70.1667, 72.75, 70.5, 73, 70.6667, 72.5, 71.3333, 72.25, 71.6667,
      72.125,
      71.8333, 72.0625, 71.9167, 72.0313,
    ],
    12: [
      46, 36.5, 48, 50.1667, 53.25, 69.5, 71.625, 70.1667, 72.125, 70.5, 72.375, 70.6667, 72.5, 71.3333, 72.25, 71.6667,
      72.125, 71.8333, 72.0625, 71.9167, 72.0313,
    ],
  ]

  /// The signal from its true beginning on: moved by the part of a sample, s(t + δ) = F⁻¹(F(s)·exp(2πi·f·δ)), exact since
  /// a delayed signal begins and ends near zero, and cut by whole samples.
  func removed(from fid: ComplexVector, _ plan: FourierTransform) -> ComplexVector {
    let whole = Int(samples)
    let fraction = samples - Double(whole)
    guard fraction > 1e-6 else { return fid[whole..<fid.count] }
    var spectrum = plan.forward(fid)
    let count = fid.count
    for k in 0..<count {
      let index = 2 * k < count ? k : k - count
      spectrum[k] = spectrum[k] * Complex(length: 1, phase: 2 * .pi * Double(index) * fraction / Double(count))
    }
    return plan.inverse(spectrum)[whole..<count]
  }
}
