import MRSCore
import MRSModel
import Numerics

/// What a basis looks like to a first registration: a few groups of species at several widths, filtered so that water
/// and what is broad do not count. Made once a model.
///
/// The amounts of a spectrum are unknown before the fit (fat alone varies hundredfold), but what stands next to one another
/// varies less: the species are grouped by where each is tallest, those of a group have their expected proportions, and
/// each group has an amount of its own. A = M·w weighs the time and then keeps the fit's window: h = A*A·g, so that ⟨h, s⟩
/// is the correlation of the filtered group with the filtered data. The window moves with the candidate shift.
package struct RegistrationTemplates: Sendable {
  /// The groups at one Gauss width.
  struct Width: Sendable {
    /// Hz.
    let gaussian: Double
    /// conj(h_g), shape (groups) of (n).
    let filters: [ComplexVector]
    let projection: PhasedProjection
  }

  /// The ends of the groups, ppm: between the methyls and methylene of fat and lactate | NAA, glutamate, allylic fat |
  /// creatine | cholines and taurine | sugars and α protons | water and olefins.
  private static let groupEnds = [1.75, 2.85, 3.12, 3.35, 4.45]
  /// Hz: from a well-shimmed brain to a liver in free breathing, and what is between.
  private static let gaussians = [2.0, 4, 7, 11, 16, 24]
  /// Hz, of the coarse search: a shift is found with lines twice as wide or half.
  private static let coarseGaussian = 2
  /// The shared Lorentz broadening beyond the natural widths, Hz.
  static let lorentzian = 1.0
  /// s: what decays before counts little. A Gaussian of 45 Hz, the narrowest macromolecule, is at 1/e at 12 ms.
  private static let rise = 0.010
  /// s: by then a line of 5 Hz is at a thousandth.
  private static let duration = 0.4

  let acquisition: Acquisition
  let widths: [Width]
  /// w(t), shape (n).
  private let weights: [Double]
  /// The window among the points of a spectrum of n.
  private let window: Range<Int>
  private let transform: FourierTransform
  private let correlator: FourierTransform

  package init(model: ForwardModel, options: LeastSquaresOptions) {
    let points = max(1, min(model.acquisition.points, Int(Self.duration / model.acquisition.dwellTime)))
    let acquisition = model.acquisition.with(points: points)
    self.acquisition = acquisition
    transform = FourierTransform(count: points)
    // A step of at most 1 Hz, and no correlation that wraps.
    var filled = 1
    while filled < points || Double(filled) * acquisition.dwellTime < 1 { filled *= 2 }
    correlator = FourierTransform(count: filled)
    window = acquisition.spectralIndices(in: options.window)
    weights = (0..<points).map {
      let ratio = acquisition.time(ofSample: $0) / Self.rise
      return 1 - .exp(-ratio * ratio)
    }

    var groups = [ComplexVector?](repeating: nil, count: Self.groupEnds.count + 1)
    for (k, name) in model.names.enumerated() {
      var signal = ComplexVector(zeros: points)
      signal.add(
        model.signals[k][0..<points], scaledBy: options.expectedAmounts[name] ?? 1,
        damping: -.pi * ((options.naturalWidths[name] ?? 0) + Self.lorentzian) * acquisition.dwellTime, rotation: 0)
      let envelope = Lineshape(lorentzian: 0, gaussian: Self.gaussians[Self.coarseGaussian]).envelope(on: acquisition)
      let spectrum = Self.windowed(signal.weighted(by: envelope), transform: transform, window: window).magnitude
      guard let tallest = window.max(by: { spectrum[$0] < spectrum[$1] }), spectrum[tallest] > 0 else { continue }
      let shift = acquisition.shift(at: .hertz(Double(tallest - points / 2) * acquisition.frequencyStep)).ppm
      let group = Self.groupEnds.firstIndex { shift < $0 } ?? Self.groupEnds.count
      groups[group] = groups[group].map { $0 + signal } ?? signal
    }
    let present = groups.compactMap(\.self)
    let (transform, window, weights) = (transform, window, weights)
    widths = Self.gaussians.map { gaussian in
      let envelope = Lineshape(lorentzian: 0, gaussian: gaussian).envelope(on: acquisition)
      let filtered = present.map {
        Self.windowed($0.weighted(by: envelope).weighted(by: weights), transform: transform, window: window)
      }
      var gram = Matrix(zeros: filtered.count, filtered.count)
      for i in filtered.indices {
        for j in filtered.indices {
          gram[i, j] = filtered[i].innerProduct(filtered[j]).real / Double(points)
        }
      }
      return Width(
        gaussian: gaussian,
        filters: filtered.map { Self.samples($0, transform: transform).weighted(by: weights).conjugated },
        projection: PhasedProjection(gram: gram))
    }
  }

  var coarse: Width { widths[Self.coarseGaussian] }
  /// The distance between the shifts of ``correlations(_:with:reach:)``, Hz.
  var step: Double { 1 / (Double(correlator.count) * acquisition.dwellTime) }

  /// ⟨h_g, s·e^{−2πiΔt}⟩ for every group at Δ = −reach … reach steps, shape (2·reach + 1) of (groups).
  func correlations(_ samples: ComplexVector, with width: Width, reach: Int) -> [[Complex<Double>]] {
    let filled = correlator.count
    let reach = min(reach, (filled - 1) / 2)
    var product = ComplexVector(zeros: filled)
    let spectra = width.filters.map { filter in
      for i in filter.indices {
        product.real[i] = filter.real[i] * samples.real[i] - filter.imaginary[i] * samples.imaginary[i]
        product.imaginary[i] = filter.real[i] * samples.imaginary[i] + filter.imaginary[i] * samples.real[i]
      }
      return correlator.forward(product)
    }
    return (-reach...reach).map { k in spectra.map { $0[k < 0 ? k + filled : k] } }
  }

  /// ‖A·s·e^{−2πiΔt}‖² at the same shifts: the energy of the window that moves over the filtered spectrum.
  func energies(_ samples: ComplexVector, reach: Int) -> [Double] {
    let filled = correlator.count
    let reach = min(reach, (filled - 1) / 2)
    var weighted = ComplexVector(zeros: filled)
    for i in weights.indices {
      weighted.real[i] = weights[i] * samples.real[i]
      weighted.imaginary[i] = weights[i] * samples.imaginary[i]
    }
    let spectrum = correlator.forward(weighted)
    func power(_ k: Int) -> Double {
      let place = (k % filled + filled) % filled
      return spectrum.real[place] * spectrum.real[place] + spectrum.imaginary[place] * spectrum.imaginary[place]
    }
    // The window's ends among the points of the finer grid.
    let finer = Double(filled) / Double(acquisition.points)
    let low = Int((Double(window.lowerBound - acquisition.points / 2) * finer).rounded(.down))
    let high = Int((Double(window.upperBound - acquisition.points / 2) * finer).rounded(.up))
    var sum = (low..<max(low, high)).reduce(0) { $0 + power($1 - reach) }
    return (-reach...reach).map { k in
      defer { sum += power(high + k) - power(low + k) }
      return sum / Double(filled)
    }
  }

  /// ``correlations(_:with:reach:)`` at one shift, of samples that have been moved by it.
  func correlations(_ moved: ComplexVector, with width: Width) -> [Complex<Double>] {
    width.filters.map { filter in
      var (re, im) = (0.0, 0.0)
      for i in filter.indices {
        re += filter.real[i] * moved.real[i] - filter.imaginary[i] * moved.imaginary[i]
        im += filter.real[i] * moved.imaginary[i] + filter.imaginary[i] * moved.real[i]
      }
      return Complex(re, im)
    }
  }

  /// ‖A·s‖²: what there is to explain in samples that have been moved.
  func energy(_ moved: ComplexVector) -> Double {
    Self.windowed(moved.weighted(by: weights), transform: transform, window: window).energy
      / Double(acquisition.points)
  }

  /// The spectrum with zeros outside the window; unscaled, centred.
  private static func windowed(_ samples: ComplexVector, transform: FourierTransform, window: Range<Int>)
    -> ComplexVector
  {
    let spectrum = transform.forward(samples)
    var kept = ComplexVector(zeros: samples.count)
    let half = samples.count - samples.count / 2
    for i in window { kept[i] = spectrum[(i + half) % samples.count] }
    return kept
  }

  /// The inverse of ``windowed(_:transform:window:)``.
  private static func samples(_ centred: ComplexVector, transform: FourierTransform) -> ComplexVector {
    let half = centred.count / 2
    return transform.inverse(
      ComplexVector(
        real: Array(centred.real[half...] + centred.real[..<half]),
        imaginary: Array(centred.imaginary[half...] + centred.imaginary[..<half])))
  }
}
