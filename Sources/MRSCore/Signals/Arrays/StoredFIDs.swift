/// FIDs that lie in a file, read whenever they are asked for: those of a scan that is too long to be held whole.
public protocol StoredFIDs: Sendable {
  var count: Int { get }
  /// The samples of each.
  var points: Int { get }

  /// Samples `range` of an FID. What can no longer be read, because the file was cut short or the disk has failed, is NaN:
  /// an average with such samples is left out, and said to be.
  func samples(of fid: Int, in range: Range<Int>) -> ComplexVector
}
