import MRSCore

/// Why a batch cannot be begun, or what it leaves undone.
public enum QuantifyBatchError: Error, Hashable, Sendable {
  /// The inputs name no spectrum.
  case nothingToQuantify([String])
  /// A list that is not as expected.
  case badList(file: String, line: Int, reason: String)
  /// An unfinished batch of other spectra or settings is in the way.
  case otherBatch(folder: String, finished: Int)
  /// The batch was stopped; what is finished is kept.
  case interrupted(folder: String, finished: Int, total: Int)
  /// The batch is done, but not for every spectrum.
  case someFailed(count: Int, total: Int, first: String, table: String)
  /// An option that a batch cannot take.
  case notForBatch(option: String, instead: String)

  /// True for ``interrupted(folder:finished:total:)``.
  public var isInterruption: Bool { if case .interrupted = self { true } else { false } }
}

extension QuantifyBatchError: CustomStringConvertible {
  /// One line without control characters, no longer than a message can be, whatever a file holds.
  public var description: String { text.count > 2000 ? String(text.prefix(2000)).printable + "…" : text.printable }

  private var text: String {
    switch self {
    case .nothingToQuantify(let inputs):
      "\(inputs.joined(separator: ", ")): no spectrum is there; expected signal files, a folder that holds some, a list "
        + "(.csv with the column 'file'), or the .h5 of a synthesize run"
    case .badList(let file, let line, let reason):
      "\(file):\(line): \(reason)"
    case .otherBatch(let folder, let finished):
      "\(folder): an unfinished batch of other spectra or settings is there, with \(finished) finished; give the same "
        + "command to go on with it, choose another --out, or --force to begin anew"
    case .interrupted(let folder, let finished, let total):
      "interrupted with \(finished) of \(total) spectra finished; the same command goes on from there (\(folder))"
    case .someFailed(let count, let total, let first, let table):
      "\(count) of \(total) spectra could not be quantified; the first: \(first) The column 'error' of \(table) has all"
    case .notForBatch(let option, let instead):
      "\(option) is for one spectrum; \(instead)"
    }
  }
}
