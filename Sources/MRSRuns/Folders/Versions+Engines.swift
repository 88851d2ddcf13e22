import MRSCore
import MRSNetworks
import MRSSynthesis

extension Versions {
  /// The versions of this build with those of every library that computes.
  public static var ofEngines: Versions {
    let linearAlgebra = LinearAlgebraLibrary.version.split(separator: " ").map(String.init)
    return Versions(engines: [
      linearAlgebra.first ?? "BLAS": linearAlgebra.last ?? "unknown", "HDF5": ArrayFile.libraryVersion,
      "libtorch": NetworkEngine.version,
    ])
  }
}
