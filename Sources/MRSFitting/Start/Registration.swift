import MRSCore
import MRSModel
import Numerics

/// The shift, phase and width at which a basis explains most of the data.
package struct Registration: Sendable {
  /// Hz.
  package let frequency: Double
  /// rad.
  package let phase: Double
  /// The shared Gauss width, Hz.
  package let gaussian: Double
  /// The part of the energy of the filtered data that the groups explain, 0 … 1.
  package let explained: Double
  /// What they explain, in the square of the data's unit.
  package let energy: Double

  /// The shift is searched on a grid by one Fourier transform a group, for the largest part explained of what is in the
  /// window there (water that a shift brings into the window is energy too, but not explained); then between the points
  /// of the grid, and among widths.
  ///
  /// Every candidate is bounded by what amounts of any sign would explain, so that the exact projection is computed only
  /// where it can win.
  /// - Parameter range: how far the search goes on either side, Hz.
  package init(of samples: ComplexVector, with templates: RegistrationTemplates, range: Double) {
    let coarse = templates.coarse
    let step = templates.step
    let reach = Int((range / step).rounded(.up))
    let correlations = templates.correlations(samples, with: coarse, reach: reach)
    // What a window without signal holds counts as much as a thousandth of the fullest.
    let totals = templates.energies(samples, reach: reach)
    let floor = 1e-3 * (totals.max() ?? 0)
    func share(_ energy: Double, _ place: Int) -> Double { energy / max(totals[place], floor, .leastNormalMagnitude) }
    let bounds = correlations.indices.map { share(coarse.projection.bound(correlations[$0]), $0) }
    var place = correlations.count / 2
    var (most, largest) = (0.0, 0.0)
    for k in bounds.indices.sorted(by: { bounds[$0] > bounds[$1] }) {
      guard bounds[k] > largest else { break }
      guard let energy = coarse.projection.solution(correlations[k])?.energy, share(energy, k) > largest else {
        continue
      }
      (place, most, largest) = (k, energy, share(energy, k))
    }

    // Between grid points, by the parabola through three; the width there; once more with it.
    var frequency = Double(place - correlations.count / 2) * step
    if correlations.indices.contains(place - 1), correlations.indices.contains(place + 1) {
      let sides = [-1, 1].map { coarse.projection.solution(correlations[place + $0])?.energy ?? 0 }
      frequency += step * Self.vertex(sides[0], most, sides[1])
    }
    var moved = samples.moved(by: -frequency, in: templates.acquisition)
    let energies = templates.widths.map { $0.projection.solution(templates.correlations(moved, with: $0))?.energy ?? 0 }
    let widest = energies.indices.max { energies[$0] < energies[$1] } ?? 0
    let width = templates.widths[widest]
    func refined(at frequency: Double) -> Double {
      let moved = samples.moved(by: -frequency, in: templates.acquisition)
      return width.projection.solution(templates.correlations(moved, with: width))?.energy ?? 0
    }
    frequency +=
      step
      * Self.vertex(
        refined(at: frequency - step), energies[widest], refined(at: frequency + step))
    moved = samples.moved(by: -frequency, in: templates.acquisition)
    let solution = width.projection.solution(templates.correlations(moved, with: width))
    self.frequency = frequency
    phase = solution?.phase ?? 0
    energy = solution?.energy ?? 0
    let total = templates.energy(moved)
    explained = total > 0 ? energy / total : 0
    gaussian = Self.interpolated(widest, energies, templates.widths.map(\.gaussian))
  }

  /// Where the parabola through three equidistant values is highest, in steps from the middle, −½ … ½.
  private static func vertex(_ left: Double, _ middle: Double, _ right: Double) -> Double {
    let bend = left - 2 * middle + right
    guard bend < 0 else { return 0 }
    return min(0.5, max(-0.5, 0.5 * (left - right) / bend))
  }

  /// The width of the highest energy, between the steps of the logarithm.
  private static func interpolated(_ best: Int, _ energies: [Double], _ widths: [Double]) -> Double {
    guard best > 0, best + 1 < widths.count else { return widths[best] }
    let move = vertex(energies[best - 1], energies[best], energies[best + 1])
    let neighbour = widths[best + (move < 0 ? -1 : 1)]
    return widths[best] * .pow(neighbour / widths[best], Swift.abs(move))
  }
}

extension ComplexVector {
  /// The first samples, as many as `acquisition` has, times exp(2πi·f·t).
  fileprivate func moved(by frequency: Double, in acquisition: Acquisition) -> ComplexVector {
    var moved = self[0..<acquisition.points]
    moved.modulate(amplitude: Complex(1), rotation: 2 * .pi * frequency * acquisition.dwellTime)
    return moved
  }
}
