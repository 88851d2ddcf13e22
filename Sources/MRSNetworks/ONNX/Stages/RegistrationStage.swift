import MRSCore
import Numerics

/// Registration of spectra in an ONNX graph, as ``Registration`` does it.
struct RegistrationStage {
  /// What ``RegisteredSpectra`` holds, (rows, 1) each but for the windows, (rows, 2·points), and the indices, (rows).
  struct Spectra {
    let windows: ONNXComplex
    let shift, width, phase, logFat, noise: ONNXValue
    let widthIndex: ONNXValue
  }

  let registration: Registration
  private let graph: ONNXGraph
  private let transform: ChirpTransform
  /// (widths, vectors, 2·points): real and imaginary parts of the lines' and broad signals' vectors.
  private let bases: ONNXValue
  /// (widths, vectors, 2·points): what those leave of the lines' derivatives.
  private let derivatives: ONNXValue
  private let products: ONNXValue
  private let amplitudes: ONNXValue

  private var step: FeatureRecipe.RegistrationStep { registration.step }
  private var region: Range<Int> { registration.region }
  private var vectors: Int { registration.bases[0].count }
  private var lines: Int { step.regionLines }

  init(_ registration: Registration, _ graph: ONNXGraph) {
    self.registration = registration
    self.graph = graph
    graph.stage = "registration"
    let (size, widths) = (2 * registration.region.count, registration.widths.count)
    transform = ChirpTransform(points: registration.wide.count, graph)
    bases = graph.constant(
      registration.bases.flatMap(\.real.firstOfPairs), shape: [widths, registration.bases[0].count, size])
    let lines = registration.step.regionLines
    derivatives = graph.constant(
      registration.derivatives.flatMap(\.real.firstOfPairs), shape: [widths, lines, size])
    products = graph.constant(registration.derivatives.flatMap(\.realGram), shape: [widths, 2 * lines, 2 * lines])
    amplitudes = graph.constant(
      registration.bases.flatMap { $0.realAmplitudes(lines) },
      shape: [widths, 2 * lines, 2 * registration.bases[0].count])
  }

  func registered(_ fid: ONNXComplex, noise: ONNXValue) -> Spectra {
    graph.stage = "registration"
    let part = widePart(of: fid)
    let signal = transform.inverse(part)
    var shift = searchedShift(part)
    var (index, width) = (shift, shift)
    for iteration in 0..<step.iterations {
      let region = shifted(signal, by: shift).map { $0.slice(self.region, axis: 1) }.stacked
      (index, width) = bestWidth(region, isLast: iteration == step.iterations - 1)
      shift = shift + newtonStep(region, index)
    }
    let spectrum = shifted(signal, by: shift)
    let own = amplitudes(spectrum.map { $0.slice(region, axis: 1) }.stacked, index)
    let methylene = ONNXComplex(real: own.plane(0, axis: 1), imaginary: own.plane(lines, axis: 1))
    let phase = methylene.phase
    let kept = step.shiftShare == 1 ? spectrum : shifted(signal, by: shift * step.shiftShare)
    let range =
      registration.window.lowerBound - registration.wide.lowerBound..<registration.window.upperBound
      - registration.wide.lowerBound
    return Spectra(
      windows: ONNXComplex(phase: phase * -step.phaseShare) * kept.map { $0.slice(range, axis: 1) }, shift: shift,
      width: width, phase: phase, logFat: methylene.magnitude.atLeast(.leastNormalMagnitude).logarithm, noise: noise,
      widthIndex: index)
  }

  /// The centred spectrum in the wide window.
  private func widePart(of fid: ONNXComplex) -> ONNXComplex {
    let points = registration.acquisition.points
    let first = graph.row([0.5] + [Double](repeating: 1, count: points - 1))
    let spectrum = ChirpTransform(points: points, graph).forward(fid.map { $0 * first })
    let places = registration.wide.map { ($0 + points - points / 2) % points }
    return spectrum.map { $0.gathered(places, axis: 1) * registration.acquisition.dwellTime }
  }

  private func shifted(_ signal: ONNXComplex, by shift: ONNXValue) -> ONNXComplex {
    let points = registration.wide.count
    let rotation = -2 * .pi / (Double(points) * registration.acquisition.frequencyStep)
    let angle = shift * rotation * graph.row((0..<points).map { Double($0) })
    return transform.forward(signal * ONNXComplex(phase: angle))
  }

  private func searchedShift(_ part: ONNXComplex) -> ONNXValue {
    let vectors = registration.filter.real.firstOfPairs
    let searched = registration.searched
    let filter = graph.constant(vectors, shape: [searched.count, vectors.count / searched.count])
    let near = part.map { $0.slice(registration.filterPoints, axis: 1) }.stacked
    let (index, offset) = peak(
      near.times(filter.transposed([1, 0])).squared.sum([1], keepingAxes: false), searched.count)
    return graph.constant(searched, shape: [searched.count]).gathered(index, axis: 0)
      + offset * (searched[1] - searched[0])
  }

  /// The place of the best of the widths, (rows), and the width itself, (rows, 1).
  private func bestWidth(_ region: ONNXValue, isLast: Bool) -> (index: ONNXValue, width: ONNXValue) {
    let places = isLast ? Array(registration.widths.indices) : registration.coarse.places
    let chosen = isLast ? bases : bases.gathered(places, axis: 0)
    let found = region.times(chosen.reshaped([-1, 2 * self.region.count]).transposed([1, 0]))
    let energies = found.squared.reshaped([-1, 2, places.count, vectors]).sum([1, 3], keepingAxes: false)
    let (index, offset) = peak(energies, places.count)
    let middle = graph.constant(places).gathered(index, axis: 0)
    let ratio = Double.log(step.highestWidth / step.lowestWidth) / Double(step.widths - 1)
    let width = graph.constant(registration.widths, shape: [registration.widths.count]).gathered(middle, axis: 0)
    return (middle.reshaped([-1]), width * (offset * ratio).exponential)
  }

  /// The largest of each row and by how much its parabola's top lies beside it, (rows, 1).
  private func peak(_ values: ONNXValue, _ count: Int) -> (index: ONNXValue, offset: ONNXValue) {
    let index = values.placeOfLargest.clamped(1, Double(count - 2))
    let (before, own, behind) = (
      values.elements(at: index - 1), values.elements(at: index), values.elements(at: index + 1)
    )
    let curvature = before - own * 2 + behind
    let offset = ((before - behind) * 0.5 / curvature).clamped(-1, 1)
    return (index, (curvature < 0).chosen(offset, else: 0))
  }

  /// The amplitudes of the lines, (rows, 2·lines, 1), real parts first.
  private func amplitudes(_ region: ONNXValue, _ index: ONNXValue) -> ONNXValue {
    let found = region.times(bases.gathered(index, axis: 0).transposed([0, 2, 1]))
    return amplitudes.gathered(index, axis: 0).times(found.reshaped([-1, 2 * vectors, 1]))
  }

  private func newtonStep(_ region: ONNXValue, _ index: ONNXValue) -> ONNXValue {
    let own = amplitudes(region, index)
    let slopes = region.times(derivatives.gathered(index, axis: 0).transposed([0, 2, 1])).reshaped([-1, 2 * lines, 1])
    let projection = (own * slopes).sum([1], keepingAxes: false)
    let energy = (own * products.gathered(index, axis: 0).times(own)).sum([1], keepingAxes: false)
    let size = (projection / energy).clamped(-3, 3)
    return (energy > 0).chosen(size, else: 0)
  }
}
