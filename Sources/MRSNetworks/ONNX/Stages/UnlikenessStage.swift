import MRSCore
import Numerics

/// What an ``UnlikenessNetwork`` says, in an ONNX graph.
struct UnlikenessStage {
  let unlikeness: UnlikenessNetwork
  let acquisition: Acquisition

  /// The logit of each kind, less the limit from which on it is told; (rows, 1) each.
  /// - Parameter numbers: those of the features, (rows, numbers).
  func excesses(_ numbers: ONNXValue, of fid: ONNXComplex) -> [(name: String, value: ONNXValue)] {
    let seen = ONNXValue.concatenated([numbers.cast(to: .double)] + spectrograms(of: fid), axis: 1)
    let compressed = ((seen / 3).inverseHyperbolicSine * 3).cast(to: .float)
    let logits = LayerStage(network: unlikeness.network).outputs(inputs: compressed, sideInputs: nil).cast(to: .double)
    return unlikeness.kinds.enumerated().map { place, kind in
      (kind.name, logits.slice(place..<place + 1, axis: 1) - kind.limit)
    }
  }

  /// The standardised numbers of each, as ``UnlikenessInputs`` has them.
  private func spectrograms(of fid: ONNXComplex) -> [ONNXValue] {
    let inputs = unlikeness.inputs
    guard !inputs.spectrograms.isEmpty else { return [] }
    let graph = fid.real.graph
    graph.stage = "spectrograms"
    func row(_ array: FloatArray) -> ONNXValue { graph.constant(array, shape: [1, array.count], as: .float) }
    let raw = ONNXValue.concatenated(inputs.spectrograms.map { magnitudes($0, of: fid) }, axis: 1) / inputs.scale
    let standard = (raw.inverseHyperbolicSine.cast(to: .float) - row(inputs.means)) / row(inputs.deviations)
    return [standard.cast(to: .double)]
  }

  /// As ``Spectrogram/magnitudes(of:)``, (rows, numbers).
  private func magnitudes(_ spectrogram: Spectrogram, of fid: ONNXComplex) -> ONNXValue {
    let graph = fid.real.graph
    let (margin, middles) = (spectrogram.margin(on: acquisition), spectrogram.middles(on: acquisition))
    let kernel = spectrogram.kernel(on: acquisition).transposed
    let shape = [kernel.rows, kernel.columns]
    // Samples outside the signal are those behind its end, zeros.
    let places = middles.flatMap { middle in
      (middle - margin...middle + margin).map { (0..<acquisition.points).contains($0) ? $0 : acquisition.points }
    }
    let index = graph.constant(ONNXTensor(places, shape: [middles.count, 2 * margin + 1]))
    let windows = fid.map { plane in
      ONNXValue.concatenated([plane, plane.slice(0..<1, axis: 1) * 0], axis: 1).gathered(index, axis: 1)
    }
    func matrix(_ part: (Complex<Double>) -> Double) -> ONNXValue {
      // Rows run fastest in memory here, and columns there.
      graph.constant(
        (0..<kernel.rows).flatMap { i in (0..<kernel.columns).map { part(kernel[i, $0]) } }, shape: shape)
    }
    let (real, imaginary) = (matrix(\.real), matrix(\.imaginary))
    let product = ONNXComplex(
      real: windows.real.times(real) - windows.imaginary.times(imaginary),
      imaginary: windows.real.times(imaginary) + windows.imaginary.times(real))
    return product.magnitude.reshaped([-1, spectrogram.count])
  }
}
