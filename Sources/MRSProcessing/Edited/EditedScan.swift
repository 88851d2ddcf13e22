import MRSCore

/// The processed sub-spectra of an edited scan, aligned to one another, with their differences and sum.
public struct EditedScan: Sendable {
  /// A difference or the sum.
  public struct Output: Sendable {
    public let name: String
    public let fid: FID
  }

  public let scheme: EditingScheme
  /// One a condition, before they were aligned to one another.
  public let conditions: [ProcessedScan]
  /// The FIDs of the conditions moved and turned onto the first.
  public let aligned: [FID]
  /// By what; nothing for the first.
  public let corrections: [SpectralRegistration.Correction]
  public let combinations: [Output]
}
