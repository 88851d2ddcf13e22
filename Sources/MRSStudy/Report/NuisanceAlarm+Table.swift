import MRSReport

extension NuisanceAlarm {
  /// What the groups differ in besides their disease, in one sentence; `nil` where in nothing.
  func warning(positiveGroup: String) -> String? {
    let raised = differences.filter { $0.adjustedPValue < Self.level }
    guard !raised.isEmpty else { return nil }
    let names = raised.map { difference in
      "\(difference.superiority > 0.5 ? "more" : "less") \(difference.name) "
        + "(P \(NumberText.significant(difference.adjustedPValue, digits: 2)))"
    }
    return
      "Alarm: the patients of \(positiveGroup) have \(names.joined(separator: ", ")). What is called a diagnosis may be made "
      + "from that."
  }

  /// - Throws: `ReportError`.
  func table(positiveGroup: String) throws -> Table {
    try Table(
      title: isRaised
        ? "Alarm: the groups differ in what is no disease"
        : "No alarm: the groups were scanned alike, as far as can be seen",
      columns: [.init("nuisance"), .init("pairs in which \(positiveGroup) has more"), .init("P, after Holm")],
      rows: differences.map { [.text($0.name), .number($0.superiority), .pValue($0.adjustedPValue)] },
      footnotes: [
        "Mann–Whitney's test over all patients. The alarm is raised where P is below \(NumberText.significant(Self.level))."
      ])
  }
}
