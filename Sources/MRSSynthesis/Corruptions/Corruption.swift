import MRSCore

/// Something a real signal has besides the species of the model. Each is a value with documented parameters.
///
/// They are applied in the order in which they arise: what shapes the voxel's own signal
/// (``FieldInhomogeneity``), then what is added to it (``ResidualWater``, ``OutOfVoxelLipid``, ``SpuriousEcho``,
/// ``BroadBaseline``), then what the scanner does to all of it (``EddyCurrents``), then what averaging and combining
/// leave (``AveragingError``). `Documentation/Corruptions.md` lists them with the keys of a protocol.
public protocol Corruption: Sendable {
  /// Whether it is a property of the voxel or the magnet, which a water reference of the same voxel shares.
  var isSharedByWater: Bool { get }
  /// Applies one draw of itself to `samples`, which are on the grid of `acquisition` in the unit of the amounts.
  func apply(to samples: inout ComplexVector, on acquisition: Acquisition, using stream: inout RandomStream)
}

extension Corruption {
  public var isSharedByWater: Bool { false }
}
