import MRSCore

/// Why a scan could not be processed.
public enum ProcessingError: Error, Hashable, Sendable {
  /// What is wrong with one of scan and water, by its name.
  indirect case inSignal(String, ProcessingError)
  /// The signals are zero, or none of them is finite.
  case noSignal(what: String)
  /// The only FID there is holds samples that are no numbers.
  case samplesNotFinite(count: Int, of: Int)
  /// The water reference does not fit the scan: this property has these two values.
  case mismatchedReference(property: String, scan: String, reference: String)
  /// Fewer averages were left than the options ask for.
  case tooFewAverages(left: Int, of: Int, needed: Int)
  /// The steps were to leave one FID of scan and water, and left more.
  case notOneSignal(coils: Int, averages: Int)
  /// The water scan holds no water line.
  case noWater(evidence: String)
  case linearAlgebra(LinearAlgebraError)
}

extension ProcessingError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .inSignal(let name, let error): "\(name): \(error)"
    case .noSignal(let what):
      "\(what) cannot be found: the samples are all zero, NaN or infinite; check that the file holds a signal"
    case .samplesNotFinite(let count, let total):
      """
      \(count) of the \(total) samples are NaN or infinite, and there is no other average to take instead; export the \
      signal again
      """
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
    case .notOneSignal(let coils, let averages):
      """
      \(coils) coils × \(averages) averages are left after the processing steps, and one FID is needed; add the steps \
      'combineCoils' and 'average'
      """
    case .noWater(let evidence):
      """
      the water scan holds no water line: \(evidence); give the unsuppressed scan of the same voxel as water (are the two \
      files swapped?), or none
      """
    case .linearAlgebra(let error):
      "the coils could not be combined: \(error)"
    }
  }
}
