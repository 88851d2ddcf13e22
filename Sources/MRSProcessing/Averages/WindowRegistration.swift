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
      var places = found(averages, references: [start], onGrid: true)
      for _ in 0..<2 { places = found(averages, references: references(averages, places), onGrid: true) }
      return places
    }
    var places = starts[0].likeness >= starts[1].likeness ? starts[0] : starts[1]
    for _ in 0..<Self.refinements {
      places = found(averages, references: references(averages, places), near: places)
    }
    let corrections = places.each.map {
      SpectralRegistration.Correction(frequency: .hertz(-$0.shift), phase: .radians(-$0.factor.phase))
    }
    return Alignment(
      corrections: corrections, deviation: deviation(places, mean(averages, places) { _ in true }),
      energy: places.likeness, amplitudes: places.each.map(\.factor.length), rests: places.each.map(\.rest))
  }

  // MARK: One round

  /// Where one average is from its reference.
  private struct Place {
    /// Hz.
    let shift: Double
    /// x ≈ factor·R_f.
    let factor: Complex<Double>
    /// ‖x‖² − |⟨R_f, x⟩|²/‖R_f‖².
    let rest: Double
  }

  private struct Places {
    let each: [Place]
    /// Σ |⟨R_f, x⟩|²/‖R_f‖².
    let likeness: Double
  }

  private static let folds = 4
  private static let refinements = 4

  /// - Parameter references: that of average i is the one of index i modulo their number.
  private func found(
    _ averages: [ComplexVector], references means: [ComplexVector], onGrid: Bool = false, near former: Places? = nil
  ) -> Places {
    // |⟨R_f, x⟩| is band-limited by the duration T: a grid of 1/(4T) has every peak within an eighth of its width.
    let step = 0.25 * acquisition.frequencyStep
    let half = Int((largestShift / step).rounded(.up))
    let weights = weights(of: (1 / Double(means.count)) * means.dropFirst().reduce(means[0], +))
    let references = means.map { $0.weighted(by: weights) }
    let grids = references.map { reference in
      onGrid ? (-half...half).map { shifted(reference, by: Double($0) * step) } : []
    }
    var likeness = 0.0
    let each = averages.indices.map { index -> Place in
      let x = projected(averages[index].weighted(by: weights))
      let reference = references[index % references.count]
      var shift = former?.each[index].shift ?? 0
      var best = -1.0
      for (number, model) in grids[index % references.count].enumerated() {
        let value = model.explained(x)
        if value > best { (best, shift) = (value, Double(number - half) * step) }
      }
      for width in [step / 2, step / 8, step / 64, step / 256] {
        let values = [-width, 0, width].map { shifted(reference, by: shift + $0).explained(x) }
        let curvature = values[0] - 2 * values[1] + values[2]
        if curvature < 0 { shift += min(max(0.5 * width * (values[0] - values[2]) / curvature, -2 * width), 2 * width) }
      }
      let model = shifted(reference, by: shift)
      let value = model.explained(x)
      likeness += value
      let factor = model.energy > 0 ? model.values.innerProduct(x) / Complex(model.energy) : Complex(1)
      return Place(shift: shift, factor: factor, rest: max(0, x.energy - value))
    }
    return Places(each: each, likeness: likeness)
  }

  /// For each fold the mean of the averages of the other folds.
  private func references(_ averages: [ComplexVector], _ places: Places) -> [ComplexVector] {
    let folds = min(Self.folds, averages.count)
    return (0..<folds).map { fold in mean(averages, places) { $0 % folds != fold } }
  }

  /// The mean of the averages moved to where the reference was, without those that are unlike it.
  private func mean(
    _ averages: [ComplexVector], _ places: Places, of isWanted: (Int) -> Bool
  ) -> ComplexVector {
    let lengths = places.each.map(\.factor.length)
    let rests = places.each.map(\.rest)
    let (length, rest) = (lengths.median, rests.median)
    let spread = 1.4826 * rests.map { abs($0 - rest) }.median
    let wanted = averages.indices.filter(isWanted)
    let like = wanted.filter {
      (0.5 * length...1.5 * length).contains(lengths[$0]) && rests[$0] <= rest + 4 * spread + 1e-9 * rest
    }
    var sum = ComplexVector(zeros: acquisition.points)
    for index in like.isEmpty ? wanted : like {
      let place = places.each[index]
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
