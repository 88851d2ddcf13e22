import MRSStatistics

/// A published list of what a report of a study must state.
///
/// The items are kept with their published numbers; the words are ours.
public enum Checklist: String, CaseIterable, Hashable, Sendable {
  /// Diagnostic accuracy (Bossuyt et al. 2015, doi:10.1136/bmj.h5527).
  case stard
  /// Magnetic resonance spectroscopy (Lin et al. 2021, doi:10.1002/nbm.4484).
  case mrsInMRS = "mrsinmrs"
  /// Prediction models (Collins et al. 2024, doi:10.1136/bmj-2023-078378).
  case tripodAI = "tripod-ai"
  /// Diagnostic accuracy of artificial intelligence (Sounderajah et al. 2025, doi:10.1038/s41591-025-03953-8).
  case stardAI = "stard-ai"
  /// Artificial intelligence in medical imaging (Tejani et al. 2024, doi:10.1148/ryai.240300).
  case claim

  /// As tables have it.
  public var title: String {
    switch self {
    case .stard: "STARD 2015"
    case .mrsInMRS: "MRSinMRS 2021"
    case .tripodAI: "TRIPOD+AI 2024"
    case .stardAI: "STARD-AI 2025"
    case .claim: "CLAIM 2024"
    }
  }

  /// Authors, year and DOI.
  public var reference: String {
    switch self {
    case .stard: "Bossuyt et al. 2015, doi:10.1136/bmj.h5527"
    case .mrsInMRS: "Lin et al. 2021, doi:10.1002/nbm.4484"
    case .tripodAI: "Collins et al. 2024, doi:10.1136/bmj-2023-078378"
    case .stardAI: "Sounderajah et al. 2025, doi:10.1038/s41591-025-03953-8"
    case .claim: "Tejani et al. 2024, doi:10.1148/ryai.240300"
    }
  }

  /// All items, in order.
  /// - Throws: `StatisticsError` where the embedded table is damaged.
  public var items: [ChecklistItem] {
    get throws(StatisticsError) {
      let records = try CommaSeparatedValues.records(in: text, file: rawValue)
      var items: [ChecklistItem] = []
      for record in records.dropFirst() {
        guard record.fields.count == 5 else {
          throw .fieldCount(
            file: rawValue, line: record.line, found: record.fields.count, expected: 5)
        }
        items.append(
          ChecklistItem(
            number: record.fields[0], section: record.fields[1], topic: record.fields[2],
            answer: record.fields[3],
            left: record.fields[4]))
      }
      return items
    }
  }

  /// The list filled in for a study: one row an item, with what the program says and what the author must state.
  /// - Throws: `ReportError`, `StatisticsError`.
  public func table(_ facts: StudyFacts) throws -> Table {
    let items = try items
    let answers = items.map { $0.answer(facts) }
    let open = answers.count { $0.left != nil }
    return try Table(
      title: title,
      columns: [
        .init("item"), .init("section"), .init("what is asked"), .init("what the program says"),
        .init("author must state"),
      ],
      rows: zip(items, answers).map { item, answer in
        [
          .text(item.number), .text(item.section), .text(item.topic),
          answer.text.map { .text($0) } ?? .missing,
          answer.left.map { .text($0) } ?? .missing,
        ]
      },
      footnotes: [
        "Items as numbered by \(reference); the wording is ours: hand in the published form.",
        "\(items.count - open) of \(items.count) items are answered; the author must state the rest.",
      ])
  }

  private var text: String {
    let bytes =
      switch self {
      case .stard: PackageResources.stard_csv
      case .mrsInMRS: PackageResources.mrsinmrs_csv
      case .tripodAI: PackageResources.tripod_ai_csv
      case .stardAI: PackageResources.stard_ai_csv
      case .claim: PackageResources.claim_csv
      }
    return String(decoding: bytes, as: UTF8.self)
  }
}
