import Foundation
import MRSFormats
import MRSProcessing
import MRSProfile

/// What the verb `process` is asked for.
public struct ProcessRequest: Sendable {
  public let file: URL
  /// The unsuppressed scan of the same voxel; `nil` for that within the file, if it holds one.
  public let water: URL?
  /// What names the steps, and the tissue whose limits the quality is held against.
  public let profile: AnalysisProfile
  /// Steps after those of the profile.
  public let further: [ProcessingStep]
  /// How many conditions of an edited scan the rows of a file are in turn, which does not say it; `nil` to be told by the rows.
  public let rowsInTurn: Int?
  public let overrides: SignalOverrides
  /// Whether what may identify the subject stays in the header.
  public let keepsIdentity: Bool

  public init(
    file: URL, water: URL? = nil, profile: AnalysisProfile, further: [ProcessingStep] = [], rowsInTurn: Int? = nil,
    overrides: SignalOverrides = .none, keepsIdentity: Bool = false
  ) {
    self.file = file
    self.water = water
    self.profile = profile
    self.further = further
    self.rowsInTurn = rowsInTurn
    self.overrides = overrides
    self.keepsIdentity = keepsIdentity
  }

  public var inputs: [URL] { [file, water].compactMap(\.self) }
  public var steps: [ProcessingStep] { profile.processing + further }
}
