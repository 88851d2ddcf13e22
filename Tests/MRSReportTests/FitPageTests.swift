import MRSReport
import Testing

@Suite("The page of a fit")
struct FitPageTests {
  private func page(rows: Int, reference: String? = "Cr+PCr", doubts: [String] = ["none"]) -> FitPage {
    FitPage(
      spectrum: SampleReport.spectrum(),
      rows: (0..<rows).map {
        .init(
          name: "Species \($0)", amount: "1.2\($0) ± 0.03", percent: [3, 30, 80, nil][$0 % 4], ratio: "0.12 ± 0.01")
      } + [.init(name: "tCho", amount: "3.4 ± 0.1", percent: 3, ratio: nil, isSum: true)],
      unit: "mM", reference: reference, footnotes: ["± one standard deviation."],
      notes: [
        .init(title: "Quality", lines: ["SNR 20"]), .init(title: "Doubts", lines: doubts),
        .init(title: "Origin", lines: [String(repeating: "0123456789abcdef", count: 8)]),
      ], notice: "for research <only>")
  }

  @Test("It is well-formed, keeps all text inside, and nothing of one column lies on another", arguments: [1, 12, 40])
  func inside(rows: Int) throws {
    for reference in ["Cr+PCr", nil] {
      let svg = try page(
        rows: rows, reference: reference, doubts: [SampleReport.hostile + String(repeating: " word", count: 60)]
      ).svg(identifier: "p")
      let document = try ParsedMarkup(svg)
      let box = try #require(document.attributes["svg"]?["viewBox"]).split(separator: " ").compactMap { Double($0) }
      #expect(box[2] == FitPage.width)
      #expect(document.texts["title"]?.first == SampleReport.spectrum().title)
      var places: Set<String> = []
      for text in document.all["text"] ?? [] where text.attributes["transform"] == nil {
        let x = try #require(text.attributes["x"].flatMap(Double.init))
        let y = try #require(text.attributes["y"].flatMap(Double.init))
        let size = try #require(text.attributes["font-size"].flatMap(Double.init))
        let shares: [String: Double] = ["end": 1, "middle": 0.5]
        let width = SVG.textWidth(text.content, size: size)
        let left = x - width * (shares[text.attributes["text-anchor"] ?? "start"] ?? 0)
        #expect(left >= 0 && left + width <= box[2], "\(text.content)")
        #expect((0...box[3]).contains(y), "\(text.content)")
        #expect(places.insert("\(x) \(y) \(text.content)").inserted)
      }
      #expect(document.all["text"]?.contains { $0.content == "Ratio" } == (reference != nil))
      #expect(!svg.contains("<only>") && !svg.contains("<script"))
      #expect(try page(rows: rows).svg(identifier: "p") == page(rows: rows).svg(identifier: "p"))
    }
  }

  @Test("What is known to 20 % is bold, what is not known pale")
  func emphasis() throws {
    let document = try ParsedMarkup(try page(rows: 4).svg(identifier: "p"))
    let names = document.all["text"] ?? []
    func attributes(_ name: String) -> [String: String]? { names.first { $0.content == name }?.attributes }
    #expect(attributes("Species 0")?["font-weight"] == "bold")
    #expect(attributes("Species 1")?["font-weight"] == nil)
    #expect(attributes("Species 2")?["fill"] == Palette.pale)
    #expect(attributes("Species 3")?["fill"] == Palette.pale)
  }

  @Test("Components stay in the spectrum's own figure")
  func noComponents() throws {
    let page = try page(rows: 3).svg(identifier: "p")
    let figure = try SampleReport.spectrum().svg(identifier: "f")
    #expect(figure.components(separatedBy: "<polyline").count - page.components(separatedBy: "<polyline").count == 11)
  }
}
