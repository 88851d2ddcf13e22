import MRSReport
import Testing

@Suite("Pictures of processing")
struct QualityFigureTests {
  @Test("A spectrum before and after is drawn in two panels with their names, and what does not pair up is refused")
  func beforeAfter() throws {
    let shifts = (0..<50).map { 4 - 0.05 * Double($0) }
    func figure(_ after: [Double]) -> BeforeAfterFigure {
      BeforeAfterFigure(
        title: "alignAverages", caption: "Two panels.", shifts: shifts, before: shifts.map { 1 / (1 + $0) },
        after: after)
    }
    let markup = try ParsedMarkup(try figure(shifts.map { 2 / (1 + $0) }).svg(identifier: "a"))
    #expect(markup.all["polyline"]?.count == 2)
    let texts = markup.texts["text"] ?? []
    #expect(texts.contains("before") && texts.contains("after"))
    #expect(throws: ReportError.self) { try figure([1]).svg(identifier: "a") }
    #expect(throws: ReportError.self) { try figure(shifts.map { _ in .nan }).svg(identifier: "a") }
  }

  @Test("Each light is told by its place and its word beside its colour")
  func lights() throws {
    let rows = LightsFigure.Light.allCases.map {
      LightsFigure.Row(name: "SNR <\($0)>", value: "12", light: $0, limits: "good ≥ 10")
    }
    let markup = try ParsedMarkup(try LightsFigure(title: "Quality", caption: "c", rows: rows).svg(identifier: "q"))
    #expect(markup.all["circle"]?.count == 9)
    let texts = markup.texts["text"] ?? []
    for word in ["good", "look", "bad", "SNR <green>"] { #expect(texts.contains(word), "\(word)") }
    #expect(throws: ReportError.self) {
      try LightsFigure(title: "Quality", caption: "c", rows: []).svg(identifier: "q")
    }
  }
}
