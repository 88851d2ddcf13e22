import Foundation
import MRSCore
import Numerics

/// Turns spectra into the inputs of a network, with what was learnt of training spectra: ``FeatureRecipe`` says by what steps.
///
/// The inputs are, one behind the other: noise, width, shift, phase and fat; coefficients on lines of fat; principal components
/// of the rest; what the two tables of amounts say, and what those of ratios say (of all spectra, and of those without echoes
/// and fat from outside). Each has mean 0 and deviation 1 over training spectra. Where there are ratios, the side inputs are
/// bases and logarithms of units (``NetworkArchitecture/startsFromBase``): those of fat's resonances from the first table.
public struct FeatureExtractor: Sendable {
  public let recipe: FeatureRecipe
  public let encoder: SpectrumEncoder
  public let targets: FeatureTargets
  let learnt: Learnt
  let registration: Registration
  let lipids: LipidCoefficients?
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
    directions = learnt.components?.directions.matrix
  }

  /// Numbers a spectrum.
  public var inputs: Int { learnt.means.count }
  /// Bases and logarithms of units, 2·T, or none.
  public var sideInputs: Int { recipe.ratios == nil ? 0 : 2 * targets.targets }

  /// The inputs of spectra, spectrum after spectrum. Those of a spectrum may differ in the last digit with its company.
  /// - Parameter noises: of the real part of a spectral point of each; `nil` for white noise, which is estimated.
  public func encoded(_ fids: [FID], noises: [Double]? = nil) -> (inputs: [Float], sideInputs: [Float]) {
    let raw = raw(registration.registered(fids, noises: noises))
    var inputs: [Float] = []
    inputs.reserveCapacity(raw.features.count * self.inputs)
    for row in raw.features {
      for (i, value) in row.enumerated() {
        let standard = (Float(value) - learnt.means.values[i]) / learnt.deviations.values[i]
        inputs.append(min(Self.largest, max(-Self.largest, standard)))
      }
    }
    return (inputs, raw.bases.flatMap { $0.map { Float($0) } })
  }

  /// In what spectra are unlike those that the features were learnt of, told by their inputs; empty where in nothing, and
  /// where that was not learnt.
  func doubts(inputs: [Float]) -> [[Doubt]] {
    let rows = stride(from: 0, to: inputs.count, by: max(self.inputs, 1)).map {
      Array(inputs[$0..<min($0 + self.inputs, inputs.count)])
    }
    return learnt.domain?.doubts(rows) ?? rows.map { _ in [] }
  }

  /// Deviations beyond which an input says no more.
  static let largest: Float = 60

  /// The inputs before they are made to mean 0 and deviation 1, and the side inputs.
  func raw(_ spectra: RegisteredSpectra) -> (features: [[Double]], bases: [[Double]]) {
    var features = spectra.noises.indices.map { place -> [Double] in
      [
        .log(max(spectra.noises[place], .leastNormalMagnitude)), .log(spectra.widths[place]), spectra.shifts[place],
        spectra.phases[place], spectra.logFats[place],
      ]
    }
    if let lipids {
      let (coefficients, rest) = lipids.split(spectra)
      appendCoefficients(coefficients, to: &features)
      if let components = learnt.components, let directions {
        let scores = components.scores(of: rest, directions: directions)
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
    return (features, bases)
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
