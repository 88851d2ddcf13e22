/// The axis of a slice-selective gradient.
public enum SliceAxis: String, Hashable, Sendable, CaseIterable {
  case x, y, z
}
