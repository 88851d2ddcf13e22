import MRSCore
import Numerics

/// ⟨R_f, x⟩ of averages x and a reference R shifted by f, both projected as ``WindowRegistration`` does, for all f at once.
///
/// The projection P is orthogonal, so that ⟨P·R_f, P·x⟩ = ⟨R_f, P·x⟩ = Δt·N·Σ_n h_n·conj(r_n)·y_n·exp(−2πi·f·t_n) with y the
/// inverse transform of P·x, and h_0 = ½ for the first sample, else 1: one product, whose transform has every shift.
struct WindowOverlaps {
  /// A reference made ready.
  struct Reference {
    /// Weighted over time.
    let weighted: ComplexVector
    /// Δt·N·h·conj(r) where it is looked at.
    let samples: ComplexVector
    /// ‖P·R_f‖² at even steps from the lowest to the highest shift; it hardly changes with them.
    let energies: [Double]
  }

  /// ‖P·R_f‖² and the slope of its logarithm.
  typealias Energy = (value: Double, slope: Double)

  /// ‖P·x‖² of each average.
  let energies: [Double]
  /// y of each average where it is looked at.
  private let inWindow: [ComplexVector]
  private let weights: [Double]
  private let registration: WindowRegistration
  /// How many products are summed before their transform: an eighth of the shortest period lowers it by 2.6 % at the ends.
  private let block: Int
  private let plan: FourierTransform

  /// - Parameter weights: how much of each sample is looked at.
  init(of averages: [ComplexVector], weights: [Double], in registration: WindowRegistration) {
    self.registration = registration
    self.weights = weights
    let count = max(8, weights.prefix { $0 > 0 }.count)
    var (energies, inWindow): ([Double], [ComplexVector]) = ([], [])
    for average in averages {
      let projected = registration.projected(average.weighted(by: weights))
      energies.append(projected.energy)
      inWindow.append(registration.samples(of: projected)[0..<min(count, average.count)])
    }
    self.energies = energies
    self.inWindow = inWindow
    let dwellTime = registration.acquisition.dwellTime
    block = max(1, Int(1 / (8 * registration.largestShift * dwellTime)))
    // The overlap is band-limited by the duration T: a grid of 1/(4T) has every peak within an eighth of its width.
    var size = 8
    while size * block < 4 * count { size *= 2 }
    plan = FourierTransform(count: size)
  }

  func reference(_ mean: ComplexVector) -> Reference {
    let weighted = mean.weighted(by: weights)
    let scale = registration.acquisition.dwellTime * Double(registration.acquisition.points)
    let count = inWindow.first?.count ?? 0
    var samples = ComplexVector(
      real: weighted.real[..<count].map { scale * $0 }, imaginary: weighted.imaginary[..<count].map { -scale * $0 })
    samples[0] = Complex(0.5) * samples[0]
    let reach = registration.largestShift
    return Reference(
      weighted: weighted, samples: samples,
      energies: (-Self.nodes...Self.nodes).map { node in
        registration.shifted(weighted, by: Double(node) / Double(Self.nodes) * reach).energy
      })
  }

  /// The shift of average `index` at which it is most like the reference, and the overlap and the reference's energy there.
  /// - Parameters:
  ///   - guess: near which, Hz; `nil` for anywhere.
  ///   - isExact: whether energies are calculated and not interpolated: to a ten-thousandth, which is more than the noise of water.
  func best(
    _ index: Int, _ reference: Reference, near guess: Double?, isExact: Bool
  ) -> (shift: Double, overlap: Complex<Double>, energy: Double) {
    let (dwellTime, average) = (registration.acquisition.dwellTime, inWindow[index])
    var product = ComplexVector(zeros: average.count)
    for n in 0..<average.count {
      product.real[n] =
        reference.samples.real[n] * average.real[n] - reference.samples.imaginary[n] * average.imaginary[n]
      product.imaginary[n] =
        reference.samples.real[n] * average.imaginary[n] + reference.samples.imaginary[n] * average.real[n]
    }
    let step = 1 / (Double(plan.count * block) * dwellTime)
    var shift = SpectralRegistration.peak(
      of: product, from: guess ?? highest(product, reference, step: step), step: step, dwellTime: dwellTime)
    // Where the last round ended: the more rounds, the nearer to where this one will.
    let start = guess ?? shift
    let energy = isExact ? exact(reference, at: start) : interpolated(reference, at: start)
    // Newton's method on ln |C|² − ln ‖P·R_f‖², the second a straight line from there on.
    for _ in 0..<2 {
      let c = SpectralRegistration.moments(of: product, at: shift, dwellTime: dwellTime)
      let power = c.zeroth.lengthSquared
      guard power > 0 else { break }
      let slope = 2 * (c.zeroth.conjugate * c.first).real / power
      let curvature = 2 * (c.first.lengthSquared + (c.zeroth.conjugate * c.second).real) / power - slope * slope
      guard curvature < 0 else { break }
      shift += min(max(-(slope - energy.slope) / curvature, -step), step)
    }
    let overlap = SpectralRegistration.moments(of: product, at: shift, dwellTime: dwellTime).zeroth
    return (shift, overlap, energy.value * (1 + energy.slope * (shift - start)))
  }

  /// On straight lines between the reference's energies.
  private func interpolated(_ reference: Reference, at shift: Double) -> Energy {
    let reach = registration.largestShift
    let step = reach / Double(Self.nodes)
    let place = min(max((shift + reach) / step, 0), Double(2 * Self.nodes))
    let low = min(Int(place), 2 * Self.nodes - 1)
    let rise = reference.energies[low + 1] - reference.energies[low]
    let value = reference.energies[low] + (place - Double(low)) * rise
    return (value, value > 0 ? rise / (step * value) : 0)
  }

  private func exact(_ reference: Reference, at shift: Double) -> Energy {
    let width = 0.05 * registration.acquisition.frequencyStep
    let value = registration.shifted(reference.weighted, by: shift).energy
    let above = registration.shifted(reference.weighted, by: shift + width).energy
    let below = registration.shifted(reference.weighted, by: shift - width).energy
    return (value, value > 0 ? (above - below) / (2 * width * value) : 0)
  }

  /// To either side, at which the energy of a reference is found.
  private static let nodes = 3

  /// The shift on the grid at which |⟨R_f, x⟩|²/‖R_f‖² is highest.
  private func highest(_ product: ComplexVector, _ reference: Reference, step: Double) -> Double {
    let sums = product.blockSums(block)
    var padded = ComplexVector(zeros: plan.count)
    for n in 0..<min(sums.count, plan.count) { padded[n] = sums[n] }
    let overlaps = plan.forward(padded)
    let half = min(Int(registration.largestShift / step), plan.count / 2 - 1)
    var (best, highest) = (0.0, -1.0)
    for place in -half...half {
      let shift = Double(place) * step
      let energy = interpolated(reference, at: shift).value
      let value = overlaps[(place + plan.count) % plan.count].lengthSquared / max(energy, .leastNormalMagnitude)
      if value > highest { (best, highest) = (shift, value) }
    }
    return best
  }
}
