import MRSCore
import Numerics

/// Frequency and phase of averages against their own mean within a window of the spectrum, what is smooth there and the skirts of
/// residual water taken off (variable projection, after RATS: Wilson 2019, doi:10.1002/mrm.27605).
///
/// For a reference R shifted by f and an average x, both projected on what is orthogonal to the nuisances, the likelihood of white
/// noise is highest where |⟨R_f, x⟩|²/‖R_f‖² is, whatever the average's amplitude and phase. It is maximised on a grid that cannot
/// miss the highest peak, then by Newton's method (``WindowOverlaps``). The reference of a quarter of the averages is made of the other three, so that no
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

  let acquisition: Acquisition
  /// Of the points of the centred spectrum.
  private let points: Range<Int>
  /// Real, orthonormal.
  private let nuisances: [[Double]]
  let largestShift: Double
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
      let overlaps = self.overlaps(of: averages, at: places)
      for _ in 0..<2 { places = next(averages, places, overlaps, onGrid: true) }
      return places
    }
    var places = starts[0].likeness >= starts[1].likeness ? starts[0] : starts[1]
    let overlaps = self.overlaps(of: averages, at: places)
    for round in 0..<Self.refinements {
      places = next(averages, places, overlaps, onGrid: false, isExact: round >= Self.refinements / 2)
    }
    let corrections = places.each.map {
      SpectralRegistration.Correction(frequency: .hertz(-$0.shift), phase: .radians(-$0.factor.phase))
    }
    return Alignment(
      corrections: corrections, deviation: deviation(places, mean(averages, places.each)),
      energy: places.likeness, amplitudes: places.each.map(\.factor.length), rests: places.each.map(\.rest))
  }

  private func overlaps(of averages: [ComplexVector], at places: Places) -> WindowOverlaps {
    WindowOverlaps(of: averages, weights: weights(of: mean(averages, places.each)), in: self)
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
    let overlaps = WindowOverlaps(of: averages, weights: weights(of: start), in: self)
    let reference = overlaps.reference(start)
    return Places(each: averages.indices.map { place(of: $0, overlaps, reference, near: nil, isExact: false) })
  }

  /// The averages of one fold after the other against the mean of all others, where these have come to by then: of two averages,
  /// moved at once, each would take the other's place.
  private func next(
    _ averages: [ComplexVector], _ former: Places, _ overlaps: WindowOverlaps, onGrid: Bool, isExact: Bool = false
  ) -> Places {
    let folds = min(Self.folds, averages.count)
    let like = like(former.each)
    func sum(of fold: Int, _ places: [Place]) -> (sum: ComplexVector, count: Int) {
      let wanted = Array(stride(from: fold, to: averages.count, by: folds))
      return (moved(averages, places, wanted.filter { like.contains($0) }), wanted.count { like.contains($0) })
    }
    var places = former
    var sums = (0..<folds).map { sum(of: $0, places.each) }
    for fold in 0..<folds {
      var others = ComplexVector(zeros: acquisition.points)
      for (other, part) in sums.enumerated() where other != fold { others += part.sum }
      let count = sums.indices.reduce(0) { $1 == fold ? $0 : $0 + sums[$1].count }
      let own = Array(stride(from: fold, to: averages.count, by: folds))
      if count == 0 {
        let rest = averages.indices.filter { $0 % folds != fold }
        others = (1 / Double(max(1, rest.count))) * moved(averages, places.each, rest)
      } else {
        others = (1 / Double(count)) * others
      }
      let reference = overlaps.reference(others)
      for index in own {
        places.each[index] = place(
          of: index, overlaps, reference, near: onGrid ? nil : places.each[index].shift, isExact: isExact)
      }
      sums[fold] = sum(of: fold, places.each)
    }
    return places
  }

  /// - Parameter start: the shift near which it is, Hz; `nil` for anywhere.
  private func place(
    of index: Int, _ overlaps: WindowOverlaps, _ reference: WindowOverlaps.Reference, near start: Double?,
    isExact: Bool
  ) -> Place {
    let best = overlaps.best(index, reference, near: start, isExact: isExact)
    let value = best.energy > 0 ? best.overlap.lengthSquared / best.energy : 0
    return Place(
      shift: best.shift, factor: best.energy > 0 ? best.overlap / Complex(best.energy) : Complex(1), likeness: value,
      rest: max(0, overlaps.energies[index] - value))
  }

  /// The averages that are not unlike their reference, in height or in what is left of them; all where none is.
  private func like(_ places: [Place]) -> Set<Int> {
    let lengths = places.map(\.factor.length)
    let rests = places.map(\.rest)
    let (length, rest) = (lengths.median, rests.median)
    let spread = 1.4826 * rests.map { abs($0 - rest) }.median
    let like = places.indices.filter {
      (0.5 * length...1.5 * length).contains(lengths[$0]) && rests[$0] <= rest + 4 * spread + 1e-9 * rest
    }
    return Set(like.isEmpty ? Array(places.indices) : like)
  }

  /// The sum of some averages moved to where the reference was.
  private func moved(_ averages: [ComplexVector], _ places: [Place], _ indices: [Int]) -> ComplexVector {
    var sum = ComplexVector(zeros: acquisition.points)
    for index in indices {
      let place = places[index]
      sum += averages[index].turned(
        phase: -place.factor.phase, radiansPerSample: -2 * .pi * place.shift * acquisition.dwellTime)
    }
    return sum
  }

  /// The mean of those that are like it.
  private func mean(_ averages: [ComplexVector], _ places: [Place]) -> ComplexVector {
    let like = like(places).sorted()
    return (1 / Double(like.count)) * moved(averages, places, like)
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
    let power = samples(of: projected(reference)).magnitude.map { $0 * $0 }
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

  struct Model {
    let values: ComplexVector
    let energy: Double
  }

  func shifted(_ samples: ComplexVector, by shift: Double) -> Model {
    let values = projected(
      samples.turned(phase: 0, radiansPerSample: 2 * .pi * shift * acquisition.dwellTime))
    return Model(values: values, energy: values.energy)
  }

  /// The inverse transform of a spectrum in the window, zero outside.
  func samples(of inWindow: ComplexVector) -> ComplexVector {
    let count = acquisition.points
    var spectrum = ComplexVector(zeros: count)
    for (offset, point) in points.enumerated() { spectrum[(point + count - count / 2) % count] = inWindow[offset] }
    return plan.inverse(spectrum)
  }

  /// The spectrum in the window without its nuisances.
  func projected(_ samples: ComplexVector) -> ComplexVector {
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
