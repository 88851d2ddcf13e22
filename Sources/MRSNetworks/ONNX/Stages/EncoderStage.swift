import MRSCore
import Numerics

/// A spectrum as a plain network sees it, in an ONNX graph, as ``SpectrumEncoder`` has it.
struct EncoderStage {
  let encoder: SpectrumEncoder

  /// (rows, 2·points) and (rows, 1), in 32 bits.
  func encoded(_ fid: ONNXComplex, noise: ONNXValue) -> (inputs: ONNXValue, sideInputs: ONNXValue) {
    let graph = noise.graph
    graph.stage = "encoder"
    let acquisition = encoder.acquisition
    let points = acquisition.points
    let first = graph.row([0.5] + [Double](repeating: 1, count: points - 1))
    let spectrum = ChirpTransform(points: points, graph).forward(fid.map { $0 * first })
    let places = (encoder.firstPoint..<encoder.firstPoint + encoder.points).map {
      ($0 + points - points / 2) % points
    }
    let seen = spectrum.map { $0.gathered(places, axis: 1) * acquisition.dwellTime }
    let inputs = (ONNXValue.concatenated([seen.real, seen.imaginary], axis: 1) / encoder.scale).inverseHyperbolicSine
    let side = (noise.atLeast(1e-9 * encoder.scale) / encoder.scale).logarithm
    return (inputs.cast(to: .float), side.cast(to: .float))
  }
}
