/// How a signal was, or would be, sampled: the one place where ppm becomes Hz.
///
/// Field names follow the NIfTI-MRS header keys (Clarke et al. 2022, doi:10.1002/mrm.29418). What a file does not say
/// is `nil`, never an invented default.
public struct Acquisition: Hashable, Sendable, Codable {
  /// The observed nucleus, written mass number first: `"1H"`.
  public var nucleus: String
  /// The spectrometer (transmitter) frequency ν₀ of the nucleus.
  public var spectrometerFrequency: Frequency
  /// The time between samples, in seconds.
  public var dwellTime: Double
  /// The number of complex samples.
  public var points: Int
  /// The chemical shift that appears at 0 Hz.
  public var carrierShift: ChemicalShift
  /// The localisation sequence, upper case: `"PRESS"`, `"STEAM"`; ``combination`` of sub-spectra behind it.
  public var sequence: String?
  /// The echo time TE, in seconds.
  public var echoTime: Double?
  /// The repetition time TR, in seconds.
  public var repetitionTime: Double?

  public init(
    nucleus: String = "1H",
    spectrometerFrequency: Frequency,
    dwellTime: Double,
    points: Int,
    carrierShift: ChemicalShift = .bodyWater,
    sequence: String? = nil,
    echoTime: Double? = nil,
    repetitionTime: Double? = nil
  ) {
    self.nucleus = nucleus
    self.spectrometerFrequency = spectrometerFrequency
    self.dwellTime = dwellTime
    self.points = points
    self.carrierShift = carrierShift
    self.sequence = sequence
    self.echoTime = echoTime
    self.repetitionTime = repetitionTime
  }

  /// The spectral width, 1/dwell time.
  public var bandwidth: Frequency { .hertz(1 / dwellTime) }

  /// The distance between neighbouring spectral points, bandwidth/points, in Hz.
  public var frequencyStep: Double { 1 / (dwellTime * Double(points)) }

  /// The static field B₀ in tesla, from ν₀ and the gyromagnetic ratio; `nil` for a nucleus not in the table (CODATA
  /// 2018 for ¹H; Harris et al. 2001 for the rest).
  public var fieldStrength: Double? {
    let megahertzPerTesla = ["1H": 42.577478518, "31P": 17.235, "13C": 10.7084, "19F": 40.078, "2H": 6.536]
    return megahertzPerTesla[nucleus].map { spectrometerFrequency.megahertz / $0 }
  }

  /// The offset from the carrier: f = (δ − δ_carrier)·ν₀. Downfield (larger δ) is positive.
  public func offset(of shift: ChemicalShift) -> Frequency {
    .hertz((shift.ppm - carrierShift.ppm) * spectrometerFrequency.megahertz)
  }

  /// The inverse of ``offset(of:)``: δ = δ_carrier + f/ν₀.
  public func shift(at offset: Frequency) -> ChemicalShift {
    .ppm(carrierShift.ppm + offset.hertz / spectrometerFrequency.megahertz)
  }

  /// The time of sample `index`, in seconds; sample 0 is at time zero.
  public func time(ofSample index: Int) -> Double { Double(index) * dwellTime }

  /// A copy with another number of points.
  public func with(points: Int) -> Acquisition {
    var copy = self
    copy.points = points
    return copy
  }
}
