import Foundation
import MRSReport
import MRSStatistics
import Testing

@Suite("Figures")
struct FigureTests {
  private func figures() throws -> [any Figure] {
    [
      SampleReport.spectrum(), SampleReport.contributions(), try SampleReport.training(), SampleReport.grid(),
      try SampleReport.forest(),
      try SampleReport.forest(logarithmic: true), try SampleReport.roc(),
    ]
  }

  @Test("Every figure is well-formed XML with a title and a description, 900 wide, and repeats byte by byte")
  func wellFormed() throws {
    for figure in try figures() {
      let svg = try figure.svg(identifier: "f")
      let document = try ParsedMarkup(svg)
      #expect(document.root == "svg")
      #expect(document.attributes["svg"]?["role"] == "img")
      #expect(document.attributes["svg"]?["viewBox"]?.hasPrefix("0 0 900 ") == true)
      #expect(document.texts["title"]?.first == figure.title)
      #expect(document.texts["desc"]?.first == figure.caption)
      #expect(try figure.svg(identifier: "f") == svg)
      #expect(!svg.contains("nan") && !svg.contains("inf"))
    }
  }

  @Test("No drawn coordinate of text lies outside the picture")
  func textInside() throws {
    for figure in try figures() {
      let document = try ParsedMarkup(try figure.svg(identifier: "f"))
      let box = try #require(document.attributes["svg"]?["viewBox"]).split(separator: " ").compactMap { Double($0) }
      for text in document.all["text"] ?? [] {
        let x = try #require(text.attributes["x"].flatMap(Double.init))
        let y = try #require(text.attributes["y"].flatMap(Double.init))
        let size = try #require(text.attributes["font-size"].flatMap(Double.init))
        #expect((0...box[3]).contains(y), "\(figure.title): \(text.content)")
        guard text.attributes["transform"] == nil else { continue }
        let width = SVG.textWidth(text.content, size: size)
        let shares: [String: Double] = ["end": 1, "middle": 0.5]
        let before = width * (shares[text.attributes["text-anchor"] ?? "start"] ?? 0)
        let left = x - before
        #expect(left >= 0 && left + width <= 900, "\(figure.title): \(text.content)")
      }
    }
  }

  @Test("The chemical shift falls to the right")
  func direction() throws {
    let document = try ParsedMarkup(try SampleReport.spectrum().svg(identifier: "f"))
    func place(_ tick: String) -> Double? {
      document.all["text"]?.first { $0.content == tick }.flatMap { $0.attributes["x"].flatMap(Double.init) }
    }
    #expect(try #require(place("4.0")) < #require(place("1.0")))
    #expect(document.all["text"]?.contains { $0.content == "Chemical shift (ppm)" } == true)
  }

  @Test("What adds to an answer is a bar up, what takes away one down, each below its own chemical shift")
  func bars() throws {
    let figure = SampleReport.contributions()
    let bars = try #require(figure.contributions)
    let document = try ParsedMarkup(try figure.svg(identifier: "f"))
    #expect(document.all["text"]?.contains { $0.content == bars.title } == true)
    let rectangles = (document.all["rect"] ?? []).map(\.attributes)
    func tallest(_ color: String) -> (middle: Double, top: Double, height: Double)? {
      rectangles.filter { $0["fill"] == color }.compactMap { attributes in
        guard let x = attributes["x"].flatMap(Double.init), let width = attributes["width"].flatMap(Double.init),
          let y = attributes["y"].flatMap(Double.init), let height = attributes["height"].flatMap(Double.init)
        else { return nil }
        return (x + width / 2, y, height)
      }.max { $0.height < $1.height }
    }
    func place(_ tick: String) throws -> Double {
      try #require(
        document.all["text"]?.first { $0.content == tick }.flatMap { $0.attributes["x"].flatMap(Double.init) })
    }
    let perPpm = try place("3.0") - place("4.0")
    let (up, down) = (try #require(tallest(Palette.blue)), try #require(tallest(Palette.vermillion)))
    #expect(abs(up.middle - (try place("3.0") - 0.2 * perPpm)) < 0.02 * perPpm)
    #expect(abs(down.middle - (try place("1.0") - 0.3 * perPpm)) < 0.02 * perPpm)
    #expect(abs(up.height / down.height - 2) < 0.1)
    #expect(abs(up.top + up.height - down.top) < 0.1)
  }

  @Test("Names are escaped, never markup")
  func hostileNames() throws {
    let svg = try SampleReport.spectrum(labels: [.init(text: SampleReport.hostile, shift: 2)]).svg(identifier: "f")
    #expect(!svg.contains("<script"))
    #expect(!svg.contains("\u{1B}"))
    #expect(try ParsedMarkup(svg).texts["text"]?.contains { $0.hasPrefix("<script>alert(\"x\")") } == true)
  }

  @Test("What cannot be drawn is refused by figure, quantity, index and value")
  func refusals() throws {
    let broken = LineFigure(
      title: "Loss", caption: "", xLabel: "Epoch", yLabel: "Loss",
      series: [.init(name: "training", x: [1, 2], y: [1, .nan])])
    let error = #expect(throws: ReportError.self) { try broken.svg(identifier: "f") }
    #expect(error == .notFinite(figure: "Loss", quantity: "'training'", index: 1, value: "nan"))
    #expect(
      error?.description == "figure 'Loss': 'training': value 1 is nan; only finite numbers can be drawn")
    #expect(throws: ReportError.notPositive(figure: "Loss", quantity: "'a'", value: 0)) {
      try LineFigure(
        title: "Loss", caption: "", xLabel: "", yLabel: "", series: [.init(name: "a", x: [1], y: [0])],
        yScale: .logarithmic
      ).svg(identifier: "f")
    }
    #expect(throws: ReportError.countMismatch(figure: "S", quantity: "the data", found: 1, expected: 2)) {
      try SpectrumFigure(title: "S", caption: "", shifts: [1, 2], data: [1]).svg(identifier: "f")
    }
    #expect(throws: ReportError.countMismatch(figure: "S", quantity: "the contributions", found: 1, expected: 2)) {
      try SpectrumFigure(
        title: "S", caption: "", shifts: [1, 2], data: [1, 2],
        contributions: Contributions(title: "", label: "", shifts: [1, 2], values: [1])
      ).svg(identifier: "f")
    }
    #expect(throws: ReportError.empty(figure: "R", quantity: "curves")) {
      try ROCFigure(title: "R", caption: "", curves: []).svg(identifier: "f")
    }
    var svg = SVG(title: "S")
    #expect(throws: ReportError.self) { try svg.line(from: (0, 0), to: (.infinity, 0)) }
  }
}
