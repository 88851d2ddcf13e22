import MRSNetworks

/// MRSNetworks: a network is data; how many numbers it has is known before libtorch is opened.
///
/// Prints the number of weights.
func describeANetwork() throws {
  let network = try NetworkArchitecture(
    inputChannels: 2, inputPoints: 256,
    layers: [
      .convolution(channels: 8, kernel: 9), .maxPool(width: 4), .relu, .flatten, .linear(width: 16, start: .normal),
      .relu,
    ], targets: 20, loss: .gaussianNegativeLogLikelihood())
  print("\(network.parameterCount) weights")
}
