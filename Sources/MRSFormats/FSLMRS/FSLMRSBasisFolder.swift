import Foundation
import MRSCore

/// A basis as FSL-MRS keeps it: a folder of JSON files, one a species, each with an object `basis` of `basis_re`,
/// `basis_im`, `basis_dwell` (s), `basis_centre` (MHz), `basis_width` (Hz or null) and `basis_name`.
///
/// Sign: a downfield resonance turns negatively as stored, so it is conjugated. FSL-MRS itself conjugates both when it
/// reads these files and when it reads LCModel's and NIfTI-MRS's (fsl_io.py, lcm_io.py of wtclarke/fsl_mrs;
/// `NIFTI_MRS.__getitem__` of nifti_mrs 1.4), whose sign is known from their definitions. The first point is in full. 0 Hz is
/// 4.65 ppm. Blocks that FSL-MRS's simulator adds (`seq`, `spinSys`, `outputDensityMatrix`) are passed over; of `meta`,
/// `EchoTime` (s) and `Sequence`, which this package writes, are read.
enum FSLMRSBasisFolder {
  private struct File: Decodable {
    struct Basis: Decodable {
      let real: [Double]
      let imaginary: [Double]
      let dwell: Double
      let centre: Double
      let width: Double?
      let name: String

      enum CodingKeys: String, CodingKey {
        case real = "basis_re"
        case imaginary = "basis_im"
        case dwell = "basis_dwell"
        case centre = "basis_centre"
        case width = "basis_width"
        case name = "basis_name"
      }
    }

    struct Meta: Decodable {
      let echoTime: Double?
      let sequence: String?
      let version: String?

      enum CodingKeys: String, CodingKey {
        case echoTime = "EchoTime"
        case sequence = "Sequence"
        case version = "SimVersion"
      }
    }

    let basis: Basis
    let meta: Meta?
  }

  static func read(_ files: [URL], of place: URL) throws(FormatError) -> BasisFile {
    var functions: [(name: String, fid: ComplexVector)] = []
    var common: Acquisition?
    var widths: Set<Double?> = []
    var fields: [HeaderField] = []
    var doubts: [Doubt] = []
    for url in files {
      let bytes = try FileBytes(url)
      let file: File
      do { file = try JSONDecoder().decode(File.self, from: Data(bytes.bytes)) } catch {
        throw formatError(error, path: bytes.path)
      }
      let acquisition = try acquisition(of: file, path: bytes.path)
      if let first = common {
        try BasisReferencing.requireSameGrid(first, acquisition, of: files[0].lastPathComponent, path: bytes.path)
        guard !functions.contains(where: { $0.name == file.basis.name }) else {
          throw .contradiction(
            path: bytes.path, first: "'basis_name' is \(file.basis.name)",
            second: "another file of the folder has that name too", advice: "Functions are told apart by name only.")
        }
      } else {
        common = acquisition
        fields = header(of: file)
        doubts = times(of: file).doubts
      }
      widths.insert(file.basis.width)
      functions.append(
        (
          file.basis.name,
          ComplexVector(real: file.basis.real, imaginary: file.basis.imaginary.map { -$0 })
        ))
    }
    guard let acquisition = common else {
      throw .missingField(
        path: place.path(percentEncoded: false), field: ".json files", advice: "There must be one a species.")
    }
    let (basis, referencing) = BasisReferencing.basis(
      of: functions, acquisition: acquisition, source: place.lastPathComponent)
    let width = widths.count == 1 ? widths.first.flatMap { $0 } : nil
    return BasisFile(
      format: .fslMRS, basis: basis, linewidth: width.map { .hertz($0) }, fields: fields,
      doubts: doubts + referencing, files: files)
  }

  private static func acquisition(of file: File, path: String) throws(FormatError) -> Acquisition {
    let basis = file.basis
    try SamplingLimits.check(dwellTime: basis.dwell, field: "basis_dwell", path: path)
    try SamplingLimits.check(megahertz: basis.centre, field: "basis_centre", path: path)
    guard basis.real.count == basis.imaginary.count, basis.real.count >= 2 else {
      throw .contradiction(
        path: path, first: "'basis_re' has \(basis.real.count) values",
        second: "'basis_im' has \(basis.imaginary.count)",
        advice: "Both need the same, at least 2; make the file again."
      )
    }
    return Acquisition(
      spectrometerFrequency: .megahertz(basis.centre), dwellTime: basis.dwell,
      points: basis.real.count, sequence: file.meta?.sequence?.printable, echoTime: times(of: file).echoTime)
  }

  private static func times(of file: File) -> StatedTimes {
    StatedTimes(echo: ("EchoTime", file.meta?.echoTime), repetition: ("RepetitionTime", nil), readout: 0)
  }

  private static func header(of file: File) -> [HeaderField] {
    var fields = [
      HeaderField(name: "basis.basis_dwell", value: "\(file.basis.dwell)"),
      HeaderField(name: "basis.basis_centre", value: "\(file.basis.centre)"),
    ]
    if let width = file.basis.width { fields.append(.init(name: "basis.basis_width", value: "\(width)")) }
    if let version = file.meta?.version { fields.append(.init(name: "meta.SimVersion", value: version)) }
    return fields
  }

  /// What was wrong with a JSON file, by the field at which it went wrong.
  static func formatError(_ error: any Error, path: String) -> FormatError {
    func name(_ keys: [any CodingKey]) -> String {
      let text = keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
      return text.isEmpty ? "the file's content" : text.replacingOccurrences(of: ".[", with: "[")
    }
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      return .missingField(
        path: path, field: name(context.codingPath + [key]),
        advice: "A basis in JSON has it; the file is damaged or of another kind.")
    case DecodingError.typeMismatch(let type, let context), DecodingError.valueNotFound(let type, let context):
      let expected =
        type == Double.self || type == Int.self
        ? "a number" : type == String.self ? "a text" : type == [String: Any].self ? "an object" : "a list"
      return .invalidField(
        path: path, location: .file, field: name(context.codingPath), found: "of another kind",
        expected: expected, consequence: "A basis in JSON has it so; the file is damaged or of another kind.")
    default:
      return .invalidField(
        path: path, location: .file, field: "the file's content", found: "no JSON", expected: "a JSON object",
        consequence: "It was probably cut off, or holds NaN, which JSON does not know; make it again.")
    }
  }
}
