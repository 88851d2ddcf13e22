import MRSCore
import Numerics

/// Residual water as damped exponentials, found by the state-space method and taken off (HSVD: Barkhuijsen, de Beer & van Ormondt
/// 1987, doi:10.1016/0022-2364(87)90023-0).
///
/// All that the FID holds is modelled, s_n ≈ Σ_k a_k·z_k^n, so that water does not take what is another's; of this model those
/// components are taken off whose frequency is within ``halfWidth`` of water. What resonates there itself, as glucose at 4.63 ppm,
/// goes with it. Of a FID whose water does not stand out of the noise nothing is taken.
public struct WaterRemoval: Hashable, Sendable {
  /// ppm to either side of water.
  public var halfWidth: Double

  public init(halfWidth: Double = 0.35) { self.halfWidth = halfWidth }

  /// The FID without water and how many components that took; `nil` where there is none above the noise.
  /// - Throws: ``ProcessingError/noSignal(what:)``, ``ProcessingError/linearAlgebra(_:)``.
  func applied(to fid: FID) throws(ProcessingError) -> (fid: FID, components: Int)? {
    guard fid.samples.isFinite, fid.samples.energy > 0 else { throw .noSignal(what: "residual water") }
    let noise = NoiseEstimate(of: fid)
    let acquisition = fid.acquisition
    let centre = acquisition.expectedWater.ppm
    guard fid.height(in: centre - halfWidth...centre + halfWidth) > Self.leastHeight * noise.spectral else {
      return nil
    }
    do {
      let model = try StateSpaceModel(of: fid.samples, noise: noise.temporal)
      let water = model.poles.indices.filter { index in
        let hertz = model.poles[index].phase / (2 * .pi * acquisition.dwellTime)
        return abs(acquisition.shift(at: .hertz(hertz)).ppm - centre) <= halfWidth
      }
      guard !water.isEmpty else { return nil }
      return (
        FID(samples: fid.samples - model.signal(of: water, points: acquisition.points), acquisition: acquisition),
        water.count
      )
    } catch {
      throw .linearAlgebra(error)
    }
  }

  /// Over the noise of a point of the spectrum; noise alone reaches 4.
  private static let leastHeight = 6.0
}
