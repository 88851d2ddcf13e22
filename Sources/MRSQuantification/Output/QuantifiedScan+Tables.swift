import Foundation
import MRSCore
import MRSFitting
import MRSModel
import MRSReport
import Numerics

extension QuantifiedScan {
  /// The amounts for people.
  /// - Throws: `ReportError`.
  public func amountTable() throws -> Table {
    let kind = quantification.amounts.first?.uncertainty ?? .cramerRao
    var columns: [Table.Column] = [.init("species"), .init("amount", unit: scale.unit), .init("SD", unit: "%")]
    if !reference.isEmpty { columns.append(.init("ratio to \(referenceName)")) }
    columns += furtherColumns
    columns.append(.init(""))
    return try Table(
      title: "Amounts", columns: columns,
      rows: quantification.amounts.map { row($0, members: [$0.name]) },
      footnotes: [
        "±: one standard deviation, \(kind.rawValue)"
          + (quantification.covariance == nil
            ? "; joint uncertainty not known: that of sums and ratios is the largest possible" : "")
      ]
        + furtherNotes)
  }

  /// The sums for people.
  /// - Throws: `ReportError`.
  public func sumTable() throws -> Table {
    var columns: [Table.Column] = [.init("sum"), .init("amount", unit: scale.unit), .init("SD", unit: "%")]
    if !reference.isEmpty { columns.append(.init("ratio to \(referenceName)")) }
    columns += furtherColumns
    columns.append(.init("of"))
    return try Table(
      title: "Sums", columns: columns,
      rows: sums.map { sum in
        row(sum.amount, members: sum.members).dropLast() + [.text(sum.members.joined(separator: " + "))]
      })
  }

  /// What draws tell of every amount, for people; `nil` for other methods.
  /// - Throws: `ReportError`.
  public func posteriorTable() throws -> Table? {
    guard !posteriors.isEmpty else { return nil }
    let quantiles = AmountPosterior.probabilities.map { Table.Column("\(Int($0 * 100)) %", unit: scale.unit) }
    return try Table(
      title: "Posterior",
      columns: [.init("species")] + quantiles + [
        .init("error of mean", unit: scale.unit), .init("R-hat"), .init("ESS"),
      ],
      rows: posteriors.map { posterior in
        [.text(posterior.name)] + posterior.quantiles.map { .number($0 / scale.factor) }
          + [
            .number(posterior.meanError / scale.factor, digits: 2),
            posterior.rHat.map { .number($0, digits: 4) } ?? .missing,
            .integer(Int(min(posterior.bulkSampleSize, posterior.tailSampleSize).rounded())),
          ]
      },
      footnotes: [
        "ESS: effective sample size, the smaller of bulk and tail; at least 400 with R-hat below 1.01 is settled"
      ] + (sampling.map { ["draws: \($0.words)"] } ?? []))
  }

  /// One row per species, then the sums, in full precision:
  ///
  /// - `name`, `kind`: the species or sum; `species` or `sum`.
  /// - `amount`, `unit`, `standard deviation`: the estimate; the deviation as the column `uncertainty` says.
  /// - `percent`: 100·deviation/amount, LCModel's %SD; empty for an amount of zero.
  /// - `ratio`, `ratio standard deviation`, `reference`: to the sum of the names in `reference`; empty without one.
  /// - `at bound`: `yes` for an amount at zero, to be read as not detected.
  /// - `scale percent`: what all concentrations share besides, 100·relative deviation; empty without water.
  /// - `baseline percent`: by how much the amount changes over the baselines that were tried; empty where none were.
  /// - `T2 percent`: what T2 of the species makes it uncertain by; the deviation holds it; empty without water.
  /// - `prior percent`: its relative deviation over that of the prior, 100 where the spectrum told nothing; empty without one.
  /// - `file`: the scan's name.
  /// - `doubts`: the codes of the doubts about the whole result, the most serious first, separated by spaces.
  /// - Throws: `ReportError`.
  public func csv() throws -> String {
    let codes = doubtCodes.joined(separator: " ")
    let rows = quantification.amounts.map { ($0, "species", [$0.name]) } + sums.map { ($0.amount, "sum", $0.members) }
    return try Table(
      title: "Amounts",
      columns: [
        .init("name"), .init("kind"), .init("amount"), .init("unit"), .init("standard deviation"),
        .init("uncertainty"), .init("percent"), .init("ratio"), .init("ratio standard deviation"), .init("reference"),
        .init("at bound"), .init("scale percent"), .init("baseline percent"), .init("T2 percent"),
        .init("prior percent"),
        .init("file"), .init("doubts"),
      ],
      rows: rows.map { amount, kind, members in
        let ratio = ratio(of: members)
        return [
          .text(amount.name), .text(kind), .number(amount.value), .text(quantification.unit.rawValue),
          Self.number(amount.standardDeviation), .text(amount.uncertainty.rawValue),
          Self.number(amount.percentDeviation), Self.number(ratio?.value), Self.number(ratio?.standardDeviation),
          .text(ratio == nil ? "" : referenceName), .text(amount.isAtBound ? "yes" : "no"),
          Self.number(scaling.map { 100 * $0.scaleDeviation }), Self.number(baselineRangePercent(of: members)),
          Self.number(relaxationPercent(of: members)), Self.number(priorPercent(of: members)),
          .text(provenance.file.name), .text(codes),
        ]
      }
    ).csv()
  }

  /// Everything for a terminal, which no name of a file can command.
  /// - Throws: `ReportError`.
  public func text() throws -> String {
    var parts = ["\(provenance.file.name.printable)\n\n\(try amountTable().text())"]
    if !sums.isEmpty { parts.append(try sumTable().text()) }
    if let posterior = try posteriorTable() { parts.append(posterior.text()) }
    if let saliency = saliencyText { parts.append(saliency) }
    parts.append("Quality: " + quality.joined(separator: ", ") + "\n")
    let doubts = DoubtText(doubts)
    if !doubts.serious.isEmpty { parts.append("Doubts\n" + doubts.serious.map { "  - \($0.printable)\n" }.joined()) }
    if !doubts.notes.isEmpty { parts.append("Notes\n" + doubts.notes.map { "  - \($0.printable)\n" }.joined()) }
    parts.append("From\n" + origin.map { "  \($0.printable)\n" }.joined())
    return parts.joined(separator: "\n")
  }

  /// The doubts in sentences, the most serious first.
  public var plainDoubts: [String] { DoubtText(doubts).all }

  /// The codes of the doubts, each once, the most serious first.
  public var doubtCodes: [String] {
    var seen: Set<Doubt.Code> = []
    return doubts.filter { seen.insert($0.code).inserted }.map(\.code.rawValue)
  }

  /// What is known of the spectrum, one statement a line.
  var quality: [String] {
    let quality = quantification.quality
    var parts = ["SNR \(NumberText.significant(quality.signalToNoise))"]
    if let width = quality.linewidth { parts.append("linewidth (FWHM) \(NumberText.fixed(width, decimals: 1)) Hz") }
    if let ratio = quality.residualToNoise { parts.append("residual/noise \(NumberText.fixed(ratio, decimals: 2))") }
    if let assumed = fit?.assumptions.filter({ $0.share >= 0.005 }), !assumed.isEmpty {
      let shares = assumed.map { "\($0.name) \(NumberText.fixed(100 * $0.share, decimals: 0)) %" }
      parts.append("macromolecules as \(shares.joined(separator: " or "))")
    }
    if let made = reconstruction {
      parts.append(
        "amounts that explain the spectrum are \(NumberText.fixed(made.distance, decimals: 2)) deviations from the network's"
      )
    }
    if let water {
      parts.append(
        "PDFF \(NumberText.measurement(100 * water.fatFraction, deviation: 100 * water.fatFractionDeviation)) %")
      if let scaling, scaling.fatFractionDeviation > 0 {
        let further = NumberText.fixed(100 * scaling.fatFractionDeviation, decimals: 1)
        parts[parts.count - 1] += " (± \(further) % from the water's relaxation)"
      }
      parts.append("water linewidth \(NumberText.fixed(water.linewidth, decimals: 1)) Hz")
    }
    return parts
  }

  private var origin: [String] {
    var lines = ["method      \(provenance.method)", "processing  \(provenance.processing)"]
    lines.append("basis       \(provenance.basis), SHA-256 \(provenance.basisSHA256)")
    lines.append("file        \(provenance.file.name), SHA-256 \(provenance.file.sha256)")
    if let water = provenance.water { lines.append("water       \(water.name), SHA-256 \(water.sha256)") }
    lines.append(
      "profile     \(provenance.profile) (\(provenance.profileReason)), SHA-256 \(provenance.profileSHA256)")
    if let tissue = provenance.tissue { lines.append("tissue      \(profile.water.tissue): \(tissue)") }
    if let scaling {
      let share = NumberText.fixed(100 * scaling.scaleDeviation, decimals: 0)
      lines.append("scale       all amounts share a further ± \(share) % (the tissue's water and its relaxation)")
    }
    if let hash = provenance.networkSHA256 { lines.append("network     SHA-256 \(hash)") }
    if let notice = provenance.networkNotice { lines.append("network     \(notice)") }
    lines.append("program     hepatica \(provenance.hepatica); for research, not a medical device")
    return lines
  }

  /// Arbitrary units are shown in a power of ten that gives the largest amount one to three digits.
  var scale: (factor: Double, unit: String) {
    let unit = quantification.unit.rawValue
    let largest = quantification.amounts.map(\.value).max() ?? 0
    guard quantification.unit == .arbitrary, largest > 0 else { return (1, unit) }
    let exponent = 3 * Int((Double.log10(largest) / 3).rounded(.down))
    return exponent == 0 ? (1, unit) : (Double.pow(10, exponent), "1e\(exponent) \(unit)")
  }

  private func row(_ amount: Amount, members: [String]) -> [Cell] {
    var cells: [Cell] = [
      .text(amount.name), .measurement(amount.value / scale.factor, deviation: amount.standardDeviation / scale.factor),
      amount.percentDeviation.map { .number($0, digits: 2) } ?? .missing,
    ]
    if !reference.isEmpty {
      cells.append(
        ratio(of: members).map { .measurement($0.value, deviation: $0.standardDeviation) } ?? .missing)
    }
    func percent(_ value: Double?) -> Cell { value.map { .number($0, digits: 2) } ?? .missing }
    if triesBaselines { cells.append(percent(baselineRangePercent(of: members))) }
    if scaling != nil { cells.append(percent(relaxationPercent(of: members))) }
    if prior != nil { cells.append(percent(priorPercent(of: members))) }
    return cells + [.text(amount.isAtBound ? "at 0" : "")]
  }

  private var triesBaselines: Bool { fit?.baselineSensitivity != nil }

  /// What an amount hangs on besides its standard deviation.
  private var furtherColumns: [Table.Column] {
    (triesBaselines ? [.init("baseline", unit: "%")] : []) + (scaling == nil ? [] : [.init("T2", unit: "%")])
      + (prior == nil ? [] : [.init("of prior", unit: "%")])
  }

  private var furtherNotes: [String] {
    var notes: [String] = []
    if let trials = fit?.baselineSensitivity?.trials, let least = trials.first, let most = trials.last {
      let factors = [least, most].map { NumberText.significant($0.factor, digits: 2) }
      notes.append(
        "baseline: by how much the amount changes where the baseline may bend \(factors[0]) to \(factors[1]) times as far"
      )
    }
    if scaling != nil {
      notes.append("T2: the part of the SD that is T2 of the species, which one scan does not tell")
    }
    if prior != nil {
      notes.append("of prior: the relative SD over that of the prior; at 100 % the spectrum has told nothing")
    }
    return notes
  }

  private static func number(_ value: Double?) -> Cell {
    value.map { $0.isFinite ? .number($0) : .missing } ?? .missing
  }
}
