/// The raw FIDs of one scan, shape (coils, averages, L), all of one acquisition.
public struct FIDArray: Sendable, Hashable {
  public let acquisition: Acquisition
  public let coils: Int
  public let averages: Int
  /// Coil-major: the FID of coil c and average a is element c·averages + a.
  public let samples: FIDSamples

  /// - Precondition: `samples.count == coils * averages`, every element of `acquisition.points` samples.
  public init(acquisition: Acquisition, coils: Int, averages: Int, samples: FIDSamples) {
    precondition(samples.count == coils * averages)
    precondition(samples.areAll(of: acquisition.points))
    self.acquisition = acquisition
    self.coils = coils
    self.averages = averages
    self.samples = samples
  }

  /// The same of FIDs in memory.
  public init(acquisition: Acquisition, coils: Int, averages: Int, samples: [ComplexVector]) {
    self.init(acquisition: acquisition, coils: coils, averages: averages, samples: FIDSamples(samples))
  }

  /// One FID, as a scan of one coil and one average.
  public init(_ fid: FID) {
    self.init(acquisition: fid.acquisition, coils: 1, averages: 1, samples: [fid.samples])
  }

  public subscript(coil: Int, average: Int) -> FID {
    FID(samples: samples[coil * averages + average], acquisition: acquisition)
  }
}
