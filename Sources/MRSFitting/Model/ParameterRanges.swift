import MRSCore
import MRSModel

/// How far ``LeastSquaresOptions`` let every nonlinear parameter of a model go, about a frequency and a phase.
package struct ParameterRanges: Sendable {
  /// What is expected of each parameter: zero, but for the shared Lorentz width. Shape (parameters).
  package let centres: [Double]
  /// The standard deviation of each about that; infinite where it is free or fixed. Shape (parameters).
  package let deviations: [Double]
  /// The parameters that are not fixed, rising.
  package let varied: [Int]
  private let layout: ParameterLayout
  private let options: LeastSquaresOptions
  /// The Lorentz widths of the species, by T2, Hz.
  private let widths: [Double]

  /// A soft constraint ends at this many of its standard deviations.
  private static let reach = 4.0
  /// A broadening may take most of the width that a species has by T2, not all of it.
  private static let narrowest = 0.8

  /// - Parameter delay: the standard deviation of τ, s; 0 for none.
  package init(
    layout: ParameterLayout, options: LeastSquaresOptions, naturalWidths: [Double], ties: ShiftTies, delay: Double,
    megahertz: Double
  ) {
    self.layout = layout
    self.options = options
    widths = zip(layout.names, naturalWidths).map { name, width in
      max(0, width + (options.functionWidths[name] ?? 0))
    }
    centres = layout.indices.map { $0 == ParameterLayout.lorentzian ? options.lorentzianMean : 0 }
    /// Zero for what is fixed, `nil` for what only its range holds.
    func soft(_ index: Int) -> Double? {
      switch layout.parameter(at: index) {
      case .frequency, .phase: nil
      case .delay: delay
      case .lorentzian:
        options.lorentzianRange.lowerBound < options.lorentzianRange.upperBound ? options.lorentzianDeviation : 0
      case .gaussian: options.gaussianRange.lowerBound < options.gaussianRange.upperBound ? nil : 0
      case .shift(let k): options.shiftDeviation(of: layout.names[k], follows: ties.follows(k)) * megahertz
      case .broadening(let k): options.broadeningDeviations[layout.names[k]] ?? options.broadeningDeviation
      case .share: options.lineshapeDeviation
      }
    }
    deviations = layout.indices.map { index in soft(index).flatMap { $0 > 0 ? $0 : nil } ?? .infinity }
    varied = layout.indices.filter { index in soft(index).map { $0 > 0 } ?? true }
  }

  /// The least and the largest value of every parameter; the Gauss width as G².
  package func bounds(aboutFrequency frequency: Double, phase: Double) -> (lower: [Double], upper: [Double]) {
    let ranges = layout.indices.map { index -> (Double, Double) in
      let reach = deviations[index].isFinite ? Self.reach * deviations[index] : 0
      return switch layout.parameter(at: index) {
      case .frequency: (frequency - options.frequencyRange, frequency + options.frequencyRange)
      case .phase: (phase - .pi, phase + .pi)
      case .delay, .shift: (-reach, reach)
      case .lorentzian: (options.lorentzianRange.lowerBound, options.lorentzianRange.upperBound)
      case .gaussian:
        (
          options.gaussianRange.lowerBound * options.gaussianRange.lowerBound,
          options.gaussianRange.upperBound * options.gaussianRange.upperBound
        )
      case .broadening(let k): (-min(reach, Self.narrowest * widths[k]), reach)
      case .share:
        reach > 0 ? (options.lineshapeRange.lowerBound, options.lineshapeRange.upperBound) : (0, 0)
      }
    }
    return (ranges.map(\.0), ranges.map(\.1))
  }
}
