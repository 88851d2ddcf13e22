/// A way to tell the group of a subject: what it learns from the training subjects, and says of the others.
public protocol DiagnosticRule: Sendable {
  /// As tables have it.
  var name: String { get }

  /// ln p/(1 − p) of the positive group for each test subject, both groups being as likely beforehand: above 0 is called
  /// positive, a threshold that is fixed before any test subject is seen.
  func logits(training: [MeasuredSubject], test: [MeasuredSubject]) throws -> [Double]
}
