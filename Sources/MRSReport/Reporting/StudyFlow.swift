import MRSStatistics

/// Who went through a study: from those that a table names to those that were tested.
public struct StudyFlow: Hashable, Sendable, Codable {
  /// How many of each group, as ``StudyFacts/positive`` and ``StudyFacts/negative`` name them.
  public struct Counts: Hashable, Sendable, Codable {
    public let positive: Int
    public let negative: Int

    public init(positive: Int, negative: Int) {
      self.positive = positive
      self.negative = negative
    }

    public var total: Int { positive + negative }
  }

  /// Subjects that could be analysed.
  public let analysed: Counts
  /// Their scans.
  public let scans: Int
  /// What could not be used, with its reason.
  public let refused: [RefusedScan]
  /// Subjects that priors and classifiers learnt from.
  public let training: Counts
  /// Subjects that were told the group of.
  public let test: Counts
  /// What the first classifier called the test subjects.
  public let calls: ConfusionTable

  public init(
    analysed: Counts, scans: Int, refused: [RefusedScan], training: Counts, test: Counts,
    calls: ConfusionTable
  ) {
    self.analysed = analysed
    self.scans = scans
    self.refused = refused
    self.training = training
    self.test = test
    self.calls = calls
  }

  /// Subjects of whom something was refused and nothing was left, each once.
  /// - Parameter analysed: the ids of those that were analysed.
  public func subjectsLost(analysed: Set<String>) -> Int {
    Set(refused.map(\.subject)).subtracting(analysed).count
  }

  /// The numbers of a STARD diagram, top to bottom, one row a box.
  /// - Throws: `ReportError`.
  public func table(positive: String, negative: String) throws(ReportError) -> Table {
    func row(_ step: String, _ counts: Counts) -> [Cell] {
      [.text(step), .integer(counts.positive), .integer(counts.negative), .integer(counts.total)]
    }
    var rows: [[Cell]] = []
    // One row a reason, files of one reason together.
    var reasons: [String: [RefusedScan]] = [:]
    var order: [String] = []
    for scan in refused {
      if reasons[scan.reason] == nil { order.append(scan.reason) }
      reasons[scan.reason, default: []].append(scan)
    }
    for reason in order {
      let own = reasons[reason] ?? []
      rows.append([
        .text("not used: \(reason)"), .integer(own.count { $0.group == positive }),
        .integer(own.count { $0.group == negative }), .integer(own.count),
      ])
    }
    rows += [
      row("analysed", analysed), row("learnt from", training), row("tested", test),
      row(
        "called \(positive)", Counts(positive: calls.truePositives, negative: calls.falsePositives)),
      row(
        "called \(negative)", Counts(positive: calls.falseNegatives, negative: calls.trueNegatives)),
    ]
    return try Table(
      title: "Flow of subjects",
      columns: [.init("step"), .init(positive), .init(negative), .init("all")], rows: rows,
      footnotes: [
        "Rows 'not used' count scans or subjects as the cohort's table names them, those of unknown group in the last column only.",
        "\(scans) scans of \(analysed.total) subjects were analysed.",
      ])
  }
}
