/// How the signal of a localised sequence is summed over the grid of positions.
public enum SpatialAveraging: String, Hashable, Sendable {
  /// The density matrix is averaged over each axis as soon as its last pulse is over. The same result as ``grid``, since
  /// propagation is linear in the density matrix.
  case projection
  /// Every position of the grid on its own, n_x·n_y·n_z runs: for comparison.
  case grid
}
