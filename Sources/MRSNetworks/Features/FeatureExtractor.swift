import Foundation
import MRSCore
import Numerics

/// Turns spectra into the inputs of a network, with what was learnt of training spectra: ``FeatureRecipe`` says by what steps.
///
/// The inputs are, one behind the other: noise, width, shift, phase and fat; coefficients on lines of fat; principal components
/// of the rest; what the two tables of amounts say, and what those of ratios say (of all spectra, and of those without echoes
/// and fat from outside). Each has mean 0 and deviation 1 over training spectra. Where there are ratios, the side inputs are
/// bases and logarithms of units (``NetworkArchitecture/startsFromBase``): those of fat's resonances from the first table.
/// Where the spectrum itself is shown, its planes (``SpectrumPlanes``) are the inputs, and these numbers are side inputs behind
/// the bases.
public struct FeatureExtractor: Sendable {
  public let recipe: FeatureRecipe
  public let encoder: SpectrumEncoder
  public let targets: FeatureTargets
  let learnt: Learnt
  let registration: Registration
  let lipids: LipidCoefficients?
  private let planes: SpectrumPlanes?
  private let directions: Matrix?

  /// What the steps learn of spectra.
  struct Learnt: Hashable, Sendable {
    /// Of each coefficient, and the middle and spread of its ratio to the methylene line's.
    var scales = FloatArray(shape: [0], values: [])
    var middles = FloatArray(shape: [0], values: [])
    var spreads = FloatArray(shape: [0], values: [])
    var components: PrincipalComponents?
    var amounts: [LinearTable] = []
    var ratios: [LinearTable] = []
    var domain: FeatureDomain?
    /// Of the inputs.
    var means = FloatArray(shape: [0], values: [])
    var deviations = FloatArray(shape: [0], values: [])
  }

  init(recipe: FeatureRecipe, encoder: SpectrumEncoder, targets: FeatureTargets, learnt: Learnt) {
    self.recipe = recipe
    self.encoder = encoder
    self.targets = targets
    self.learnt = learnt
    registration = Registration(recipe.registration, encoder: encoder)
    lipids = recipe.lipids.map { [registration] in LipidCoefficients($0, registration: registration) }
    planes = recipe.spectrum.map { SpectrumPlanes(step: $0, scale: encoder.scale) }
    directions = learnt.components?.directions.matrix
  }

  /// The shape of a spectrum's inputs: its planes, or one row of all numbers.
  public var channels: Int { planes?.count ?? 1 }
  public var points: Int { planes == nil ? count : encoder.points }
  public var inputs: Int { channels * points }
  /// Whether the first side inputs are bases and logarithms of units, 2·T.
  public var tellsBase: Bool { recipe.ratios != nil }
  public var sideInputs: Int { (tellsBase ? 2 * targets.targets : 0) + (planes == nil ? 0 : count) }
  /// Numbers a spectrum beside bases and planes.
  public var count: Int { learnt.means.count }

  /// How many they are by what the steps give (``raw(_:)``).
  var numbers: Int {
    let (amounts, ratios, fat) = (learnt.amounts.count, learnt.ratios.count, targets.lipids.count)
    return 5 + 2 * 2 * (lipids?.count ?? 0) + (lipids == nil ? 0 : learnt.components?.count ?? 0)
      + amounts * (3 * targets.names.count + 2) + ratios * (2 * fat + 2) + (ratios > 1 ? fat : 0)
  }

  /// The inputs and side inputs of spectra, spectrum after spectrum. Those of a spectrum may differ in the last digit with
  /// its company.
  /// - Parameter noises: of the real part of a spectral point of each; `nil` for white noise, which is estimated.
  public func encoded(_ fids: [FID], noises: [Double]? = nil) -> (inputs: [Float], sideInputs: [Float]) {
    let raw = raw(registration.registered(fids, noises: noises))
    var (inputs, sideInputs): ([Float], [Float]) = ([], [])
    inputs.reserveCapacity(fids.count * self.inputs)
    for (place, row) in raw.features.enumerated() {
      if tellsBase { sideInputs += raw.bases[place].map { Float($0) } }
      if planes != nil {
        inputs += raw.planes[place]
        sideInputs += standardised(row)
      } else {
        inputs += standardised(row)
      }
    }
    return (inputs, sideInputs)
  }

  private func standardised(_ row: [Double]) -> [Float] {
    row.enumerated().map { i, value in
      let standard = (Float(value) - learnt.means.values[i]) / learnt.deviations.values[i]
      return min(Self.largest, max(-Self.largest, standard))
    }
  }

  /// The numbers of each of encoded spectra, without bases and planes: all inputs, or the last of the side inputs.
  func numbers(inputs: [Float], sideInputs: [Float]) -> [[Float]] {
    let (values, step) = planes == nil ? (inputs, self.inputs) : (sideInputs, self.sideInputs)
    return stride(from: step, through: values.count, by: max(step, 1)).map { Array(values[$0 - count..<$0]) }
  }

  /// In what spectra are unlike those that the features were learnt of, told by their numbers; empty where in nothing, and
  /// where that was not learnt.
  func doubts(inputs: [Float], sideInputs: [Float]) -> [[Doubt]] {
    let rows = numbers(inputs: inputs, sideInputs: sideInputs)
    return learnt.domain?.doubts(rows) ?? rows.map { _ in [] }
  }

  /// Deviations beyond which an input says no more.
  static let largest: Float = 60

  /// The numbers before they are made to mean 0 and deviation 1, bases and units, and planes; the latter none where there are
  /// none.
  func raw(_ spectra: RegisteredSpectra) -> (features: [[Double]], bases: [[Double]], planes: [[Float]]) {
    var features = spectra.noises.indices.map { place -> [Double] in
      [
        .log(max(spectra.noises[place], .leastNormalMagnitude)), .log(spectra.widths[place]), spectra.shifts[place],
        spectra.phases[place], spectra.logFats[place],
      ]
    }
    var rest: Matrix?
    if let lipids {
      let (coefficients, left) = lipids.split(spectra)
      rest = left
      appendCoefficients(coefficients, to: &features)
      if let components = learnt.components, let directions {
        let scores = components.scores(of: left, directions: directions)
        for place in features.indices { features[place] += scores.column(place) }
      }
    }
    var amounts: [[LinearTable.Estimate]] = []
    for table in learnt.amounts { amounts.append(estimates(table, spectra, areRelative: false)) }
    var ratios: [[LinearTable.Estimate]] = []
    for table in learnt.ratios { ratios.append(estimates(table, spectra, areRelative: true)) }
    var bases: [[Double]] = []
    for place in features.indices {
      for table in amounts { appendAmounts(table[place], logFat: spectra.logFats[place], to: &features[place]) }
      if !ratios.isEmpty {
        bases.append(appendRatios(ratios.map { $0[place] }, logFat: spectra.logFats[place], to: &features[place]))
      }
    }
    return (features, bases, planes?.shown(spectra.windows, withoutFat: rest) ?? [])
  }

  private func appendCoefficients(_ coefficients: Matrix, to features: inout [[Double]]) {
    for place in features.indices {
      let own = coefficients.column(place)
      let height = max((own[0] * own[0] + own[1] * own[1]).squareRoot(), .leastNormalMagnitude)
      for (i, value) in own.enumerated() { features[place].append(.asinh(value / Double(learnt.scales.values[i]))) }
      for (i, value) in own.enumerated() {
        let ratio = (value / height - Double(learnt.middles.values[i])) / Double(learnt.spreads.values[i])
        features[place].append(.asinh(min(30, max(-30, ratio)) / 2))
      }
    }
  }

  /// What a table says of each spectrum; `areRelative` where its spectra are over the methylene line's amplitude.
  private func estimates(
    _ table: LinearTable, _ spectra: RegisteredSpectra, areRelative: Bool
  ) -> [LinearTable.Estimate] {
    var found = [LinearTable.Estimate?](repeating: nil, count: spectra.count)
    let groups = spectra.groups { table.cell(width: spectra.widths[$0], logFat: spectra.logFats[$0]) }
    for (cell, places) in groups {
      var windows = spectra.windows.columns(places)
      var noises = places.map { spectra.noises[$0] }
      if areRelative {
        for (column, place) in places.enumerated() {
          let factor = Double.exp(-spectra.logFats[place])
          for i in 0..<windows.rows { windows[i, column] *= factor }
          noises[column] *= factor
        }
      }
      for (place, estimate) in zip(places, table.estimates(windows, noises: noises, cell: cell)) {
        found[place] = estimate
      }
    }
    return found.compactMap(\.self)
  }

  /// Amounts over their medians and as standardised logarithms, the logarithms of their deviations, and energies. Those of fat
  /// are over the methylene line.
  private func appendAmounts(_ estimate: LinearTable.Estimate, logFat: Double, to features: inout [Double]) {
    let isLipid = Set(targets.lipids)
    let methylene = targets.logMeans[targets.lipids[0]]
    var logs: [Double] = []
    var deviations: [Double] = []
    for k in targets.names.indices {
      let mean = targets.logMeans[k]
      // Estimates of fat are over the methylene line, those of the others are amounts.
      let logScale = isLipid.contains(k) ? mean - methylene : mean
      let (a, s) = (estimate.amounts[k], max(estimate.deviations[k], 1e-9))
      features.append(.asinh(2 * min(20, max(-5, a / .exp(logScale)))))
      let size = a > 0 ? (a * a + s * s).squareRoot() : s
      logs.append((.log(size) + (isLipid.contains(k) ? logFat : 0) - mean) / targets.logDeviations[k])
      deviations.append(.log(s) - logScale)
    }
    features += logs + deviations + estimate.energies.map { .asinh(.log(max($0, 1e-9))) }
  }

  /// Logarithms of the ratios and of their relative deviations, and by how much the tables differ. Returns bases and
  /// logarithms of units of the targets.
  private func appendRatios(
    _ estimates: [LinearTable.Estimate], logFat: Double, to features: inout [Double]
  ) -> [Double] {
    let expected = targets.lipids.map { targets.logMeans[$0] - targets.logMeans[targets.lipids[0]] }
    var base = [Double](repeating: 0, count: targets.targets)
    var logUnit = base
    for (number, estimate) in estimates.enumerated() {
      var relative: [Double] = []
      for (k, place) in targets.lipids.enumerated() {
        let ratio = max(estimate.amounts[k], 0.3 * .exp(expected[k]))
        let deviation = estimate.deviations[k] / ratio
        features.append(.log(ratio) - expected[k])
        relative.append(.log(max(deviation, 1e-9)))
        if number == 0, place < targets.targets {
          let scale = targets.logDeviations[place]
          base[place] = (.log(ratio) + logFat - targets.logMeans[place]) / scale
          logUnit[place] = .log(min(0.5, max(0.002, deviation)) / scale)
        }
      }
      features += relative + estimate.energies.map { .asinh(.log(max($0, 1e-9))) }
    }
    if estimates.count > 1 {
      for k in targets.lipids.indices {
        let difference = estimates[1].amounts[k] - estimates[0].amounts[k]
        features.append(.asinh(difference / max(estimates[0].deviations[k], 1e-9)))
      }
    }
    return base + logUnit
  }
}
