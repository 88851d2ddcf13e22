import MRSCore
import MRSModel
import Numerics

/// Finds the methylene line of fat (1.30 ppm) in spectra: its place, its Gauss width, its phase and its amplitude; and moves
/// the spectra so that it is in its place, in phase.
///
/// A matched filter finds it. Width and place are then found in turn: for each of many widths the spectrum from 0.5 to
/// 2.6 ppm is projected on lines of fat of that width and on broad signals, and the width of which most is explained is
/// taken, by a parabola through its neighbours; the place moves by one step of Gauss and Newton of all lines together.
/// Spectra are moved in a window wider than the one that is kept, with its FID for the time from zero on.
package struct Registration: Sendable {
  let step: FeatureRecipe.RegistrationStep
  let acquisition: Acquisition
  /// The points that are kept of a spectrum, and those that it is moved in.
  let window: Range<Int>
  let wide: Range<Int>
  let full: FourierTransform
  let transform: FourierTransform
  private let noisePoints: [Int]

  /// The filter's shifts, Hz, and its lines at each.
  let searched: [Double]
  let filter: ComplexBasis.Filter
  let filterPoints: Range<Int>
  let region: Range<Int>
  let widths: [Double]
  /// Of each width: lines and broad signals, and what the lines' derivatives by the shift leave of those.
  let bases: [ComplexBasis]
  let derivatives: [ComplexBasis.Filter]
  private let all: Matrix
  let coarse: (places: [Int], bases: Matrix)

  /// Points on either side of the window that a spectrum is moved in.
  private static let margin = 64

  package init(_ step: FeatureRecipe.RegistrationStep, encoder: SpectrumEncoder) {
    self.step = step
    acquisition = encoder.acquisition
    window = encoder.firstPoint..<encoder.firstPoint + encoder.points
    wide = max(0, window.lowerBound - Self.margin)..<min(acquisition.points, window.upperBound + Self.margin)
    let (acquisition, wide) = (self.acquisition, self.wide)
    full = FourierTransform(count: acquisition.points)
    transform = FourierTransform(count: wide.count)
    noisePoints = Self.noisePoints(of: acquisition)

    let lines = Self.LineMaker(step: step, acquisition: acquisition, transform: full)
    func inside(_ low: Double, _ high: Double) -> Range<Int> {
      let points = acquisition.spectralIndices(in: .ppm(low) ... .ppm(high)).clamped(to: wide)
      return points.lowerBound - wide.lowerBound..<points.upperBound - wide.lowerBound
    }
    let reference = step.lines[0].shift
    let filterPoints = inside(reference - 0.3, reference + 0.3)
    self.filterPoints = filterPoints
    searched = stride(from: -step.reach, through: step.reach, by: 0.5).map { $0 }
    filter = ComplexBasis.Filter(
      searched.map {
        let line = lines.line(step.lines[0], width: step.searchWidth, offset: $0)[wide][filterPoints]
        return (line.normalised, ComplexVector(zeros: 0))
      })

    let region = inside(step.regionLow, step.regionHigh)
    self.region = region
    let ratio = Double.pow(step.highestWidth / step.lowestWidth, 1 / Double(step.widths - 1))
    widths = (0..<step.widths).map { step.lowestWidth * Double.pow(ratio, Double($0)) }
    let near = step.lines.prefix(step.regionLines)
    let bases = widths.map { width in
      ComplexBasis(
        orthonormalising: near.map { lines.line($0, width: width)[wide][region] },
        heldSmall: step.broadShifts.map { lines.broad($0)[wide][region] }, penalty: encoder.scale / step.broadAmplitude)
    }
    self.bases = bases
    derivatives = zip(widths, bases).map { width, basis in
      ComplexBasis.Filter(
        near.map { line in
          basis.remainder(Complex(0, 1) * lines.line(line, width: width, order: 1)[wide][region])
        })
    }
    all = Matrix(
      rows: 2 * region.count, columns: 2 * bases.reduce(0) { $0 + $1.count }, elements: bases.flatMap(\.real.elements))
    let places = Array(stride(from: 1, to: widths.count, by: 3))
    coarse = (
      places,
      Matrix(
        rows: 2 * region.count, columns: 2 * places.reduce(0) { $0 + bases[$1].count },
        elements: places.flatMap { bases[$0].real.elements })
    )
  }

  /// - Parameter noises: of the real part of a spectral point of each; `nil` where they are white and to be estimated.
  package func registered(_ fids: [FID], noises: [Double]? = nil) -> RegisteredSpectra {
    var result = RegisteredSpectra(windows: Matrix(zeros: 2 * window.count, fids.count), noises: noises ?? [])
    var signals: [ComplexVector] = []
    var near = Matrix(zeros: 2 * filterPoints.count, fids.count)
    for (place, fid) in fids.enumerated() {
      let spectrum = full.centredSpectrum(of: fid.samples, dwellTime: fid.acquisition.dwellTime)
      if noises == nil { result.noises.append(whiteNoise(of: spectrum)) }
      let part = spectrum[wide]
      near.setColumn(place, to: part, in: filterPoints)
      signals.append(transform.inverse(part))
    }
    var shifts = searchedShifts(near)
    var indices = [Int](repeating: 0, count: fids.count)
    var found = [Double](repeating: 0, count: fids.count)
    var moved = Matrix(zeros: 2 * region.count, fids.count)
    for iteration in 0..<step.iterations {
      for place in fids.indices { moved.setColumn(place, to: shifted(signals[place], by: shifts[place]), in: region) }
      let isLast = iteration == step.iterations - 1
      let energies = (isLast ? all : coarse.bases).transposedTimes(moved)
      for place in fids.indices {
        let (index, width) = bestWidth(energies, place, among: isLast ? Array(widths.indices) : coarse.places)
        (indices[place], found[place]) = (index, width)
        shifts[place] += newtonStep(moved, place, index)
      }
    }
    for place in fids.indices {
      let spectrum = shifted(signals[place], by: shifts[place])
      moved.setColumn(place, to: spectrum, in: region)
      let amplitude = bases[indices[place]].amplitudes(of: bases[indices[place]].coefficients(moved, place))[0]
      let height = max(amplitude.length, .leastNormalMagnitude)
      let phase = amplitude.lengthSquared > 0 ? amplitude.phase : 0
      let kept = step.shiftShare == 1 ? spectrum : shifted(signals[place], by: step.shiftShare * shifts[place])
      result.windows.setColumn(
        place, to: Complex(length: 1, phase: -step.phaseShare * phase) * kept,
        in: window.lowerBound - wide.lowerBound..<window.upperBound - wide.lowerBound)
      result.phases.append(phase)
      result.logFats.append(.log(height))
    }
    (result.shifts, result.widths, result.widthIndices) = (shifts, found, indices)
    return result
  }

  /// The spectrum that is `shift` Hz lower, from the wide window's FID.
  func shifted(_ signal: ComplexVector, by shift: Double) -> ComplexVector {
    var moved = signal
    moved.modulate(amplitude: Complex(1), rotation: -2 * .pi * shift / (Double(wide.count) * acquisition.frequencyStep))
    return transform.forward(moved)
  }

  private func searchedShifts(_ near: Matrix) -> [Double] {
    let products = filter.real.transposedTimes(near)
    return (0..<near.columns).map { place in
      let values = searched.indices.map { k in
        products[2 * k, place] * products[2 * k, place] + products[2 * k + 1, place] * products[2 * k + 1, place]
      }
      let (index, offset) = Self.peak(values)
      return searched[index] + offset * (searched[1] - searched[0])
    }
  }

  private func bestWidth(_ products: Matrix, _ place: Int, among places: [Int]) -> (index: Int, width: Double) {
    let size = 2 * bases[0].count
    let start = place * products.rows
    let energies = places.indices.map { k -> Double in
      var sum = 0.0
      for i in start + k * size..<start + (k + 1) * size { sum += products.elements[i] * products.elements[i] }
      return sum
    }
    let (index, offset) = Self.peak(energies)
    let middle = places[index]
    let ratio = Double.log(step.highestWidth / step.lowestWidth) / Double(step.widths - 1)
    return (middle, widths[middle] * .exp(offset * ratio))
  }

  /// The largest value and by how much its parabola's top lies beside it, in steps.
  private static func peak(_ values: [Double]) -> (index: Int, offset: Double) {
    let largest = values.indices.max { values[$0] < values[$1] } ?? 0
    let index = min(max(largest, 1), values.count - 2)
    let curvature = values[index - 1] - 2 * values[index] + values[index + 1]
    guard curvature < 0 else { return (index, 0) }
    return (index, min(1, max(-1, 0.5 * (values[index - 1] - values[index + 1]) / curvature)))
  }

  /// One step of Gauss and Newton of the shift of all lines, Hz: Re(D†x)/|D|² with D = Σ aₗ·dₗ, dₗ being what the bases leave
  /// of a line's derivative.
  private func newtonStep(_ moved: Matrix, _ place: Int, _ index: Int) -> Double {
    let amplitudes = bases[index].amplitudes(of: bases[index].coefficients(moved, place))
    let slopes = derivatives[index].coefficients(moved, place)
    var projection = 0.0
    var energy = 0.0
    for i in slopes.indices {
      projection += (amplitudes[i].conjugate * slopes[i]).real
      for j in slopes.indices {
        energy += (amplitudes[i].conjugate * derivatives[index].gram[i][j] * amplitudes[j]).real
      }
    }
    guard energy > 0 else { return 0 }
    return min(3, max(-3, projection / energy))
  }

  /// As `NoiseEstimate` of white noise has it.
  private func whiteNoise(of spectrum: ComplexVector) -> Double {
    var differences: [Double] = []
    differences.reserveCapacity(2 * noisePoints.count)
    for plane in [spectrum.real, spectrum.imaginary] {
      for i in noisePoints { differences.append(abs(plane[i - 1] - 2 * plane[i] + plane[i + 1])) }
    }
    guard !differences.isEmpty else { return 0 }
    return differences.element(ofRank: differences.count / 2) / (0.674_489_750_196_082 * 6.0.squareRoot())
  }

  private static func noisePoints(of acquisition: Acquisition) -> [Int] {
    let count = acquisition.points
    let edge = count / 25
    let inside = acquisition.spectralIndices(in: .ppm(-0.5) ... .ppm(9.5))
    var points = (edge..<max(edge, count - edge)).filter { !inside.contains($0) }
    if points.count < 64 {
      points = (edge..<max(edge, count - edge)).filter { $0 < count / 5 || $0 >= count - count / 5 }
    }
    return points.filter { $0 > 0 && $0 + 1 < count }
  }
}
