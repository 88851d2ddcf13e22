import CLinearAlgebra

/// The library that computes BLAS and LAPACK.
public enum LinearAlgebraLibrary {
  /// Its name and version, as `OpenBLAS 0.3.21`.
  public static var version: String {
    let configuration = unsafe String(cString: openblas_get_config())
    return configuration.split(separator: " ").prefix(2).joined(separator: " ")
  }
}
