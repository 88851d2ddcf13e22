import MRSCore
import Numerics

/// The inputs of a network from registered spectra, in an ONNX graph, as ``FeatureExtractor`` has them.
struct FeatureStage {
  let extractor: FeatureExtractor
  private var targets: FeatureTargets { extractor.targets }

  /// What a network sees of spectra, in 32 bits.
  struct Shown {
    /// (rows, inputs) and (rows, side inputs), the latter where there are any.
    let inputs: ONNXValue
    let sideInputs: ONNXValue?
    /// The standardised numbers among them, without bases and planes.
    let numbers: ONNXValue
  }

  func encoded(_ fid: ONNXComplex, noise: ONNXValue) -> Shown {
    let graph = noise.graph
    let spectra = RegistrationStage(extractor.registration, graph).registered(fid, noise: noise)
    var features = [
      noise.atLeast(.leastNormalMagnitude).logarithm, spectra.width.logarithm, spectra.shift, spectra.phase,
      spectra.logFat,
    ]
    var withoutFat: ONNXValue?
    if let lipids = extractor.lipids {
      let (own, rest) = LipidStage(lipids: lipids, learnt: extractor.learnt).split(spectra)
      withoutFat = rest
      features.append(own)
      if let components = extractor.learnt.components {
        features.append(ComponentStage(components: components).scores(of: rest))
      }
    }
    graph.stage = "amounts"
    for table in extractor.learnt.amounts {
      features += amounts(TableStage(table: table).estimate(spectra, areRelative: false), logFat: spectra.logFat)
    }
    graph.stage = "ratios"
    let ratios = extractor.learnt.ratios.map { TableStage(table: $0).estimate(spectra, areRelative: true) }
    var bases: ONNXValue?
    if let first = ratios.first {
      for estimate in ratios { features += self.ratios(estimate) }
      if ratios.count > 1 {
        features.append(
          ((ratios[1].amounts - first.amounts) / first.deviations.atLeast(1e-9)).inverseHyperbolicSine)
      }
      bases = base(first, logFat: spectra.logFat).cast(to: .float)
    }
    graph.stage = "inputs"
    func row(_ array: FloatArray) -> ONNXValue { graph.constant(array, shape: [1, array.count], as: .float) }
    let raw = ONNXValue.concatenated(features, axis: 1).cast(to: .float)
    let numbers = ((raw - row(extractor.learnt.means)) / row(extractor.learnt.deviations))
      .clamped(-Double(FeatureExtractor.largest), Double(FeatureExtractor.largest))
    guard let step = extractor.recipe.spectrum else {
      return Shown(inputs: numbers, sideInputs: bases, numbers: numbers)
    }
    let side = bases.map { .concatenated([$0, numbers], axis: 1) } ?? numbers
    return Shown(inputs: planes(step, spectra.windows, withoutFat), sideInputs: side, numbers: numbers)
  }

  /// As ``SpectrumPlanes`` has them, (rows, channels·points).
  private func planes(
    _ step: FeatureRecipe.SpectrumStep, _ windows: ONNXComplex, _ withoutFat: ONNXValue?
  ) -> ONNXValue {
    let whole = ONNXValue.concatenated([windows.real, windows.imaginary], axis: 1)
    let parts = step.parts.map { $0 == .whole ? whole : withoutFat ?? whole }
    return (.concatenated(parts, axis: 1) / extractor.encoder.scale).inverseHyperbolicSine.cast(to: .float)
  }

  private func amounts(_ estimate: TableStage.Estimate, logFat: ONNXValue) -> [ONNXValue] {
    let graph = logFat.graph
    let isLipid = targets.names.indices.map { targets.lipids.contains($0) }
    let means = targets.logMeans
    let scales = zip(means, isLipid).map { $1 ? $0 - means[targets.lipids[0]] : $0 }
    let (a, s) = (estimate.amounts, estimate.deviations.atLeast(1e-9))
    let share = (a / graph.row(scales.map { .exp($0) })).clamped(-5, 20)
    let size = (a > 0).chosen((a.squared + s.squared).squareRoot, else: s)
    let fat = logFat * graph.row(isLipid.map { $0 ? 1 : 0 })
    return [
      (share * 2).inverseHyperbolicSine,
      (size.logarithm + fat - graph.row(means)) / graph.row(targets.logDeviations), s.logarithm - graph.row(scales),
      energies(estimate),
    ]
  }

  private func ratios(_ estimate: TableStage.Estimate) -> [ONNXValue] {
    let (ratio, deviation) = relative(estimate)
    return [ratio.logarithm - ratio.graph.row(expected), deviation.atLeast(1e-9).logarithm, energies(estimate)]
  }

  private var expected: [Double] { targets.lipids.map { targets.logMeans[$0] - targets.logMeans[targets.lipids[0]] } }

  private func relative(_ estimate: TableStage.Estimate) -> (ratio: ONNXValue, deviation: ONNXValue) {
    let ratio = estimate.amounts.maximum(estimate.amounts.graph.row(expected.map { 0.3 * .exp($0) }))
    return (ratio, estimate.deviations / ratio)
  }

  private func energies(_ estimate: TableStage.Estimate) -> ONNXValue {
    estimate.energies.atLeast(1e-9).logarithm.inverseHyperbolicSine
  }

  /// Bases and logarithms of units of the targets: 0 but for fat.
  private func base(_ estimate: TableStage.Estimate, logFat: ONNXValue) -> ONNXValue {
    let graph = logFat.graph
    let (ratio, deviation) = relative(estimate)
    let means = graph.row(targets.lipids.map { targets.logMeans[$0] })
    let scales = graph.row(targets.lipids.map { targets.logDeviations[$0] })
    let bases = (ratio.logarithm + logFat - means) / scales
    let units = (deviation.clamped(0.002, 0.5) / scales).logarithm
    let zero = logFat * 0
    let places = (0..<targets.targets).map { targets.lipids.firstIndex(of: $0) ?? targets.lipids.count }
    return .concatenated(
      [bases, units].map { .concatenated([$0, zero], axis: 1).gathered(places, axis: 1) }, axis: 1)
  }
}
