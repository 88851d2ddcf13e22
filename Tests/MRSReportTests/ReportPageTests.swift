import Foundation
import MRSReport
import Testing

@Suite("Report pages")
struct ReportPageTests {
  /// `HEPATICA_SAMPLE_REPORT=/tmp/report.html swift test --filter ReportPageTests` writes the page for looking at.
  @Test("The page is well-formed, in a language, with every figure, table and heading")
  func structure() throws {
    let page = try SampleReport.page()
    let html = try page.html()
    if let path = ProcessInfo.processInfo.environment["HEPATICA_SAMPLE_REPORT"] {
      try Data(html.utf8).write(to: URL(fileURLWithPath: path))
    }
    #expect(html.hasPrefix("<!DOCTYPE html>\n"))
    let document = try ParsedMarkup(html)
    #expect(document.attributes["html"]?["lang"] == "en")
    #expect(document.all["svg"]?.count == 6)
    #expect(document.all["figcaption"]?.count == 6)
    #expect(document.all["caption"]?.count == 2)
    #expect(document.texts["h1"] == [page.title])
    #expect(document.texts["h2"] == ["Contents"] + page.sections.map(\.title))
    #expect(document.texts["p"]?.contains("It is not for clinical use.") == true)
    let targets = try #require(document.all["a"]).compactMap { $0.attributes["href"] }
    let ids = document.all.values.joined().compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    #expect(targets.count == page.sections.count)
    #expect(targets.allSatisfy { ids.contains(String($0.dropFirst())) })
    for drawing in try #require(document.all["svg"]) {
      let names = try #require(drawing.attributes["aria-labelledby"]).split(separator: " ").map(String.init)
      #expect(names.allSatisfy(ids.contains))
    }
  }

  @Test("Nothing is loaded and nothing runs")
  func selfContained() throws {
    let html = try SampleReport.page().html()
    let document = try ParsedMarkup(html)
    for name in ["script", "link", "img", "iframe", "object"] { #expect(document.all[name] == nil) }
    #expect(!html.contains("url(http") && !html.contains("@import") && !html.contains("src="))
    for element in document.all.values.joined() {
      #expect(!element.attributes.keys.contains { $0.hasPrefix("on") })
    }
  }

  @Test("Hostile text is escaped everywhere it may stand")
  func hostile() throws {
    let bad = SampleReport.hostile
    let line = LineFigure(
      title: bad, caption: bad, xLabel: bad, yLabel: bad, series: [.init(name: bad, x: [1, 2], y: [1, 2])])
    let table = try Table(
      title: bad, columns: [.init(bad, unit: bad)], rows: [[.text(bad)]], footnotes: [bad])
    let html = try ReportPage(
      title: bad, notice: bad,
      sections: [
        .init(title: bad, blocks: [.paragraph(bad), .figure(line), .table(table), .facts([(bad, bad)])])
      ], language: "en\" onload=\"x"
    ).html()
    #expect(!html.contains("<script"))
    let document = try ParsedMarkup(html)
    let clean = bad.replacingOccurrences(of: "\u{1B}", with: "\u{FFFD}")
    for name in ["h1", "h2", "caption", "td", "dt", "dd", "text", "desc"] {
      #expect(document.texts[name]?.contains { $0.contains(clean) } == true, "\(name)")
    }
    #expect(document.attributes["html"]?["lang"] == "en\" onload=\"x")
    #expect(document.attributes["html"]?["onload"] == nil)
  }

  @Test("The same report gives the same bytes")
  func deterministic() throws {
    #expect(try SampleReport.page().html() == SampleReport.page().html())
  }
}
