/// A chemical shift on the δ scale, in parts per million (ppm) relative to DSS/TMS at 0.
public struct ChemicalShift: Hashable, Sendable, Comparable, Codable {
  /// The value in ppm.
  public let ppm: Double

  /// A shift given in ppm.
  public static func ppm(_ value: Double) -> ChemicalShift { ChemicalShift(ppm: value) }

  /// Water at body temperature (37 °C), 4.65 ppm: the usual in-vivo reference (Gottlieb et al. 1997; Near et al. 2021,
  /// doi:10.1002/nbm.4257).
  public static let bodyWater = ChemicalShift.ppm(4.65)

  private init(ppm: Double) { self.ppm = ppm }

  public static func < (left: ChemicalShift, right: ChemicalShift) -> Bool { left.ppm < right.ppm }

  public init(from decoder: any Decoder) throws {
    ppm = try decoder.singleValueContainer().decode(Double.self)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(ppm)
  }
}
