/// What has been found of the averages of one signal before they are aligned.
struct KnownAlignment: Sendable, Hashable {
  /// How it was found.
  let registration: SpectralRegistration
  /// One an average, relative to any of them; `nil` where averages were not aligned to be judged.
  let corrections: [SpectralRegistration.Correction]?

  /// The corrections, where `registration` would find them.
  func corrections(of registration: SpectralRegistration) -> [SpectralRegistration.Correction]? {
    registration == self.registration ? corrections : nil
  }
}
