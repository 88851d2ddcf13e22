/// What an ``UnlikenessNetwork`` says, in an ONNX graph.
struct UnlikenessStage {
  let unlikeness: UnlikenessNetwork

  /// The logit of each kind, less the limit from which on it is told; (rows, 1) each.
  func excesses(_ numbers: ONNXValue) -> [(name: String, value: ONNXValue)] {
    let compressed = ((numbers.cast(to: .double) / 3).inverseHyperbolicSine * 3).cast(to: .float)
    let logits = LayerStage(network: unlikeness.network).outputs(inputs: compressed, sideInputs: nil).cast(to: .double)
    return unlikeness.kinds.enumerated().map { place, kind in
      (kind.name, logits.slice(place..<place + 1, axis: 1) - kind.limit)
    }
  }
}
