import MRSCore
import MRSFitting
import MRSModel
import MRSVocabulary

/// A basis set with what is known of the scale and the width of its functions.
public struct ScaledBasis: Sendable {
  public let set: BasisSet
  /// The signal of one proton at unit amount: 1 for simulated lines, else measured in a methyl singlet; `nil` where the
  /// basis has none.
  public let protonSignal: Double?
  /// The Lorentz width that the functions have of their own, Hz.
  public let linewidth: Double

  /// - Parameter linewidth: as a file says it, Hz; `nil` to measure it.
  public init(_ set: BasisSet, linewidth known: Double? = nil) {
    self.set = set
    guard !set.functions.contains(where: { if case .lines = $0.signal { true } else { false } }) else {
      (protonSignal, linewidth) = (1, 0)
      return
    }
    let measured = Self.measured(set)
    protonSignal = measured?.protonSignal
    linewidth = known ?? measured?.linewidth ?? 0
  }

  /// The basis in protons.
  /// - Throws: ``ProfileError/unknownScale(basis:looked:)``.
  public func inProtons() throws(ProfileError) -> BasisSet {
    guard let protonSignal else {
      throw .unknownScale(basis: set.source, looked: Vocabulary.standard.scaleReferences.map(\.name))
    }
    return BasisSet(
      functions: set.functions.map { $0.scaled(by: 1 / protonSignal) }, acquisition: set.acquisition,
      source: set.source)
  }

  /// The amplitude a proton that a methyl singlet has at time zero, and its Lorentz width, found by fitting the function
  /// with its lines.
  private static func measured(_ basis: BasisSet) -> (protonSignal: Double, linewidth: Double)? {
    for reference in Vocabulary.standard.scaleReferences {
      let (methyl, others) = (reference.singlets[0], reference.singlets.dropFirst())
      guard
        let function = basis.functions.first(where: { Vocabulary.standard.canonicalName(of: $0.name) == reference.name }
        ),
        case .sampled(let samples) = function.signal
      else { continue }
      let lines = reference.singlets.map(\.shift).map { shift in
        BasisFunction(
          name: "\(shift)",
          signal: .lines(
            TransitionLines(
              frequencies: [basis.acquisition.offset(of: .ppm(shift)).hertz],
              amplitudes: ComplexVector(real: [1], imaginary: [0]))))
      }
      let set = BasisSet(functions: lines, acquisition: basis.acquisition, source: reference.name)
      let reach = others.isEmpty ? 0.15 : 1.2
      let options = LeastSquaresOptions(
        window: .ppm(methyl.shift - 0.3) ... .ppm(methyl.shift + reach), baselineKnotSpacing: nil,
        naturalWidths: Dictionary(uniqueKeysWithValues: set.names.map { ($0, 0.1) }), firstOrderPhaseDeviation: 0,
        shiftDeviation: 0.01)
      let model = ForwardModel(basis: set, acquisition: basis.acquisition)
      let fit = try? LeastSquares(model: model, options: options)
        .fit(FID(samples: samples, acquisition: basis.acquisition))
      if let fit, fit.parameters.amounts[0] > 0 {
        return (fit.parameters.amounts[0] / methyl.protons, fit.parameters.lorentzians[0])
      }
    }
    return nil
  }
}

extension BasisFunction {
  /// With every amplitude times `factor`.
  fileprivate func scaled(by factor: Double) -> BasisFunction {
    switch signal {
    case .lines(let lines): BasisFunction(name: name, signal: .lines(lines.scaled(by: factor)))
    case .sampled(let samples): BasisFunction(name: name, signal: .sampled(factor * samples))
    }
  }
}
