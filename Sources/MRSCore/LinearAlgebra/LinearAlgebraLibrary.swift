import CLinearAlgebra

/// The library that computes BLAS and LAPACK.
public enum LinearAlgebraLibrary {
  /// Its name and version, as `OpenBLAS 0.3.21`.
  public static var version: String {
    let configuration = unsafe String(cString: openblas_get_config())
    return configuration.split(separator: " ").prefix(2).joined(separator: " ")
  }

  /// Keeps the calls of this thread on this thread. Hepatica works in parallel above BLAS: its matrices are small, and
  /// results must not depend on the number of cores. OpenMP keeps the setting for each thread, so whoever begins work
  /// on a thread says it.
  public static func useOneThread() {
    openblas_set_num_threads(1)
  }
}
