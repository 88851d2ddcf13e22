import Foundation
import MRSCore

/// What the text and the binary form of jMRUI say of a signal alike.
struct JMRUIHeader: Sendable {
  let path: String
  let dwellTime: StatedSampling.Field
  /// Hertz in the file; numbers that can only be megahertz are taken as such.
  let frequency: StatedSampling.Field
  /// Tesla.
  let field: Double?
  /// A name ("1H"), or a number: 1 ¹H, 2 ³¹P, 3 ¹³C, 4 ¹⁹F, 5 ²³Na; 0 where it is not said.
  let nucleus: String?
  /// When the first sample was taken, in s from time zero.
  let beginTime: Double
  let fields: [HeaderField]

  /// The scan of the header and the FIDs of the file.
  ///
  /// Sign: as stored, a resonance downfield of the carrier has positive frequency, as here; nothing is conjugated.
  func scan(
    _ url: URL, format: SignalFormat, fids: [ComplexVector], overrides: SignalOverrides
  ) throws(FormatError) -> Scan {
    let sampling = try StatedSampling(
      dwellTime: dwellTime, megahertz: frequency, overrides: overrides, path: path)
    let (nucleus, doubts) = nucleus(at: sampling.frequency)
    let points = fids.first?.count ?? 0
    let start = try EchoStart(startTime: beginTime, dwellTime: sampling.dwellTime, points: points, path: path)
    let (kept, dropped) = (fids.map(start.fromEcho), start.dropped)
    let times = StatedTimes(
      echo: ("echo time", nil), repetition: ("repetition time", nil), nucleus: nucleus,
      readout: StatedTimes.readout(of: kept, dwellTime: sampling.dwellTime), overrides: overrides)
    let acquisition = Acquisition(
      nucleus: nucleus, spectrometerFrequency: sampling.frequency, dwellTime: sampling.dwellTime,
      points: points - dropped, carrierShift: nucleus == "1H" ? .bodyWater : .ppm(0), echoTime: times.echoTime,
      repetitionTime: times.repetitionTime)
    var all = sampling.doubts + doubts + times.doubts
    if fids.count > 1 {
      all.append(.untaggedDimension(name: "DatasetsInFile", size: fids.count, takenAs: "averages"))
    }
    if dropped > 0 { all.append(.samplesBeforeEcho(count: dropped)) }
    var standard = StandardFields()
    standard.set("MagneticFieldStrength", field)
    return Scan(
      url: url, format: format,
      signals: FIDArray(acquisition: acquisition, coils: 1, averages: kept.count, samples: kept),
      averagesRepresented: nil, standard: standard, fields: fields, doubts: all)
  }

  /// The nucleus by its name or number, else by frequency over field; ¹H, with a doubt, where neither tells.
  private func nucleus(at frequency: Frequency) -> (String, [Doubt]) {
    var doubts: [Doubt] = []
    let measured = field.flatMap { $0 > 0 ? frequency.megahertz / $0 : nil }
    let byField = measured.flatMap { ratio in
      Self.ratios.first(where: { abs($0.value / ratio - 1) < 0.06 })?.key
    }
    guard let stated = nucleus.flatMap(Self.named) else {
      if let byField { return (byField, []) }
      return ("1H", [.assumedField(field: "TypeOfNucleus", value: "1H")])
    }
    // Nominal fields ("3" for 2.89 T) are off by up to 4 %.
    if let measured, let expected = Self.ratios[stated], let field, abs(expected / measured - 1) > 0.06 {
      doubts.append(
        .contradictoryFields(
          first: "'MagneticField' is \(field) T", second: "the frequency is \(frequency.megahertz) MHz of \(stated)",
          used: "the latter was used"))
    }
    return (stated, doubts)
  }

  private static func named(_ text: String) -> String? {
    if let number = DecimalText.number(text) {
      return ["1H", "31P", "13C", "19F", "23Na"].enumerated().first(where: { Double($0.offset + 1) == number })?.element
    }
    return NucleusName.standard(text)
  }

  /// Gyromagnetic ratios over 2π, in MHz/T (Harris et al. 2001, doi:10.1351/pac200173111795).
  private static let ratios = [
    "1H": 42.577, "19F": 40.078, "31P": 17.235, "23Na": 11.262, "13C": 10.708, "2H": 6.536,
  ]
}
