import MRSReport
import Testing

@Suite("Axes")
struct AxisTests {
  @Test("Ticks are round numbers inside the range with just the decimals they need")
  func linear() {
    #expect(
      Axis(label: "", range: 0.4...4.4).ticks(count: 8).map(\.text)
        == ["0.5", "1.0", "1.5", "2.0", "2.5", "3.0", "3.5", "4.0"])
    #expect(Axis(label: "", range: -3...12).ticks(count: 4).map(\.text) == ["0", "5", "10"])
    #expect(Axis(label: "", range: 0...100).ticks(count: 5).map(\.text) == ["0", "20", "40", "60", "80", "100"])
  }

  @Test("Very small and very large numbers move their power of ten into the label")
  func exponents() {
    let small = Axis(label: "Signal (a.u.)", range: 0...3e-6)
    #expect(small.fullLabel == "Signal (a.u.) × 10⁻⁶")
    #expect(small.ticks(count: 3).map(\.text) == ["0", "1", "2", "3"])
    #expect(Axis(label: "x", range: 0...300).fullLabel == "x")
  }

  @Test("Logarithmic ticks are decades, with steps between where there is room")
  func logarithmic() {
    let wide = Axis(label: "", range: 1e-5...10, scale: .logarithmic)
    #expect(wide.ticks(count: 8).map(\.text) == ["10⁻⁵", "10⁻⁴", "0.001", "0.01", "0.1", "1", "10"])
    let narrow = Axis(label: "", range: 0.8...6, scale: .logarithmic)
    #expect(narrow.ticks(count: 4).map(\.text) == ["1", "2", "5"])
    #expect(abs(wide.fraction(of: 0.01) - 0.5) < 1e-12)
  }

  @Test("Every axis between 1e-12 and 1e12 has 2 to 12 rising ticks inside its range")
  func everywhere() {
    for exponent in -12...12 {
      for mantissa in [1.0, 1.7, 3.2, 9.9] {
        let span = Double("\(mantissa)e\(exponent)") ?? 1
        for low in [0, -span / 3, span * 0.9] {
          let axis = Axis(label: "", range: low...(low + span))
          let ticks = axis.ticks(count: 6)
          #expect((2...12).contains(ticks.count))
          #expect(Set(ticks.map(\.text)).count == ticks.count)
          #expect(ticks.allSatisfy { (-1e-6...1 + 1e-6).contains(axis.fraction(of: $0.value)) })
        }
      }
    }
  }

  @Test("A reversed axis mirrors, and one of no width is widened")
  func shapes() {
    let ppm = Axis(label: "", range: 0...4, isReversed: true)
    #expect(ppm.fraction(of: 4) == 0 && ppm.fraction(of: 1) == 0.75)
    let flat = Axis(label: "", containing: [5, 5])
    #expect(flat.range.lowerBound < 5 && flat.range.upperBound > 5)
    #expect(Axis(label: "", containing: [1, 10]).range.lowerBound >= 0)
  }
}
