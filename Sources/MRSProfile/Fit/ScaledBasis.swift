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
  /// The same of functions that are clearly narrower, by name: LCModel's own test basis has NAA, NAAG and Ins of 0.5 Hz
  /// beside others of 2.
  public let ownLinewidths: [String: Double]

  /// - Parameter linewidth: as a file says it, Hz; `nil` to measure it. LCModel's own test basis says 13 Hz and has 2: what is
  ///   clearly not so is measured as well.
  public init(_ set: BasisSet, linewidth known: Double? = nil) {
    self.set = set
    guard !set.functions.contains(where: { if case .lines = $0.signal { true } else { false } }) else {
      (protonSignal, linewidth, ownLinewidths) = (1, 0, [:])
      return
    }
    let measured = Self.measured(set)
    protonSignal = measured?.protonSignal
    var linewidth = known ?? measured?.linewidth ?? 0
    if let found = measured?.linewidth, abs(found - linewidth) > Self.sameWidth { linewidth = found }
    self.linewidth = linewidth
    ownLinewidths = Self.ownLinewidths(of: set, linewidth: linewidth)
  }

  /// Of one function, Hz.
  func linewidth(of name: String) -> Double { ownLinewidths[name] ?? linewidth }

  /// Hz: coupled spins beside a singlet move what is measured by less, those of other functions by more. Only what is narrower
  /// is another width: couplings make functions decay up to 1 Hz faster.
  private static let sameWidth = 0.4
  private static let clearlyNarrower = 0.6
  /// By how much couplings make a function decay faster than its lines are wide, Hz [C]: of LCModel's, the fitting challenge's and
  /// Osprey's basis at 3 T, TE 30 to 35 ms, whose lines are 0.5, 2 and 1 Hz wide: 0.76, 0.86 and 0.79 of Ins.
  private static let byCouplings = ["mI": 0.8, "Glu": 0.75, "Gln": 0.4, "GABA": 0.4]

  private static func ownLinewidths(of set: BasisSet, linewidth: Double) -> [String: Double] {
    var found: [String: Double] = [:]
    for function in set.functions {
      guard case .sampled(let samples) = function.signal, !Vocabulary.standard.isBroad(function.name),
        let decay = FunctionDecay(of: samples, dwellTime: set.acquisition.dwellTime)?.linewidth
      else { continue }
      let own = max(0, decay - (byCouplings[Vocabulary.standard.canonicalName(of: function.name)] ?? 0))
      let hasSinglet = Vocabulary.standard.species(named: function.name)?.singlets.isEmpty == false
      if linewidth - own > (hasSinglet ? sameWidth : clearlyNarrower) { found[function.name] = own }
    }
    return found
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

  /// The part of its largest sample below which a function is over, and how many points a fit of it needs.
  private static let leastShare = 1e-4
  private static let leastPoints = 256

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
      // Some functions end where their file is filled up with zeros, and their lines are then no whole lines.
      let most = samples.magnitude.max() ?? 0
      let end = samples.magnitude.lastIndex { $0 > leastShare * most } ?? 0
      let acquisition = basis.acquisition.with(points: min(max(end + 1, leastPoints), basis.acquisition.points))
      let lines = reference.singlets.map(\.shift).map { shift in
        BasisFunction(
          name: "\(shift)",
          signal: .lines(
            TransitionLines(
              frequencies: [acquisition.offset(of: .ppm(shift)).hertz],
              amplitudes: ComplexVector(real: [1], imaginary: [0]))))
      }
      let set = BasisSet(functions: lines, acquisition: acquisition, source: reference.name)
      let reach = others.isEmpty ? 0.15 : 1.2
      let options = LeastSquaresOptions(
        window: .ppm(methyl.shift - 0.3) ... .ppm(methyl.shift + reach), baselineKnotSpacing: nil,
        naturalWidths: Dictionary(uniqueKeysWithValues: set.names.map { ($0, 0.1) }), firstOrderPhaseDeviation: 0,
        shiftDeviation: 0.01)
      let model = ForwardModel(basis: set, acquisition: acquisition)
      let fit = try? LeastSquares(model: model, options: options)
        .fit(FID(samples: samples, acquisition: basis.acquisition).resized(to: acquisition.points))
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
