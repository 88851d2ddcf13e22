import Foundation
import MRSCore
import Numerics

/// LCModel .BASIS files: sampled basis functions of one acquisition.
///
/// The file holds, a function, the unshifted discrete Fourier transform of an FID of NDATAB points. LCModel scales it
/// by TRAMP/(VOLUME·CONC) and moves it ISHIFT points to larger ppm (Provencher, LCModel manual; subroutine MYBASI of
/// its source); so does this reader. Sign: the inverse transform has metabolites upfield of water at positive
/// frequency; it is conjugated.
///
/// First point: LCModel's FIDs carry the trapezoidal half weight of the first point already, ours do not. In both
/// public files looked at (LCModel's test, Osprey's 3 T PRESS) |s(0)|/|s(1)| is 0.5 for singlets; it is doubled when
/// the median ratio over all functions is below 0.75, and left otherwise, with a doubt.
///
/// Carrier: LCModel has 0 Hz at 4.65 ppm (or PPMSEP, where the file gives it), but files made with 4.68 exist
/// (Osprey's), and LCModel does not notice since it aligns the data to the basis. Known singlets tell: see
/// ``Carrier``.
public struct LCModelBasisFile: Sendable {
  /// Which chemical shift lies at 0 Hz.
  public enum Carrier: Hashable, Sendable {
    /// As the file or the format has it, unless at least two singlets of known shift agree on another value.
    case measured
    case given(ChemicalShift)
  }

  public let basis: BasisSet
  /// FWHMBA, the linewidth of the functions; `nil` where it is not given.
  public let linewidth: Frequency?
  /// The header, without the groups of the single functions.
  public let fields: [HeaderField]
  public let doubts: [Doubt]

  /// The basis set of the file; ``open(_:carrier:)`` without what else it says.
  /// - Throws: ``FormatError``.
  public static func read(_ url: URL, carrier: Carrier = .measured) throws(FormatError) -> BasisSet {
    try open(url, carrier: carrier).basis
  }

  /// - Throws: ``FormatError``.
  public static func open(_ url: URL, carrier: Carrier = .measured) throws(FormatError) -> LCModelBasisFile {
    let file = try FileBytes(url)
    var header: [String: Namelist] = [:]
    var stored: [(name: String, fid: ComplexVector)] = []
    var offset = 0
    var line = 1
    var transform: FourierTransform?
    while let group = try Namelist.next(in: file.bytes, from: offset, line: line, path: file.path) {
      (offset, line) = (group.end, group.endLine)
      guard group.name == "BASIS" else {
        if group.name != "NMUSED" { header[group.name] = group }
        continue
      }
      let points = try points(header["BASIS1"], file: file, remaining: file.bytes.count - offset)
      let plan = transform ?? FourierTransform(count: points)
      transform = plan
      guard plan.count == points else {
        throw .contradiction(
          path: file.path, first: "NDATAB was \(plan.count) for the first function", second: "it is \(points) later on",
          advice: "All functions of a basis must have one length.")
      }
      var numbers = FortranNumbers(file.bytes, from: offset, line: line, path: file.path)
      let spectrum = try spectrum(&numbers, points: points, of: group, path: file.path)
      (offset, line) = (numbers.offset, numbers.line)
      stored.append((try name(of: group, path: file.path), try fid(plan.inverse(spectrum), group, path: file.path)))
    }
    guard !stored.isEmpty else {
      throw .missingField(path: file.path, field: "$BASIS", advice: "A basis file has one for each metabolite.")
    }
    return try LCModelBasisFile(url, stored: stored, header: header, carrier: carrier, path: file.path)
  }

  private init(
    _ url: URL, stored: [(name: String, fid: ComplexVector)], header: [String: Namelist], carrier: Carrier, path: String
  ) throws(FormatError) {
    let sequence = header["SEQPAR"]
    guard let frequency = try sequence?.positive("hzpppm", unit: "megahertz", path: path),
      let dwellTime = try header["BASIS1"]?.positive("badelt", unit: "seconds", path: path)
    else {
      throw .missingField(
        path: path, field: "HZPPPM", advice: "$SEQPAR must give it (megahertz): without it there is no ppm axis.")
    }
    try SamplingLimits.check(
      megahertz: frequency, field: "HZPPPM", path: path, location: sequence?.location("hzpppm") ?? .file)
    let times = StatedTimes(
      echo: ("ECHOT", try sequence?.lcmodelEchoTime(path: path)), repetition: ("TR", nil), readout: 0)
    var doubts = times.doubts
    var functions = stored
    let ratios = stored.map { ($0.fid[0].length / max($0.fid[min(1, $0.fid.count - 1)].length, .leastNormalMagnitude)) }
    if ratios.sorted()[ratios.count / 2] < 0.75 {
      for i in functions.indices { functions[i].fid[0] = functions[i].fid[0] * 2 }
    } else {
      doubts.append(.firstPointNotHalved)
    }
    var acquisition = Acquisition(
      spectrometerFrequency: .megahertz(frequency), dwellTime: dwellTime, points: stored[0].fid.count,
      sequence: sequence?.string("seq")?.uppercased(),
      echoTime: times.echoTime)
    switch carrier {
    case .given(let shift):
      acquisition.carrierShift = shift
    case .measured:
      let inBasis = try header["BASIS1"]?.number("ppmsep", path: path)
      let inSequence = try sequence?.number("ppmsep", path: path)
      let nominal = (inBasis ?? inSequence).flatMap { (4...5.5).contains($0) ? $0 : nil } ?? ChemicalShift.bodyWater.ppm
      acquisition.carrierShift = .ppm(nominal)
      if let found = BasisReferencing.carrier(of: functions, acquisition: acquisition) {
        acquisition.carrierShift = found.carrier
        doubts.append(
          .carrierMeasured(ppm: found.carrier.ppm, nominal: nominal, singlets: found.singlets))
      }
    }
    linewidth = try sequence?.number("fwhmba", path: path).flatMap {
      (0...1).contains($0) ? .hertz($0 * frequency) : nil
    }
    basis = BasisSet(
      functions: functions.map { BasisFunction(name: $0.name, signal: .sampled($0.fid)) }, acquisition: acquisition,
      source: url.lastPathComponent)
    fields = header.values.sorted { $0.line < $1.line }.flatMap(\.fields)
    self.doubts = doubts
  }

  /// NDATAB, checked against the bytes that are left: a complex sample takes at least three ("1 2").
  private static func points(_ header: Namelist?, file: FileBytes, remaining: Int) throws(FormatError) -> Int {
    guard let header else {
      throw .missingField(path: file.path, field: "$BASIS1", advice: "It gives NDATAB and BADELT; the file is damaged.")
    }
    guard let badelt = try header.number("badelt", path: file.path),
      let ndatab = try header.number("ndatab", path: file.path)
    else {
      throw .missingField(path: file.path, field: "BADELT or NDATAB", advice: "$BASIS1 must give both.")
    }
    guard badelt > 0 else {
      guard badelt < 0 else { throw header.invalid("badelt", found: "0", expected: "positive (s)", path: file.path) }
      throw .notYetRead(
        path: file.path, format: "an encrypted LCModel basis (BADELT < 0)",
        advice: "use the plain basis it was made from")
    }
    try SamplingLimits.check(
      dwellTime: badelt, field: "BADELT", path: file.path, location: header.location("badelt"))
    guard ndatab >= 2, ndatab == ndatab.rounded(), ndatab < 1e8 else {
      throw header.invalid("ndatab", found: "\(ndatab)", expected: "a whole number, at least 2", path: file.path)
    }
    guard ndatab * 3 <= Double(remaining) + 3 else {
      throw .truncated(
        path: file.path, part: "a spectrum of NDATAB = \(Int(ndatab)) points", needed: Int(ndatab) * 3,
        found: remaining)
    }
    return Int(ndatab)
  }

  private static func spectrum(
    _ numbers: inout FortranNumbers, points: Int, of group: Namelist, path: String
  ) throws(FormatError) -> ComplexVector {
    var spectrum = ComplexVector(zeros: points)
    for i in 0..<(2 * points) {
      guard let value = try numbers.next() else {
        let function = group.string("metabo") ?? "the function in line \(group.line)"
        throw .contradiction(
          path: path, first: "NDATAB is \(points)", second: "the spectrum of \(function) has \(i / 2) points",
          advice: "The file was probably cut off; copy or make it again.")
      }
      guard value.isFinite else {
        throw .invalidField(
          path: path, location: .line(numbers.line), field: group.string("metabo") ?? "spectrum", found: "\(value)",
          expected: "a finite number", consequence: "No fit is possible with it; make the basis again.")
      }
      if i.isMultiple(of: 2) { spectrum.real[i / 2] = value } else { spectrum.imaginary[i / 2] = value }
    }
    return spectrum
  }

  private static func name(of group: Namelist, path: String) throws(FormatError) -> String {
    guard let name = group.string("metabo") ?? group.string("id") else {
      throw .missingField(path: path, field: "METABO", advice: "$BASIS in line \(group.line) must name its metabolite.")
    }
    return name
  }

  /// The function at unit concentration in the package's sign, before its first point is looked at.
  private static func fid(
    _ inverse: ComplexVector, _ group: Namelist, path: String
  ) throws(FormatError) -> ComplexVector {
    let amplitude = try group.positive("tramp", unit: "transmitter amplitude", path: path) ?? 1
    let volume = try group.positive("volume", unit: "volume", path: path) ?? 1
    let concentration = try group.positive("conc", unit: "concentration", path: path) ?? 1
    let shift = try group.number("ishift", path: path) ?? 0
    guard abs(shift) <= Double(inverse.count) else {
      throw group.invalid(
        "ishift", found: "\(shift)", expected: "at most the \(inverse.count) points of the spectrum", path: path)
    }
    var fid = (amplitude / (volume * concentration)) * inverse.conjugated
    if shift != 0 {
      for i in fid.indices {
        fid[i] = fid[i] * Complex(length: 1, phase: 2 * .pi * shift * Double(i) / Double(fid.count))
      }
    }
    guard fid.isFinite else {
      throw .invalidField(
        path: path, location: .line(group.line), field: "TRAMP, VOLUME or CONC",
        found: "such that the function is no longer finite", expected: "numbers near 1",
        consequence: "No fit is possible with it; make the basis again.")
    }
    return fid
  }
}
