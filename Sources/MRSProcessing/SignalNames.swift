/// What texts call a scan and its water: the names of their files, where they are from files.
public struct SignalNames: Hashable, Sendable {
  public let scan: String
  public let water: String

  public init(scan: String = "the scan", water: String = "the water scan") {
    self.scan = scan
    self.water = water
  }
}
