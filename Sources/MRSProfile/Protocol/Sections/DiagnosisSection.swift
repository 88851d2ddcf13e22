extension StudyProtocol {
  /// How patients are told apart.
  public struct DiagnosisSection: Hashable, Sendable, Codable {
    /// Networks of the cCNN, each of which learns from its own share of the spectra; their answers are averaged.
    public var networks: Int
    /// The score that is written down before any patient is seen: weights of the logarithms of species and sums, each in
    /// units of how it varies between patients; positive where more of it speaks for the positive group.
    public var score: [String: Double]

    /// Spectra that the cCNN of each replicate of a virtual study learns from, of all networks together.
    public var replicateExamples: Int
    /// Spectra of each effect on which the limits of a virtual study are measured, where priors are known.
    public var limitExamples: Int

    /// One network, and choline alone.
    static let paper = DiagnosisSection(
      networks: 1, score: ["tCho": 1], replicateExamples: 3000, limitExamples: 2000)
  }
}
