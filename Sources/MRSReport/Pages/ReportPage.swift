/// A report as a value: a title, a notice in plain language, and sections.
public struct ReportPage: Sendable {
  /// One part of a section.
  public enum Block: Sendable {
    case paragraph(String)
    case table(Table)
    case figure(any Figure)
    /// Keys with their values, such as the settings of a run.
    case facts([(key: String, value: String)])
  }

  /// A heading with what stands below it.
  public struct Section: Sendable {
    public let title: String
    public let blocks: [Block]

    public init(title: String, blocks: [Block]) {
      self.title = title
      self.blocks = blocks
    }
  }

  public let title: String
  /// What every reader must know first, in plain language; shown in a box at the top.
  public let notice: String
  public let sections: [Section]
  /// The language of the text (BCP 47).
  public let language: String

  public init(title: String, notice: String, sections: [Section], language: String = "en") {
    self.title = title
    self.notice = notice
    self.sections = sections
    self.language = language
  }
}
