import Foundation
import MRSCore

/// NIfTI-MRS, plain or gzipped.
enum NIfTIMRSReader: SignalReader {
  static let format = SignalFormat.niftiMRS
  static let extensions: Set<String> = ["nii", "gz"]

  static func recognises(_ beginning: FileBytes) -> Bool {
    guard Gzip.isCompressed(beginning.bytes) else { return NIfTIHeader.isHeader(beginning.bytes) }
    let start = try? Gzip.decompressed(beginning, limit: NIfTIHeader.longest, verifying: false)
    return start.map(NIfTIHeader.isHeader) ?? false
  }

  static func count(at url: URL) throws(FormatError) -> Int? { try NIfTIMRSFile.count(at: url) }

  static func scans(at url: URL, overrides: SignalOverrides) throws(FormatError) -> [Scan] {
    try scans(at: url, overrides: overrides, worker: .quiet())
  }

  static func scans(at url: URL, overrides: SignalOverrides, worker: Worker) throws(FormatError) -> [Scan] {
    try NIfTIMRSFile.scans(at: url, overrides: overrides, worker: worker)
  }
}
