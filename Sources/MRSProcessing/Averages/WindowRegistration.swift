import MRSCore
import Numerics

/// Frequency and phase of averages against their own mean within a window of the spectrum, what is smooth there and the skirts of
/// residual water taken off (variable projection, after RATS: Wilson 2019, doi:10.1002/mrm.27605).
///
/// For a reference R shifted by f and an average x, both projected on what is orthogonal to the nuisances, the likelihood of white
/// noise is highest where |⟨R_f, x⟩|²/‖R_f‖² is, whatever the average's amplitude and phase. It is maximised on a grid that cannot
/// miss the highest peak, then by parabolas. The reference of a quarter of the averages is made of the other three, so that no
/// average is drawn towards its own noise. A reference is weighted over time by what of it is signal (Wiener's filter): without,
/// the noise of its last samples, which a frequency turns most, would double the errors at a signal-to-noise ratio of 5.
struct WindowRegistration {
  /// What was found.
  struct Alignment {
    /// One an average.
    let corrections: [SpectralRegistration.Correction]
    /// The standard deviation of a frequency, Hz, as noise and the reference's slope have it (Cramér–Rao).
    let deviation: Double
    /// How much energy of all averages the references explain.
    let energy: Double
    /// How tall each average is, its reference 1.
    let amplitudes: [Double]
    /// What its reference leaves of each average: the energy in the window.
    let rests: [Double]
  }

  private let acquisition: Acquisition
  /// Of the points of the centred spectrum.
  private let points: Range<Int>
  /// Real, orthonormal.
  private let nuisances: [[Double]]
  private let largestShift: Double
  private let plan: FourierTransform

  /// - Parameters:
  ///   - window: `nil` for the whole spectrum.
  ///   - skirts: whether what lies outside at the place of water reaches in.
  init?(on acquisition: Acquisition, window: ClosedRange<ChemicalShift>?, skirts: Bool, largestShift: Frequency) {
    let points = window.map { acquisition.spectralIndices(in: $0) } ?? 0..<acquisition.points
    let shifts = points.map {
      acquisition.shift(at: .hertz(Double($0 - acquisition.points / 2) * acquisition.frequencyStep)).ppm
    }
    var functions: [[Double]] = [shifts.map { _ in 1 }]
    if skirts {
      let middle = shifts.isEmpty ? 0 : shifts[shifts.count / 2]
      functions += [1].map { power in shifts.map { Double.pow($0 - middle, power) } }
      functions += [1, 2].map { power in shifts.map { 1 / Double.pow($0 - ChemicalShift.bodyWater.ppm, power) } }
    }
    guard points.count >= 4 * functions.count else { return nil }
    self.acquisition = acquisition
    self.points = points
    nuisances = Self.orthonormal(functions)
    self.largestShift = largestShift.hertz
    plan = FourierTransform(count: acquisition.points)
  }

  /// - Precondition: two averages at least, all finite.
  func alignment(of averages: [ComplexVector]) -> Alignment {
    let median = FIDArray(acquisition: acquisition, coils: 1, averages: averages.count, samples: averages)
      .componentMedian
    let distances = averages.map { ($0 - median).energy }
    let nearest = distances.indices.min { distances[$0] < distances[$1] } ?? 0
    // A mean of averages that are far apart is blurred, a single one noisy: which leads further the data say.
    let starts = [median, averages[nearest]].map { start in
      var places = first(averages, like: start)
      for _ in 0..<2 { places = next(averages, places, onGrid: true) }
      return places
    }
    var places = starts[0].likeness >= starts[1].likeness ? starts[0] : starts[1]
    for _ in 0..<Self.refinements { places = next(averages, places, onGrid: false) }
    let corrections = places.each.map {
      SpectralRegistration.Correction(frequency: .hertz(-$0.shift), phase: .radians(-$0.factor.phase))
    }
    return Alignment(
      corrections: corrections, deviation: deviation(places, mean(averages, places.each) { _ in true }),
      energy: places.likeness, amplitudes: places.each.map(\.factor.length), rests: places.each.map(\.rest))
  }

  // MARK: One round

  /// Where one average is from its reference.
  private struct Place {
    /// Hz.
    let shift: Double
    /// x ≈ factor·R_f.
    let factor: Complex<Double>
    /// |⟨R_f, x⟩|²/‖R_f‖².
    let likeness: Double
    /// ‖x‖² less that.
    let rest: Double
  }

  private struct Places {
    var each: [Place]
    /// Σ |⟨R_f, x⟩|²/‖R_f‖².
    var likeness: Double { each.reduce(0) { $0 + $1.likeness } }
  }

  private static let folds = 4
  private static let refinements = 4

  /// All averages against one reference.
  private func first(_ averages: [ComplexVector], like start: ComplexVector) -> Places {
    let weights = weights(of: start)
    let reference = start.weighted(by: weights)
    let grid = grid(of: reference)
    return Places(each: averages.map { place(of: $0.weighted(by: weights), reference, grid, near: 0) })
  }

  /// The averages of one fold after the other against the mean of all others, where these have come to by then: of two averages,
  /// moved at once, each would take the other's place.
  private func next(_ averages: [ComplexVector], _ former: Places, onGrid: Bool) -> Places {
    let folds = min(Self.folds, averages.count)
    let weights = weights(of: mean(averages, former.each) { _ in true })
    var places = former
    for fold in 0..<folds {
      let reference = mean(averages, places.each) { $0 % folds != fold }.weighted(by: weights)
      let grid = onGrid ? grid(of: reference) : []
      for index in stride(from: fold, to: averages.count, by: folds) {
        places.each[index] = place(
          of: averages[index].weighted(by: weights), reference, grid, near: places.each[index].shift)
      }
    }
    return places
  }

  /// The reference at shifts of ``step`` apart. |⟨R_f, x⟩| is band-limited by the duration T: a grid of 1/(4T) has every peak within an
  /// eighth of its width.
  private func grid(of reference: ComplexVector) -> [Model] {
    let half = Int((largestShift / step).rounded(.up))
    return (-half...half).map { shifted(reference, by: Double($0) * step) }
  }

  private var step: Double { 0.25 * acquisition.frequencyStep }

  private func place(
    of samples: ComplexVector, _ reference: ComplexVector, _ grid: [Model], near start: Double
  ) -> Place {
    let x = projected(samples)
    var (shift, best) = (start, -1.0)
    for (number, model) in grid.enumerated() {
      let value = model.explained(x)
      if value > best { (best, shift) = (value, Double(number - grid.count / 2) * step) }
    }
    for width in [step / 2, step / 8, step / 64, step / 256] {
      let values = [-width, 0, width].map { shifted(reference, by: shift + $0).explained(x) }
      let curvature = values[0] - 2 * values[1] + values[2]
      if curvature < 0 { shift += min(max(0.5 * width * (values[0] - values[2]) / curvature, -2 * width), 2 * width) }
    }
    let model = shifted(reference, by: shift)
    let value = model.explained(x)
    let factor = model.energy > 0 ? model.values.innerProduct(x) / Complex(model.energy) : Complex(1)
    return Place(shift: shift, factor: factor, likeness: value, rest: max(0, x.energy - value))
  }

  /// The mean of the averages moved to where the reference was, without those that are unlike it.
  private func mean(
    _ averages: [ComplexVector], _ places: [Place], of isWanted: (Int) -> Bool
  ) -> ComplexVector {
    let lengths = places.map(\.factor.length)
    let rests = places.map(\.rest)
    let (length, rest) = (lengths.median, rests.median)
    let spread = 1.4826 * rests.map { abs($0 - rest) }.median
    let wanted = averages.indices.filter(isWanted)
    let like = wanted.filter {
      (0.5 * length...1.5 * length).contains(lengths[$0]) && rests[$0] <= rest + 4 * spread + 1e-9 * rest
    }
    var sum = ComplexVector(zeros: acquisition.points)
    for index in like.isEmpty ? wanted : like {
      let place = places[index]
      sum += averages[index].turned(
        phase: -place.factor.phase, radiansPerSample: -2 * .pi * place.shift * acquisition.dwellTime)
    }
    return (1 / Double(max(1, like.isEmpty ? wanted.count : like.count))) * sum
  }

  private func deviation(_ places: Places, _ mean: ComplexVector) -> Double {
    let weights = weights(of: mean)
    let reference = mean.weighted(by: weights)
    let width = 0.05 * acquisition.frequencyStep
    let (low, middle, high) = (
      shifted(reference, by: -width), shifted(reference, by: 0), shifted(reference, by: width)
    )
    var slope = (0.5 / width) * (high.values - low.values)
    if middle.energy > 0 {
      slope = slope - (middle.values.innerProduct(slope) / Complex(middle.energy)) * middle.values
    }
    // Of white noise the weights leave their mean square.
    let kept = weights.reduce(0) { $0 + $1 * $1 } / Double(weights.count)
    let degrees = 2 * kept * Double(max(1, points.count - nuisances.count - 1))
    let noise = (places.each.map(\.rest).median / max(degrees, .leastNormalMagnitude)).squareRoot()
    // The slope meets noise that is weighted twice.
    return slope.energy > 0 ? noise / slope.energy.squareRoot() : .infinity
  }

  /// How much of each sample is looked at, 1 to 0: what of the power in the window is signal, as long as it falls (Wiener's
  /// filter); noise is what the last fifth has. The same for reference and averages, so that equal ones stay equal.
  private func weights(of reference: ComplexVector) -> [Double] {
    let count = acquisition.points
    let inWindow = projected(reference)
    var spectrum = ComplexVector(zeros: count)
    for (offset, point) in points.enumerated() { spectrum[(point + count - count / 2) % count] = inWindow[offset] }
    let power = plan.inverse(spectrum).magnitude.map { $0 * $0 }
    var sums = [0.0]
    for value in power { sums.append(sums[sums.count - 1] + value) }
    let reach = max(1, Int(Self.smoothing / acquisition.dwellTime))
    let smooth = power.indices.map { index in
      let (first, last) = (max(0, index - reach), min(count, index + reach + 1))
      return (sums[last] - sums[first]) / Double(last - first)
    }
    let noise = Array(smooth[(count - max(1, count / 5))...]).median
    var weight = 1.0
    return smooth.map { value in
      weight = min(weight, value > 0 ? max(0, 1 - Self.margin * noise / value) : 0)
      return weight
    }
  }

  /// Seconds to either side.
  private static let smoothing = 0.025
  private static let margin = 1.2

  // MARK: Projection

  private struct Model {
    let values: ComplexVector
    let energy: Double

    /// |⟨R, x⟩|²/‖R‖².
    func explained(_ x: ComplexVector) -> Double { energy > 0 ? values.innerProduct(x).lengthSquared / energy : 0 }
  }

  private func shifted(_ samples: ComplexVector, by shift: Double) -> Model {
    let values = projected(
      samples.turned(phase: 0, radiansPerSample: 2 * .pi * shift * acquisition.dwellTime))
    return Model(values: values, energy: values.energy)
  }

  /// The spectrum in the window without its nuisances.
  private func projected(_ samples: ComplexVector) -> ComplexVector {
    var target = [Double](repeating: 0, count: 2 * points.count)
    plan.centredSpectrum(of: samples, dwellTime: acquisition.dwellTime, in: points, to: &target, at: 0)
    return Self.projected(Array(target[..<points.count]), Array(target[points.count...]), off: nuisances)
  }

  /// A vector less its projections on real orthonormal ones.
  static func projected(_ real: [Double], _ imaginary: [Double], off nuisances: [[Double]]) -> ComplexVector {
    var (real, imaginary) = (real, imaginary)
    for nuisance in nuisances {
      var (a, b) = (0.0, 0.0)
      for i in nuisance.indices {
        a += nuisance[i] * real[i]
        b += nuisance[i] * imaginary[i]
      }
      for i in nuisance.indices {
        real[i] -= a * nuisance[i]
        imaginary[i] -= b * nuisance[i]
      }
    }
    return ComplexVector(real: real, imaginary: imaginary)
  }

  /// Gram and Schmidt's, twice for the rounding.
  static func orthonormal(_ functions: [[Double]]) -> [[Double]] {
    var kept: [[Double]] = []
    for function in functions {
      var rest = function
      for _ in 0..<2 {
        for other in kept {
          let overlap = zip(rest, other).reduce(0) { $0 + $1.0 * $1.1 }
          for i in rest.indices { rest[i] -= overlap * other[i] }
        }
        let norm = rest.reduce(0) { $0 + $1 * $1 }.squareRoot()
        if norm > 0 { for i in rest.indices { rest[i] /= norm } }
      }
      kept.append(rest)
    }
    return kept
  }
}

extension ComplexVector {
  /// Every sample times its weight.
  fileprivate func weighted(by weights: [Double]) -> ComplexVector {
    ComplexVector(real: zip(real, weights).map(*), imaginary: zip(imaginary, weights).map(*))
  }
}
