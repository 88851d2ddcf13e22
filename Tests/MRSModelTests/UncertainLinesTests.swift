import MRSCore
import MRSModel
import Testing

@Suite("Broad lines whose places are only nearly known")
struct UncertainLinesTests {
  private let acquisition = Acquisition(
    spectrometerFrequency: .megahertz(123.2), dwellTime: 0.0005, points: 512, echoTime: 0.03)

  private func lines(_ lines: [UncertainLines.Line], areaVariation: Double = 0.8) -> UncertainLines {
    UncertainLines(
      name: "MM20", lines: lines, reference: "MM09", ratio: 2, shiftDeviation: 0.025, widthVariation: 0.4,
      areaVariation: areaVariation, components: 10, draws: 300)
  }

  @Test("On average a function keeps its area, however far the shares of its lines differ")
  func area() {
    let broad = lines([.init(shift: 2.05, width: 0.15, signal: 2), .init(shift: 3, width: 0.2, signal: 1)])
    var stream = RandomStream(seed: 3)
    let draws = 4000
    var sum = 0.0
    var squares = 0.0
    for _ in 0..<draws {
      // The first sample is the area.
      let area = broad.shape(on: acquisition, from: &stream).real[0]
      sum += area
      squares += area * area
    }
    let mean = sum / Double(draws)
    let deviation = (squares / Double(draws) - mean * mean).squareRoot()
    #expect(abs(mean - 3) < 4 * deviation / Double(draws).squareRoot(), "\(mean)")
    #expect(deviation > 1, "\(deviation)")
  }

  @Test("The area of a single line is the function's amount, and stays")
  func single() {
    let broad = lines([.init(shift: 0.91, width: 0.14, signal: 3)])
    var stream = RandomStream(seed: 4)
    let shapes = (0..<20).map { _ in broad.shape(on: acquisition, from: &stream) }
    for shape in shapes { #expect(abs(shape.real[0] - 3) < 1e-12) }
    #expect(Set(shapes.map { $0.real[20] }).count == 20)
  }
}
