import Foundation
import MRSCore

/// The whole state of a training between two steps: what resuming needs to end with the same weights.
struct TrainingCheckpoint {
  /// What the state belongs to.
  struct Run: Codable, Hashable {
    let architecture: NetworkArchitecture
    let options: TrainingOptions
    let streamKey: UInt64
    let examples: Int
    let validationExamples: Int

    /// The first field in which another run differs; how often checkpoints are written may differ.
    func firstDifference(from other: Run) -> String? {
      var options = options
      options.checkpointInterval = other.options.checkpointInterval
      if architecture != other.architecture { return "architecture" }
      if options != other.options { return "options" }
      if streamKey != other.streamKey { return "random stream" }
      if examples != other.examples { return "number of training examples" }
      return validationExamples == other.validationExamples ? nil : "number of validation examples"
    }
  }

  /// Everything but the arrays.
  struct Header: Codable {
    var format = 1
    let run: Run
    /// Steps done.
    var step = 0
    var curve = TrainingCurve()
    /// Losses since the last point of the curve.
    var pendingLosses: [Double] = []
    var bestLoss: Double?
    var validationsSinceBest = 0
  }

  private(set) var header: Header
  var weights: [WeightArray]
  /// ``AdamW/moments()``; nil before the first step.
  var moments: [WeightArray]?
  /// Those of ``WeightAverage``; nil where there is none, and before the first step.
  var average: [WeightArray]?
  /// The weights of the best validation loss; nil before the first validation.
  private(set) var best: [WeightArray]?

  init(run: Run, weights: [WeightArray], moments: [WeightArray]?) {
    header = Header(run: run)
    self.weights = weights
    self.moments = moments
  }

  var step: Int {
    get { header.step }
    set { header.step = newValue }
  }

  var pendingLosses: [Double] {
    get { header.pendingLosses }
    set { header.pendingLosses = newValue }
  }

  /// The step to do next, from 1; `nil` where all are done or patience has ended the training.
  func nextStep(of options: TrainingOptions) -> Int? { step < options.steps && !isOutOfPatience ? step + 1 : nil }

  /// Whether the curve has no point yet of a step that gets one.
  var owesPoint: Bool {
    let options = header.run.options
    return step > 0 && (step % options.validationInterval == 0 || step == options.steps)
      && header.curve.points.last?.step != step
  }

  var isOutOfPatience: Bool {
    guard let patience = header.run.options.patience else { return false }
    return header.validationsSinceBest >= patience
  }

  /// Adds a point to the curve, and keeps the weights when they are the best so far.
  mutating func record(
    validationLoss: Double?, learningRate: Double, weights: @autoclosure () throws -> [WeightArray]
  ) rethrows {
    let mean = pendingLosses.reduce(0, +) / Double(max(pendingLosses.count, 1))
    pendingLosses = []
    header.curve.points.append(
      .init(step: step, trainingLoss: mean, validationLoss: validationLoss, learningRate: learningRate))
    guard let validationLoss else { return }
    if validationLoss < header.bestLoss ?? .infinity {
      header.bestLoss = validationLoss
      header.validationsSinceBest = 0
      best = try weights()
    } else {
      header.validationsSinceBest += 1
    }
  }
}

extension TrainingCheckpoint {
  /// The one file of a folder of checkpoints: header and arrays are replaced together or not at all.
  struct File {
    let url: URL
    private static let headerKey = "hepatica.training"

    init(folder: URL) { url = folder.appending(path: "checkpoint.safetensors") }

    func write(_ state: TrainingCheckpoint) throws(NetworkError) {
      var arrays = state.weights.map { $0.renamed("network.\($0.name)") }
      arrays += state.moments ?? []
      arrays += (state.average ?? []).map { $0.renamed("average.\($0.name)") }
      arrays += (state.best ?? []).map { $0.renamed("best.\($0.name)") }
      do {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let header = try String(decoding: encoder.encode(state.header), as: UTF8.self)
        try FileManager.default.createDirectory(
          at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try SafetensorsFile(arrays: arrays, metadata: [Self.headerKey: header]).data().write(replacing: url)
      } catch {
        throw .unwritableFile(path: url.path, reason: error.plainReason)
      }
    }

    /// Writes the state with the weights and moments as they are now.
    func write(
      _ state: inout TrainingCheckpoint, _ network: Network, _ optimizer: AdamW, _ average: WeightAverage?
    ) throws(NetworkError) {
      state.weights = try network.weights()
      state.moments = try optimizer.moments()
      if let average { state.average = try average.weights() }
      try write(state)
    }

    /// The state of the run; nil when there is no file.
    func read(for run: Run) throws(NetworkError) -> TrainingCheckpoint? {
      guard FileManager.default.fileExists(atPath: url.path) else { return nil }
      let file = try SafetensorsFile(readingFrom: url)
      let header: Header
      do {
        header = try JSONDecoder().decode(Header.self, from: Data((file.metadata[Self.headerKey] ?? "").utf8))
      } catch {
        throw .unreadableFile(path: url.path, reason: "its metadata '\(Self.headerKey)' is no checkpoint: \(error)")
      }
      guard header.format == 1 else {
        throw .unsupportedFormat(path: url.path, found: header.format, supported: 1)
      }
      if let field = header.run.firstDifference(from: run) { throw .foreignCheckpoint(path: url.path, field: field) }

      func group(_ prefix: String) -> [WeightArray] {
        file.arrays.filter { $0.name.hasPrefix(prefix) }.map { $0.renamed(String($0.name.dropFirst(prefix.count))) }
      }
      let architecture = run.architecture
      var state = TrainingCheckpoint(
        run: run, weights: try architecture.checkedWeights(group("network."), source: url.path), moments: nil)
      state.header = header
      var moments: [WeightArray] = []
      for (name, shape) in AdamW.momentShapes(of: architecture) {
        guard let array = file.arrays.first(where: { $0.name == name }) else {
          throw .missingWeight(path: url.path, name: name)
        }
        guard array.shape == shape else {
          throw .weightShape(path: url.path, name: name, expected: shape, found: array.shape)
        }
        moments.append(array)
      }
      state.moments = moments
      if run.options.averageDecay != nil {
        state.average = try architecture.checkedWeights(group("average."), source: url.path)
      }
      if header.bestLoss != nil { state.best = try architecture.checkedWeights(group("best."), source: url.path) }
      return state
    }
  }
}

extension WeightArray {
  fileprivate func renamed(_ name: String) -> WeightArray { WeightArray(name: name, shape: shape, values: values) }
}
