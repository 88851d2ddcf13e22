/// A protocol of three metabolites with few patients and little training: a whole study takes some seconds.
enum SmallStudy {
  static let fileName = "small.toml"
  /// The metabolites, of which creatine is a nuisance, and the lipids, which every protocol has.
  static let species = ["GPC", "Glycogen", "Glu", "Cr"]
  static let functions = 11
  /// The patients of a cohort whose scans give the prior, two of each group, and those that are classified.
  static let priorPatients = ["virtual-001", "virtual-002", "virtual-005", "virtual-006"]
  static let testPatients = ["virtual-003", "virtual-004", "virtual-007", "virtual-008"]

  static var text: String {
    """
    name = "small"
    title = "A small study"
    species = [
      \(row("GPC", role: "target", median: 2.3, ratio: 1.15, t2: 60)),
      \(row("Glycogen", role: "target", median: 50, ratio: 0.75, t2: 20)),
      \(row("Glu", role: "target", median: 4, ratio: 1.15, t2: 60)),
      \(row("Cr", role: "nuisance", median: 0.3, ratio: 1, t2: 60)),
    ]
    [acquisition]
    points = 512
    [scan]
    coils = 2
    averages = 4
    waterAverages = 2
    [cohort]
    negatives = 4
    positives = 4
    priorSubjects = 2
    [diagnosis]
    networks = 2
    [training]
    quantification = "paper"
    classification = "classes"
    quantificationExamples = 64
    classificationExamples = 64
    validationExamples = 16
    testExamples = 12
    quantificationEpochs = 2
    classificationEpochs = 1
    engineThreads = 1
    [networks.paper]
    layers = [
      { kind = "convolution", channels = 4, kernel = 9 }, { kind = "maxPool", width = 4 }, { kind = "relu" },
      { kind = "flatten" }, { kind = "linear", width = 16 }, { kind = "relu" },
    ]
    batchSize = 16
    streamedExamples = 64
    repeats = 2
    [networks.classes]
    layers = [
      { kind = "convolution", channels = 4, kernel = 9 }, { kind = "maxPool", width = 4 }, { kind = "relu" },
      { kind = "flatten" }, { kind = "linear", width = 16 }, { kind = "relu" },
    ]
    batchSize = 16
    """
  }

  private static func row(_ name: String, role: String, median: Double, ratio: Double, t2: Double) -> String {
    """
    { name = "\(name)", role = "\(role)", amount = { kind = "logNormal", median = \(median), variation = 0.4 }, \
    ratio = \(ratio), t1 = 1000.0, t2 = { kind = "normal", mean = \(t2), deviation = \(t2 / 4) }, \
    shiftDeviation = 0.005, source = "made for a test" }
    """
  }
}
