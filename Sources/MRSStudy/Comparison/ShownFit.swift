import MRSFitting

/// A held-out spectrum with its fit, for a picture.
public struct ShownFit: Sendable {
  public let title: String
  public let fit: Fit
}
