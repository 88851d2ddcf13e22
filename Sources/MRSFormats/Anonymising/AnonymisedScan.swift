import Foundation

/// What was done to the files of one scan, without a word of what was removed.
public struct AnonymisedScan: Sendable, Hashable, Encodable {
  /// From 1: the scan's place among those that were given. Names of inputs may themselves tell who was measured.
  public let number: Int
  /// The files that were written.
  public let files: [String]
  public let format: String
  /// The fields that were overwritten, by their names in the file.
  public let removed: [String]
  /// How often a removed value stood elsewhere, and was overwritten there.
  public let foundElsewhere: Int
  /// What was not done, and why.
  public let notes: [String]

  public init(number: Int, files: [String], format: String, removed: [String], foundElsewhere: Int, notes: [String]) {
    self.number = number
    self.files = files
    self.format = format
    self.removed = removed
    self.foundElsewhere = foundElsewhere
    self.notes = notes
  }
}
