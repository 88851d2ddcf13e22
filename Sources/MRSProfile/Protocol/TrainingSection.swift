extension StudyProtocol {
  public struct TrainingSection: Hashable, Sendable, Codable {
    public var quantificationExamples: Int
    public var classificationExamples: Int
    public var validationExamples: Int
    public var testExamples: Int
    public var batchSize: Int
    public var quantificationEpochs: Int
    public var classificationEpochs: Int
    public var learningRate: Double
    public var engineThreads: Int
    /// The channels and kernel of each convolution block, each followed by a pooling of 2.
    public var channels: [Int]
    public var kernels: [Int]
    public var quantificationDropout: Double
    public var classificationDropout: Double
  }
}
