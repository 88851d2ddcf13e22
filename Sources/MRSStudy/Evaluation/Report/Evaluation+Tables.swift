import MRSReport
import MRSStatistics

extension Evaluation {
  /// What stands on a terminal: doubts first where something is planted.
  /// - Throws: `ReportError`.
  public func tables() throws -> [Table] {
    let alarms = try alarmTable()
    let errors = try [summaryTable()] + (groups.isEmpty ? [] : [groupTable()])
    return isPlanted ? [alarms] + errors : errors + [alarms]
  }

  private var quantities: [Quantity] { targets + sums }

  private func columns(_ name: String, unit: String? = nil) -> [Table.Column] {
    methods.map { .init("\(name) \($0.title)", unit: unit) }
  }

  private func cells(_ quantity: Quantity, _ value: (MethodScore) -> Cell?) -> [Cell] {
    methods.map { quantity.methods[$0].flatMap(value) ?? .missing }
  }

  /// The methods that the network is held against.
  private var rivals: [EvaluationMethod] {
    methods.contains(.network) ? methods.filter { $0 != .network } : []
  }

  /// Errors, slopes, coverage and tests in a few columns.
  /// - Throws: `ReportError`.
  public func summaryTable() throws -> Table {
    try Table(
      title: "Errors on \(examples) spectra: \(title)",
      columns: [.init("quantity")] + columns("RMSE", unit: "mM") + columns("log RMSE") + columns("slope")
        + columns("90 % hold", unit: "%") + rivals.map { .init("P below \($0.title)") },
      rows: quantities.map { quantity in
        [.text(quantity.name)] + cells(quantity) { .number($0.agreement.rootMeanSquareError) }
          + cells(quantity) { $0.logRMSE.map { .number($0) } }
          + cells(quantity) { $0.agreement.line.map { .number($0.slope.estimate, digits: 2) } }
          + cells(quantity) { $0.agreement.coverage.map { .number(100 * $0.estimate) } }
          + rivals.map { rival in quantity.below[rival].map { .pValue($0) } ?? .missing }
      }, footnotes: footnotes)
  }

  private var footnotes: [String] {
    var notes = [
      "log RMSE: of the logarithm of the median; an estimate below what 99.9 % of the prior exceed counts as that."
    ]
    if !rivals.isEmpty {
      notes.append(
        "P: Wilcoxon signed-rank test, one-sided, that |error| of the network is below, after Holm over "
          + "\(targets.count) targets or \(sums.count) sums."
      )
    }
    for sum in sums {
      for method in methods {
        guard let missing = sum.untold[method] else { continue }
        notes.append("\(method.title) does not tell \(missing.joined(separator: ", ")), and so not \(sum.name).")
      }
    }
    return notes
  }

  /// Errors over the bound at the truth and over the prior.
  /// - Throws: `ReportError`.
  public func errorTable() throws -> Table {
    try Table(
      title: "Errors, over bound and prior",
      columns: [.init("quantity"), .init("prior SD", unit: "mM"), .init("bound", unit: "mM")]
        + columns("RMSE", unit: "mM") + columns("bias", unit: "mM") + columns("log RMSE") + columns("RMSE/bound")
        + columns("RMSE/prior SD") + columns("median of found/true")
        + rivals.flatMap { rival in
          ["P below", "P above", "P below in logarithms", "P above in logarithms"].map { .init("\($0) \(rival.title)") }
        },
      rows: quantities.map { quantity in
        [.text(quantity.name), .number(quantity.priorDeviation), quantity.bound.map { .number($0) } ?? .missing]
          + cells(quantity) { .number($0.agreement.rootMeanSquareError) }
          + cells(quantity) { .number($0.agreement.bias.estimate) }
          + cells(quantity) { $0.logRMSE.map { .number($0) } }
          + cells(quantity) { $0.errorOverBound.map { .number($0) } }
          + cells(quantity) { .number($0.errorOverPrior) }
          + cells(quantity) { $0.medianRatio.map { .number($0) } }
          + rivals.flatMap { rival in
            [quantity.below, quantity.above, quantity.logBelow, quantity.logAbove].map {
              $0[rival].map { .pValue($0) } ?? .missing
            }
          }
      },
      footnotes: [
        "bound: median of the bound at the truth, with the conventional fit's soft priors on shifts and widths; "
          + "an estimate that leans on a prior of amounts or on non-negativity can lie below it. RMSE/bound: of each error over its own spectrum's bound.",
        "RMSE/prior SD of 1 is what an estimate reaches that never looks at the spectrum.",
        "P: Wilcoxon's signed-rank test, after Holm, of |error| of what is printed, and of the logarithms of medians.",
      ])
  }

  /// Slopes, coverage and ranks.
  /// - Throws: `ReportError`.
  public func coverageTable() throws -> Table {
    try Table(
      title: "Slope, coverage and ranks",
      columns: [.init("quantity")] + columns("slope") + columns("50 % hold", unit: "%") + columns("90 % hold")
        + columns("95 % hold", unit: "%") + columns("P of even ranks"),
      rows: quantities.map { quantity in
        [.text(quantity.name)] + cells(quantity) { $0.agreement.line.map { .interval($0.slope) } }
          + cells(quantity) { .number(100 * $0.coverage50) }
          + cells(quantity) { $0.agreement.coverage.map { .proportion($0) } }
          + cells(quantity) { .number(100 * $0.coverage95) }
          + cells(quantity) { $0.ranks.map { .pValue($0.uniformity.pValue) } }
      },
      footnotes: [
        "Slope of estimate on truth: 1 is ideal, 0 says that the prior was returned whatever the spectrum.",
        "P of even ranks: Kolmogorov's test of the truth's ranks among draws (simulation-based calibration, "
          + "arXiv:1804.06788).",
      ])
  }

  /// Errors and coverage in each third of noise, width and fat.
  /// - Throws: `ReportError`.
  public func thirdsTable() throws -> Table {
    var rows: [[Cell]] = []
    for quantity in quantities {
      for method in methods {
        for third in quantity.methods[method]?.thirds ?? [] {
          let condition = SpectrumCondition(rawValue: third.condition)?.title ?? third.condition
          rows.append([
            .text(quantity.name), .text(method.title), .text(condition), .number(third.low), .number(third.high),
            .integer(third.count), .number(third.rmse), third.logRMSE.map { .number($0) } ?? .missing,
            .number(100 * third.coverage90),
          ])
        }
      }
    }
    return try Table(
      title: "By thirds of the spectra",
      columns: [
        .init("quantity"), .init("method"), .init("condition"), .init("from"), .init("to"), .init("spectra"),
        .init("RMSE", unit: "mM"), .init("log RMSE"), .init("90 % hold", unit: "%"),
      ], rows: rows)
  }

  /// How many spectra are doubted or refused, and by which codes.
  /// - Throws: `ReportError`.
  public func alarmTable() throws -> Table {
    try Table(
      title: "Doubted or refused: \(title)",
      columns: [
        .init("method"), .init("told"), .init("wrong", unit: "%"), .init("refused"),
        .init("missed untold", unit: "%"), .init("codes (% of spectra)"),
      ],
      rows: methods.compactMap { method in
        guard let alarm = alarms[method] else { return nil }
        let codes = alarm.codes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return [
          .text(method.title), .proportion(alarm.told), .number(100 * alarm.wrong), .integer(alarm.refused),
          alarm.untoldMisses.map { .number(100 * $0) } ?? .missing,
          .text(codes.map { "\($0.key) \(NumberText.significant(100 * $0.value))" }.joined(separator: ", ")),
        ]
      },
      footnotes: [
        "told: with a doubt of the rank wrong or caution, or refused; 'wrong' counts the first and last.",
        "missed untold: of the targets of spectra that are not told, those whose interval of 90 % misses the truth.",
      ])
  }

  /// Of each variant of a folder, what is told and the median of estimate over truth.
  /// - Throws: `ReportError`.
  public func groupTable() throws -> Table {
    let names = (sums + targets).map(\.name)
      .filter { name in groups.contains { $0.medianRatios.values.contains { $0[name] != nil } } }
    return try Table(
      title: "By variant: median of found/true",
      columns: [.init("variant"), .init("method"), .init("scans"), .init("told", unit: "%")] + names.map { .init($0) },
      rows: groups.flatMap { group in
        methods.map { method in
          let ratios = group.medianRatios[method.rawValue] ?? [:]
          return [
            .text(group.name), .text(method.title), .integer(group.examples),
            group.alarms[method.rawValue].map { .number(100 * $0.told.estimate) } ?? .missing,
          ] + names.map { name in ratios[name].map { .number($0) } ?? .missing }
        }
      })
  }
}
