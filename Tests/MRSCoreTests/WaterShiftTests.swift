import MRSCore
import Testing

@Suite("WaterShift")
struct WaterShiftTests {
  @Test("At 37 °C water is where the convention has it, to the last bit")
  func body() {
    #expect(WaterShift().shift(atCelsius: 37) == .bodyWater)
    #expect(WaterShift(atBodyTemperature: .ppm(4.68)).shift(atCelsius: 37) == .ppm(4.68))
  }

  @Test(
    "Differences from 37 °C are those of Gottlieb's polynomial",
    arguments: [0.0, 20, 25, 37, 45, 100])
  func polynomial(temperature: Double) {
    func gottlieb(_ t: Double) -> Double { 5.060 - 0.0122 * t + 2.11e-5 * t * t }
    let expected = gottlieb(temperature) - gottlieb(37)
    #expect(abs(WaterShift.difference(atCelsius: temperature) - expected) < 1e-12)
  }

  @Test("The slope at body temperature is the −0.0106 ppm/K of proton thermometry, and 25 °C is at 4.78 ppm")
  func slope() {
    let slope = WaterShift.difference(atCelsius: 37.5) - WaterShift.difference(atCelsius: 36.5)
    #expect(abs(slope + 0.01064) < 1e-5)
    // Water at 25 °C against DSS or TSP is tabulated between 4.76 and 4.79 ppm.
    #expect(abs(WaterShift().shift(atCelsius: 25).ppm - 4.78) < 0.01)
  }
}
