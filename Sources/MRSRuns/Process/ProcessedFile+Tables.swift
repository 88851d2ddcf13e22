import MRSCore
import MRSProcessing
import MRSQuantification
import MRSReport

extension ProcessedFile {
  /// Every number of quality with its light and limits; of an edited scan one row a condition and number.
  /// - Throws: `ReportError`.
  public func qualityTable() throws(ReportError) -> Table {
    try Table(
      title: "Quality of \(names.scan)",
      columns: [
        .init("signal"), .init("quantity"), .init("value"), .init("unit"), .init("light"), .init("good"), .init("bad"),
        .init("limits from"),
      ],
      rows: parts.flatMap { part in
        part.checks.map { check in
          [
            .text(part.name), .text(check.name), .number(check.value), .text(check.unit), .text(check.light.rawValue),
            .text((check.isMoreBetter ? "≥ " : "≤ ") + NumberText.significant(check.green)),
            .text((check.isMoreBetter ? "< " : "> ") + NumberText.significant(check.red)), .text(check.source),
          ]
        }
      })
  }

  /// The steps, for people.
  /// - Throws: `ReportError`.
  func stepTable() throws(ReportError) -> Table {
    try Table(
      title: "Steps, in their order", columns: [.init("step"), .init("what it did"), .init("why")],
      rows: steps.map { [.text($0.record.step.words), .text($0.text), .text($0.record.step.reason)] },
      footnotes: [
        "By the experts' consensus of 2021 (Near et al., doi:10.1002/nbm.4257). Nothing was apodised or filled with zeros."
      ])
  }

  /// The doubts as people read them.
  var plainDoubts: [String] { DoubtText(doubts).all }

  /// The result as lines for a terminal.
  public func text() -> String {
    var lines = [
      "\(names.scan)\(waterAcquisition == nil ? "" : ", water \(names.water)"), profile \(request.profile.name)", "",
    ]
    for step in steps { lines.append("  \(step.record.step.title): \(step.text)") }
    if let edited {
      lines.append("  sub-spectra: \(alignmentWords(edited))")
      lines.append("  made: \(edited.combinations.map(\.name).joined(separator: ", "))")
    }
    for part in parts {
      lines += ["", parts.count > 1 ? "Quality of \(part.name)" : "Quality"]
      let width = part.checks.map(\.name.count).max() ?? 0
      for check in part.checks {
        let name = check.name + String(repeating: " ", count: width - check.name.count)
        let light = check.light.rawValue + String(repeating: " ", count: 5 - check.light.rawValue.count)
        lines.append("  \(light)  \(name)  \(check.words)  (\(check.limits))")
      }
    }
    let words = plainDoubts
    if !words.isEmpty { lines += ["", "Doubts"] + words.map { "  - \($0)" } }
    return lines.map(\.printable).joined(separator: "\n") + "\n"
  }
}

extension QualityCheck {
  /// `12.3 Hz`.
  var words: String { NumberText.significant(value) + (unit.isEmpty ? "" : " \(unit)") }

  /// `good ≤ 9, bad > 13`.
  var limits: String {
    let (good, bad) = (NumberText.significant(green), NumberText.significant(red))
    return isMoreBetter ? "good ≥ \(good), bad < \(bad)" : "good ≤ \(good), bad > \(bad)"
  }
}
