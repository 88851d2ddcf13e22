import CLinearAlgebra
import Foundation

/// The library that computes BLAS and LAPACK.
public enum LinearAlgebraLibrary {
  /// Its name and version, as `OpenBLAS 0.3.21`.
  public static var version: String {
    let configuration = unsafe String(cString: openblas_get_config())
    return configuration.split(separator: " ").prefix(2).joined(separator: " ")
  }

  /// Keeps the calls of this thread on this thread; every call into the library says it first. Hepatica works in
  /// parallel above BLAS: its matrices are small, and results must not depend on the number of cores.
  ///
  /// An OpenBLAS built with OpenMP is told through OpenMP, which keeps the number for each thread.
  /// `openblas_set_num_threads` would change it for the whole process, and in doing so free the buffers in which a
  /// product on another thread (libtorch's, in a training) is being computed.
  static func useOneThread() {
    if let setThreadsOfThisThread { setThreadsOfThisThread(1) } else { _ = ownThreadsAreOff }
  }

  /// `omp_set_num_threads`, where it is OpenMP that makes OpenBLAS's threads.
  private static let setThreadsOfThisThread: (@convention(c) (Int32) -> Void)? = {
    guard openblas_get_parallel() == 2 else { return nil }
    let anyLibrary = unsafe dlopen(nil, RTLD_NOW)
    return unsafe dlsym(anyLibrary, "omp_set_num_threads").map {
      unsafe unsafeBitCast($0, to: (@convention(c) (Int32) -> Void).self)
    }
  }()

  /// Without OpenMP the number of threads is the process's: set once, before the first call.
  private static let ownThreadsAreOff: Void = openblas_set_num_threads(1)
}
