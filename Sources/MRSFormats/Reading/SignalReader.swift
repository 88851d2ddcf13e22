import Foundation
import MRSCore

/// What reads one format of signals.
///
/// A format is told by its content. Where a format has no mark of its own (Philips SDAT, Varian, Bruker), the files that
/// belong to it and lie beside it tell; its name's extension is the last resort.
protocol SignalReader: Sendable {
  static var format: SignalFormat { get }

  /// Extensions, in lower case, of names that files of this format usually have: asked only where no reader knows the
  /// content, so that a damaged file is told what is wrong with it rather than that nobody knows it.
  static var extensions: Set<String> { get }

  /// True for a file of this format.
  /// - Parameter beginning: the first 64 KiB, or all of a shorter file; its neighbours are at hand.
  static func recognises(_ beginning: FileBytes) -> Bool

  /// The scan in a file, or all of them where it holds several: voxels, or conditions that must not be averaged. Each of
  /// several has its ``Scan/part``.
  ///
  /// Readers believe no number of the file before it was checked against the file's size.
  /// - Throws: ``FormatError``.
  static func scans(at url: URL, overrides: SignalOverrides) throws(FormatError) -> [Scan]

  /// The same, with one who is told how far a long file is read.
  static func scans(at url: URL, overrides: SignalOverrides, worker: Worker) throws(FormatError) -> [Scan]

  /// How many scans a file holds, where that is told without its samples; `nil` where they must be read.
  /// - Throws: ``FormatError``.
  static func count(at url: URL) throws(FormatError) -> Int?
}

extension SignalReader {
  static var extensions: Set<String> { [] }
  static func count(at url: URL) throws(FormatError) -> Int? { nil }

  static func scans(at url: URL, overrides: SignalOverrides, worker: Worker) throws(FormatError) -> [Scan] {
    try scans(at: url, overrides: overrides)
  }
}
