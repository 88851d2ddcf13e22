import Mustache

extension ReportPage {
  /// The report as one self-contained HTML document that is also well-formed XML: style and pictures inside, no
  /// scripts, nothing loaded from a network. The same report gives the same bytes.
  /// - Throws: ``ReportError``: a figure that cannot be drawn.
  public func html() throws(ReportError) -> String {
    let library = try Self.library()
    var figures = 0
    var tables = 0
    var contents: [[String: Any]] = []
    for (index, section) in sections.enumerated() {
      var blocks: [[String: Any]] = []
      for block in section.blocks { blocks.append(try Self.context(of: block, &figures, &tables)) }
      contents.append(["id": "section-\(index + 1)", "heading": MarkupText.allowed(section.title), "blocks": blocks])
    }
    let page: [String: Any] = [
      "language": MarkupText.allowed(language), "title": MarkupText.allowed(title),
      "notice": notice.split(separator: "\n").map { MarkupText.allowed(String($0)) },
      "hasContents": sections.count > 1, "sections": contents,
    ]
    guard let text = library.render(page, withTemplate: "page") else {
      throw .template(name: "page", reason: "it is missing")
    }
    return text
  }

  /// A block as what its template asks for; every key of the four kinds but one is absent.
  private static func context(
    of block: Block, _ figures: inout Int, _ tables: inout Int
  ) throws(ReportError) -> [String: Any] {
    switch block {
    case .paragraph(let text):
      return ["paragraph": [["text": MarkupText.allowed(text)]]]
    case .facts(let facts):
      let pairs = facts.map { ["key": MarkupText.allowed($0.key), "value": MarkupText.allowed($0.value)] }
      return ["facts": [["pairs": pairs]]]
    case .figure(let figure):
      figures += 1
      let drawing = try figure.svg(identifier: "figure-\(figures)")
      let context: [String: Any] = [
        "number": figures, "drawing": drawing, "legend": MarkupText.allowed(figure.caption),
      ]
      return ["figure": [context]]
    case .table(let table):
      tables += 1
      return ["table": [context(of: table, number: tables)]]
    }
  }

  private static func context(of table: Table, number: Int) -> [String: Any] {
    let styles = table.columns.indices.map { table.isNumeric(column: $0) ? "number" : "text" }
    let columns = zip(table.columns, styles).map { column, style in
      [
        "name": MarkupText.allowed(column.name), "style": style,
        "unit": column.unit.map { [MarkupText.allowed($0)] } ?? [],
      ] as [String: Any]
    }
    let rows = table.rows.map { row in
      [
        "cells": zip(row, styles).map { cell, style in
          ["content": MarkupText.allowed(cell.display), "style": style]
        }
      ]
    }
    return [
      "number": number, "legend": MarkupText.allowed(table.title), "columns": columns, "rows": rows,
      "footnotes": table.footnotes.map(MarkupText.allowed),
    ]
  }

  private static func library() throws(ReportError) -> MustacheLibrary {
    var library = MustacheLibrary()
    let sources = [
      ("page", PackageResources.page_mustache), ("style", PackageResources.style_mustache),
      ("section", PackageResources.section_mustache), ("table", PackageResources.table_mustache),
    ]
    for (name, bytes) in sources {
      do {
        try library.register(String(decoding: bytes, as: UTF8.self), named: name)
      } catch {
        throw .template(name: name, reason: "\(error)")
      }
    }
    return library
  }
}
