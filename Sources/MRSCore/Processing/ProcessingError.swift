/// Why a scan could not be processed.
public enum ProcessingError: Error, Hashable, Sendable {
  /// The signals are zero, or none of them is finite.
  case noSignal(what: String)
  /// The water reference does not fit the scan: this property has these two values.
  case mismatchedReference(property: String, scan: String, reference: String)
  /// Fewer averages were left than the options ask for.
  case tooFewAverages(left: Int, of: Int, needed: Int)
  case linearAlgebra(LinearAlgebraError)
}

extension ProcessingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noSignal(let what):
      "\(what) cannot be found: the samples are all zero, NaN or infinite; check that the file holds a signal"
    case .mismatchedReference(let property, let scan, let reference):
      """
      the water reference does not fit the scan: its \(property) is \(reference), the scan's is \(scan); give the \
      reference of the same scan, or none
      """
    case .tooFewAverages(let left, let total, let needed):
      """
      only \(left) of \(total) averages were left after rejection, \(needed) are needed; look at the averages, or \
      raise the rejection threshold
      """
    case .linearAlgebra(let error):
      "the coils could not be combined: \(error)"
    }
  }
}
