extension StudyProtocol {
  /// The editing pulses of MEGA or HERMES, of which `simulate` makes bases of every condition, of their differences and sum.
  public struct EditingSection: Hashable, Sendable, Codable {
    /// One condition of an edited scan.
    public struct Condition: Hashable, Sendable, Codable {
      /// `"ON"`.
      public var name: String
      /// ppm: what both of its pulses are tuned to, several shifts at once for HERMES; empty for a condition without pulses.
      public var pulses: [Double]
    }

    public var conditions: [Condition]
    /// A file of the pulse's shape (Siemens .pta, Varian .RF, Bruker), played out in `duration` with the strength of 180°; none
    /// for a Gaussian.
    public var file: String?
    /// ms.
    public var duration: Double?
    /// Hz, the full width at half maximum of the Gaussian's inversion, in the place of `duration`.
    public var bandwidth: Double?
    /// ms from the excitation to the middles of the two pulses; none for the first amid the first two 180° and the second half
    /// an echo time later.
    public var times: [Double]?
  }
}
