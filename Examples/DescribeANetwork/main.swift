// MRSNetworks: a network is data; how many numbers it has is known before libtorch is opened.
//
// Prints the number of weights.
import MRSNetworks

let network = try NetworkArchitecture(
  inputChannels: 2, inputPoints: 256, blocks: [.init(channels: 8, kernel: 9, pooling: 4)], headWidth: 16, targets: 20,
  loss: .gaussianNegativeLogLikelihood())
print("\(network.parameterCount) weights")
