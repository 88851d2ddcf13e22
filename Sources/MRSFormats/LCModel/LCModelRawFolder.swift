import Foundation
import MRSCore

/// A basis as a folder of LCModel .RAW files, from which LCModel's makebasis makes a .BASIS: one file a species, named
/// after it, each an FID at unit amount with its first point in full.
///
/// Scaling and sign are those of ``LCModelRawFile``. A RAW file need not say its dwell time or frequency.
enum LCModelRawFolder {
  static func read(
    _ files: [URL], of folder: URL, overrides: SignalOverrides
  ) throws(FormatError) -> BasisFile {
    var functions: [(name: String, fid: ComplexVector)] = []
    var common: Acquisition?
    var fields: [HeaderField] = []
    var doubts: [Doubt] = []
    for url in files {
      let path = url.path(percentEncoded: false)
      let scan = try scan(url, overrides: overrides)
      let fid = scan.signals[0, 0]
      guard fid.samples.isFinite else {
        throw .invalidField(
          path: path, location: .file, field: "the samples", found: "NaN or infinite in part", expected: "finite",
          consequence: "No fit is possible with them; make the basis again.")
      }
      if let first = common {
        try BasisReferencing.requireSameGrid(first, fid.acquisition, of: files[0].lastPathComponent, path: path)
      } else {
        common = fid.acquisition
        fields = scan.fields
        doubts = scan.doubts
      }
      functions.append((url.deletingPathExtension().lastPathComponent, fid.samples))
    }
    guard let acquisition = common else {
      throw .missingField(
        path: folder.path(percentEncoded: false), field: ".RAW files", advice: "There must be one a species.")
    }
    let (basis, referencing) = BasisReferencing.basis(
      of: functions, acquisition: acquisition, source: folder.lastPathComponent)
    return BasisFile(format: .lcmodelRaw, basis: basis, fields: fields, doubts: doubts + referencing, files: files)
  }

  /// What the file says of itself wins here: the overrides are those of the signal that is to be fitted.
  private static func scan(_ url: URL, overrides: SignalOverrides) throws(FormatError) -> Scan {
    do {
      return try LCModelRawFile.read(url)
    } catch {
      guard case .missingField(_, let field, _) = error, field != "$NMID" else { throw error }
      return try LCModelRawFile.read(url, overrides: overrides)
    }
  }

  /// - Precondition: all functions are sampled on the acquisition's points, 0 Hz at 4.65 ppm.
  static func write(_ basis: BasisSet, to folder: URL) throws(FormatError) -> [URL] {
    var files: [URL] = []
    for function in basis.functions {
      guard case .sampled(let samples) = function.signal else { continue }
      let url = folder.appending(path: function.name + ".RAW")
      try LCModelRawFile.write(
        FID(samples: samples, acquisition: basis.acquisition), identifier: function.name, to: url)
      files.append(url)
    }
    return files
  }
}
