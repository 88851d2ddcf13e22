import MRSCore
import MRSFitting
import MRSModel
import MRSVocabulary
import Numerics

/// The fit that a profile describes, for any basis: every basis of the same functions gives the same fit.
public struct FitRecipe: Sendable {
  public let profile: AnalysisProfile
  public let choices: FitChoices
  /// TE of the signal, s.
  public let echoTime: Double
  /// TR of the signal, s.
  public let repetitionTime: Double

  public init(
    profile: AnalysisProfile, choices: FitChoices = .init(), echoTime: Double, repetitionTime: Double
  ) {
    self.profile = profile
    self.choices = choices
    self.echoTime = echoTime
    self.repetitionTime = repetitionTime
  }

  /// The broad signals that are added to functions of the given names: macromolecules or lipids where they have none of their
  /// kind, and nothing where none are wished for.
  public func addedBroadSignals(to names: [String]) -> [AnalysisProfile.MacromoleculeGroup] {
    guard choices.addsMacromolecules else { return [] }
    let known = Set(names.map(Vocabulary.standard.kind(of:)))
    return profile.macromolecules.groups.filter { !known.contains(Vocabulary.standard.kind(of: $0.name)) }
  }

  /// The fit of signals of the given acquisition.
  ///
  /// - Parameters:
  ///   - basis: the functions with what is known of their scale and width.
  ///   - isScaled: whether signals are in mM; amounts in arbitrary units know no relaxation.
  ///   - prior: what is known of the amounts; `nil` for the profile's ratios alone.
  /// - Throws: ``ProfileError/unknownScale(basis:looked:)`` where amounts are to be in mM and the basis has no scale.
  public func fitter(
    basis: ScaledBasis, for acquisition: Acquisition, isScaled: Bool, prior: AmountDistribution? = nil
  ) throws -> LeastSquares {
    let isDifference = [basis.set.acquisition, acquisition].contains { $0.combination == .difference }
    if isDifference, choices.addsMacromolecules || choices.usesRatios {
      return try ofDifferences.fitter(basis: basis, for: acquisition, isScaled: isScaled, prior: prior)
    }
    let fitter = try ofOneAssumption(basis: basis, for: acquisition, isScaled: isScaled, prior: prior)
    let others = try otherMacromolecules(beside: basis.set.names).map {
      LeastSquares.Alternative(
        name: $0.alternative.name, probability: $0.alternative.probability,
        fitter: try $0.recipe.ofOneAssumption(basis: basis, for: acquisition, isScaled: isScaled, prior: prior),
        isUnlikeAll: $0.alternative.isUnlikeAll ?? false)
    }
    return others.isEmpty ? fitter : fitter.averaged(as: Self.ownMacromolecules, with: others)
  }

  /// The fit whose macromolecules are the profile's own groups.
  private func ofOneAssumption(
    basis: ScaledBasis, for acquisition: Acquisition, isScaled: Bool, prior: AmountDistribution?
  ) throws -> LeastSquares {
    let added = addedBroadSignals(to: basis.set.names)
    let functions = isScaled ? try basis.inProtons() : basis.set
    let proton = isScaled ? 1 : basis.protonSignal ?? 1
    let whole = BasisSet(
      functions: functions.functions + added.map { $0.function(on: functions.acquisition, proton: proton) },
      acquisition: functions.acquisition, source: functions.source)
    let attenuations = profile.attenuations(
      of: whole.names, echoTime: echoTime, repetitionTime: repetitionTime)
    let model = ForwardModel(
      basis: whole, acquisition: acquisition, attenuations: isScaled ? attenuations : [:])
    return LeastSquares(
      model: model,
      options: options(
        names: whole.names, basis: basis, isScaled: isScaled, attenuations: attenuations,
        broadLines: profile.uncertainLines(of: added, proton: proton),
        megahertz: acquisition.spectrometerFrequency.megahertz),
      amountPrior: try amountPrior(of: whole.names, prior: prior, added: added, isScaled: isScaled),
      unit: isScaled ? .millimolar : .arbitrary)
  }

  /// Of differences of sub-spectra: what editing leaves alone, most macromolecules and the singlets that ratios refer to, is
  /// gone.
  private var ofDifferences: FitRecipe {
    var choices = choices
    (choices.addsMacromolecules, choices.usesRatios) = (false, false)
    return FitRecipe(
      profile: profile, choices: choices, echoTime: echoTime, repetitionTime: repetitionTime)
  }

  /// - Parameters:
  ///   - isScaled: whether the model knows relaxation.
  ///   - attenuations: what relaxation leaves of the expected amounts.
  private func options(
    names: [String], basis: ScaledBasis, isScaled: Bool, attenuations: [String: Double],
    broadLines: [UncertainLines], megahertz: Double
  ) -> LeastSquaresOptions {
    let expectedShares = isScaled ? [:] : attenuations
    let groups = profile.macromolecules.groups.filter { names.contains($0.name) }
    func byGroup(_ value: (AnalysisProfile.MacromoleculeGroup) -> Double) -> [String: Double] {
      Dictionary(groups.map { ($0.name, value($0)) }, uniquingKeysWith: { first, _ in first })
    }
    let species = names.filter { name in !groups.contains { $0.name == name } }
    let natural = naturalWidths(of: species, basis: basis)
    let widest = profile.lineshape.widest
    var options = LeastSquaresOptions(
      window: choices.window ?? profile.spectralWindow, domain: choices.domain,
      baselineKnotSpacing: profile.baseline.knotSpacing, baselineBend: profile.baseline.bend,
      baselineTrials: profile.baseline.trials,
      naturalWidths: natural.merging(byGroup { $0.broadening * megahertz }) { $1 },
      functionWidths: functionWidths(of: species, basis: basis),
      expectedAmounts: expectedAmounts(of: species, shares: expectedShares)
        .merging(byGroup(\.amount).filter { $0.value > 0 }) { $1 },
      gaussianRange: 0...widest, lorentzianRange: 0...widest,
      lorentzianMean: profile.macromolecules.shapes?.lorentzianMean ?? 0,
      lorentzianDeviation: profile.macromolecules.shapes?.lorentzianDeviation ?? .infinity,
      firstOrderPhaseDeviation: profile.phase.firstOrderDeviation,
      shiftDeviation: profile.ties.shiftDeviation, followers: profile.ties.followers,
      followerDeviation: profile.ties.followerDeviation, broadeningDeviation: profile.ties.broadeningDeviation,
      shiftDeviations: profile.ties.shiftDeviations.merging(byGroup(\.shiftDeviation)) { $1 },
      broadeningDeviations: broadeningDeviations(of: species)
        .merging(byGroup { $0.broadeningDeviation * megahertz }) { $1 },
      lineshapeSpacing: profile.lineshape.spacing, lineshapeDeviation: profile.lineshape.deviation,
      lineshapeRange: profile.lineshape.lowest...profile.lineshape.highest)
    if let proton = isScaled ? 1 : basis.protonSignal {
      options.shapes = profile.uncertainShapes(
        among: species, proton: proton, attenuations: isScaled ? attenuations : [:], linewidth: basis.linewidth)
      options.shapeFamilies = profile.shapeFamilies(echoTime: echoTime)
    }
    options.broadLines = broadLines
    options.foreignLines = options.shapes.isEmpty ? Self.foreignLines : Self.foreignLinesBesideFat
    options = choices.baseline.applied(to: options)
    return options
  }

  /// The Lorentz width of each species beyond that of its function, Hz: 1/(π·T2) less what the function has already. Functions that
  /// are wider than their species are made narrower, as far as ``mostNarrowed`` allows.
  private func naturalWidths(of names: [String], basis: ScaledBasis) -> [String: Double] {
    guard profile.lineshape.usesRelaxation else { return [:] }
    let left = Dictionary(
      profile.relaxationWidths(of: names).map { name, width in
        (name, width - basis.linewidth(of: name))
      }, uniquingKeysWith: { first, _ in first })
    let isBroad = Vocabulary.standard.isBroad
    let least = left.filter { !isBroad($0.key) }.values.min() ?? 0
    let excess = min(0, least + Self.mostNarrowed * basis.linewidth)
    return Dictionary(
      left.map { name, width in (name, isBroad(name) ? max(0, width) : width - excess) },
      uniquingKeysWith: { first, _ in first })
  }

  /// The share of a function's own width by which it is made narrower at most [I]: its end, where it was cut off, grows. Where more
  /// would be due all functions keep what is left, and only the differences are given. With half of it amounts by a basis of 10 Hz came out
  /// 20 to 30 % high, with 0.9 within 0.2 %.
  private static let mostNarrowed = 0.9

  /// The Lorentz width that functions have of their own, Hz.
  private func functionWidths(of names: [String], basis: ScaledBasis) -> [String: Double] {
    guard profile.lineshape.usesRelaxation else { return [:] }
    return Dictionary(
      names.map { ($0, Self.isMeasured($0) ? Self.measuredWidth : basis.linewidth(of: $0)) },
      uniquingKeysWith: { first, _ in first })
  }

  /// Of macromolecules in a basis, which were measured in another scan and have its lineshape: what they are wide beside other species is not
  /// known to this deviation, and they may be made narrower. Hz [I]: macromolecules are 12 Hz wide and more, scans 4 to 10.
  private static let (measuredWidth, measuredDeviation) = (15.0, 3.0)
  private static func isMeasured(_ name: String) -> Bool { Vocabulary.standard.kind(of: name) == .macromolecule }

  /// How far the widths of species spread, Hz: of L = 1/(π·T2) by the spread of T2, and of their own broadening.
  private func broadeningDeviations(of names: [String]) -> [String: Double] {
    var deviations = profile.ties.broadeningDeviations
    for name in names where deviations[name] == nil {
      if profile.lineshape.usesRelaxation, Self.isMeasured(name) {
        deviations[name] = Self.measuredDeviation
        continue
      }
      guard let times = profile.relaxationSection(of: name), times.t2Deviation > 0 else { continue }
      let byRelaxation = Lineshape.lorentzianWidth(relaxationTime: times.t2 / 1000) * times.t2Deviation / times.t2
      let own = profile.ties.ownBroadeningDeviation
      deviations[name] = max(
        profile.ties.broadeningDeviation, (byRelaxation * byRelaxation + own * own).squareRoot())
    }
    return deviations
  }

  private func expectedAmounts(of names: [String], shares: [String: Double]) -> [String: Double] {
    let fraction = profile.lipids.expectedFatFraction
    let fat =
      fraction > 0
      ? TriglycerideModel.liver.amounts(
        protonConcentration: fraction / (1 - fraction) * profile.water.protonConcentration) : [:]
    var expected = profile.expected
    expected.merge(fat) { own, _ in own }
    let known = expected.filter { names.contains($0.key) }
    return Dictionary(uniqueKeysWithValues: known.map { ($0.key, $0.value * (shares[$0.key] ?? 1)) })
  }

  // MARK: Amounts

  private func amountPrior(
    of names: [String], prior: AmountDistribution?, added: [AnalysisProfile.MacromoleculeGroup], isScaled: Bool
  ) throws -> AmountPrior {
    if let prior { return .logNormal(try completed(prior, for: names, with: added)) }
    let usesTriglyceride = (choices.lipids ?? profile.lipids.model) == .triglyceride
    let ratios =
      (choices.usesRatios ? profile.amountRatios(among: names) : [])
      + (usesTriglyceride ? lipidRatios(among: names) : [])
    // One or the other: ratios that are asked for hold what the weak prior of amounts is for.
    guard ratios.isEmpty else { return .ratios(ratios) }
    if isScaled, choices.usesExpectedAmounts, let variation = profile.amounts?.variation, variation > 0 {
      return .normal(weakPrior(of: names, variation: variation, added: added))
    }
    return .flat
  }

  /// The least prior that a fit needs where fat hides what is below it: normal about what is expected of the species, as wide
  /// as a share of it; of fat itself nothing.
  private func weakPrior(
    of names: [String], variation: Double, added: [AnalysisProfile.MacromoleculeGroup]
  ) -> NormalAmounts {
    var known: [String: NormalAmounts.Normal] = [:]
    for name in names {
      if let mean = profile.expected[name] { known[name] = .init(mean: mean, deviation: variation * mean) }
    }
    for group in added where group.amountDeviation > 0 {
      known[group.name] = .init(mean: group.amount, deviation: group.amountDeviation)
    }
    return NormalAmounts(byName: known)
  }

  /// What is known of the amounts of all names of a model: of its species by the prior, of macromolecules by the profile.
  private func completed(
    _ prior: AmountDistribution, for names: [String], with added: [AnalysisProfile.MacromoleculeGroup]
  ) throws -> AmountDistribution {
    let unknown = names.filter { name in !prior.names.contains(name) && !added.contains { $0.name == name } }
    guard unknown.isEmpty else { throw ProfileError.withoutPrior(species: unknown, known: prior.names) }
    let places = names.map { prior.names.firstIndex(of: $0) }
    let groups = Dictionary(added.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    // Of a macromolecule the log-normal of the same mean and deviation.
    let broad = names.map { name -> (mean: Double, deviation: Double) in
      let (mean, deviation) = (groups[name]?.amount ?? 0, groups[name]?.amountDeviation ?? 0)
      let spread = max(Distribution.logDeviation(variation: mean > 0 ? deviation / mean : 0), 0.05)
      return (.log(max(mean, 1e-6)) - spread * spread / 2, spread)
    }
    var covariance = Matrix(zeros: names.count, names.count)
    for (i, row) in places.enumerated() {
      guard let row else {
        covariance[i, i] = broad[i].deviation * broad[i].deviation
        continue
      }
      for (j, column) in places.enumerated() { if let column { covariance[i, j] = prior.logCovariance[row, column] } }
    }
    for (i, name) in names.enumerated() { covariance[i, i] += shapeVariance(of: name) }
    return try AmountDistribution(
      names: names, logMeans: zip(places, broad).map { place, broad in place.map { prior.logMeans[$0] } ?? broad.mean },
      logCovariance: covariance)
  }

  /// By how much the logarithm of an amount of fat is less known than the fat itself, where its shape may be another: the
  /// signal that a resonance has at TE, and so the amount that an area stands for, hangs on its couplings.
  private func shapeVariance(of name: String) -> Double {
    guard let shapes = profile.shapes, FatFunction.all.contains(where: { $0.name == name }) else { return 0 }
    let deviation = shapes.uncoupled.contains(name) ? shapes.uncoupledAmountDeviation : shapes.amountDeviation
    return deviation * deviation
  }

  /// Of brains: what macromolecules of others leave stays below the limit in nineteen of twenty (Documentation/Doubts.md).
  private static let foreignLines = ForeignLineSearch(range: .ppm(0.9) ... .ppm(3.9), largestFall: 25)
  /// Of livers: where neither the large resonances of fat nor those of its glycerol at 4.1 to 4.3 ppm are missed by more than noise.
  private static let foreignLinesBesideFat = ForeignLineSearch(range: .ppm(2.9) ... .ppm(3.85), largestFall: 15)

  private func lipidRatios(among names: [String]) -> [AmountRatio] {
    profile.lipidRatios().filter { $0.isKnown(among: names) }
  }
}
