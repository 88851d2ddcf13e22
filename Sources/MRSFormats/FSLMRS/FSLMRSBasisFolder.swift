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
      let basis_re: [Double]
      let basis_im: [Double]
      let basis_dwell: Double
      let basis_centre: Double
      let basis_width: Double?
      let basis_name: String
    }

    struct Meta: Decodable {
      let EchoTime: Double?
      let Sequence: String?
      let SimVersion: String?
    }

    let basis: Basis
    let meta: Meta?
  }

  static func read(_ files: [URL], of place: URL) throws(FormatError) -> BasisFile {
    var functions: [(name: String, fid: ComplexVector)] = []
    var common: Acquisition?
    var widths: Set<Double?> = []
    var fields: [HeaderField] = []
    for url in files {
      let bytes = try FileBytes(url)
      let file: File
      do { file = try JSONDecoder().decode(File.self, from: Data(bytes.bytes)) } catch {
        throw formatError(error, path: bytes.path)
      }
      let acquisition = try acquisition(of: file, path: bytes.path)
      if let first = common {
        try BasisReferencing.requireSameGrid(first, acquisition, of: files[0].lastPathComponent, path: bytes.path)
        guard !functions.contains(where: { $0.name == file.basis.basis_name }) else {
          throw .contradiction(
            path: bytes.path, first: "'basis_name' is \(file.basis.basis_name)",
            second: "another file of the folder has that name too", advice: "Functions are told apart by name only.")
        }
      } else {
        common = acquisition
        fields = header(of: file)
      }
      widths.insert(file.basis.basis_width)
      functions.append(
        (
          file.basis.basis_name,
          ComplexVector(real: file.basis.basis_re, imaginary: file.basis.basis_im.map { -$0 })
        ))
    }
    guard let acquisition = common else {
      throw .missingField(
        path: place.path(percentEncoded: false), field: ".json files", advice: "There must be one a species.")
    }
    let (basis, warnings) = BasisReferencing.basis(
      of: functions, acquisition: acquisition, source: place.lastPathComponent)
    let width = widths.count == 1 ? widths.first.flatMap { $0 } : nil
    return BasisFile(
      format: .fslMRS, basis: basis, linewidth: width.map { .hertz($0) }, fields: fields, warnings: warnings,
      files: files)
  }

  private static func acquisition(of file: File, path: String) throws(FormatError) -> Acquisition {
    let basis = file.basis
    for (field, value, unit) in [
      ("basis_dwell", basis.basis_dwell, "seconds"), ("basis_centre", basis.basis_centre, "megahertz"),
    ] where !(value.isFinite && value > 0) {
      throw .invalidField(
        path: path, location: .file, field: field, found: "\(value)", expected: "positive (\(unit))",
        consequence: "There is no ppm axis without it.")
    }
    guard basis.basis_re.count == basis.basis_im.count, basis.basis_re.count >= 2 else {
      throw .contradiction(
        path: path, first: "'basis_re' has \(basis.basis_re.count) values",
        second: "'basis_im' has \(basis.basis_im.count)", advice: "Both need the same, at least 2; make the file again.")
    }
    return Acquisition(
      spectrometerFrequency: .megahertz(basis.basis_centre), dwellTime: basis.basis_dwell,
      points: basis.basis_re.count, sequence: file.meta?.Sequence, echoTime: file.meta?.EchoTime)
  }

  private static func header(of file: File) -> [HeaderField] {
    var fields = [
      HeaderField(name: "basis.basis_dwell", value: "\(file.basis.basis_dwell)"),
      HeaderField(name: "basis.basis_centre", value: "\(file.basis.basis_centre)"),
    ]
    if let width = file.basis.basis_width { fields.append(.init(name: "basis.basis_width", value: "\(width)")) }
    if let version = file.meta?.SimVersion { fields.append(.init(name: "meta.SimVersion", value: version)) }
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
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      return .invalidField(
        path: path, location: .file, field: name(context.codingPath), found: "of another kind",
        expected: "as basis files have it", consequence: context.debugDescription)
    default:
      return .invalidField(
        path: path, location: .file, field: "the file's content", found: "no JSON", expected: "a JSON object",
        consequence: "It was probably cut off, or holds NaN, which JSON does not know; make it again.")
    }
  }
}
