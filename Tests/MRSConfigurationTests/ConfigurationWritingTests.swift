import MRSConfiguration
import Testing

@Suite("Writing configurations")
struct ConfigurationWritingTests {
  struct Values<Value: Codable & Equatable>: Codable, Equatable {
    var values: [Value]
    var named: [String: Value]
  }

  func roundTrip<T: Codable>(_ value: T) throws -> T {
    try ConfigurationFile.decode(from: try ConfigurationFile.encode(value), name: "written")
  }

  @Test(
    "Doubles read back to the same bits",
    arguments: [
      1e-300, 0.1, 1, 3e8, 123.2531, 1e16, 1e22, -0.0, 1 / 3, .pi, .infinity, -.infinity, .greatestFiniteMagnitude,
      .leastNormalMagnitude, .leastNonzeroMagnitude, 5e-4, 9_007_199_254_740_994,
    ])
  func doubles(number: Double) throws {
    let value = Values(values: [number], named: ["x": number])
    let back = try roundTrip(value)
    #expect(back.values[0].bitPattern == number.bitPattern)
    #expect(back.named["x"]?.bitPattern == number.bitPattern)
  }

  @Test("Random bit patterns of doubles and floats read back to the same bits")
  func randomNumbers() throws {
    var state: UInt64 = 88_172_645_463_325_252
    var doubles: [Double] = []
    var floats: [Float] = []
    for _ in 0..<2000 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      if Double(bitPattern: state).isFinite { doubles.append(Double(bitPattern: state)) }
      let single = Float(bitPattern: UInt32(truncatingIfNeeded: state >> 16))
      if single.isFinite { floats.append(single) }
    }
    #expect(try roundTrip(Values(values: doubles, named: [:])).values.map(\.bitPattern) == doubles.map(\.bitPattern))
    #expect(try roundTrip(Values(values: floats, named: [:])).values.map(\.bitPattern) == floats.map(\.bitPattern))
  }

  @Test(
    "Strings of every kind read back",
    arguments: [
      "", "plain", "a \"quoted\" \\ one", "two\nlines\ttab\r", "µ-Inositol ¹H 肝", "'''", "\u{1}\u{7F}", "# no comment",
      "1.5",
    ])
  func strings(string: String) throws {
    let value = Values(values: [string], named: [string: string, "a.b": "dotted"])
    #expect(try roundTrip(value) == value)
  }

  @Test("Integers at the ends of their range read back; one beyond TOML is refused by its path")
  func integers() throws {
    let value = Values(values: [Int.min, 0, Int.max], named: [:])
    #expect(try roundTrip(value) == value)
    #expect(throws: ConfigurationError.self) { try ConfigurationFile.encode(["seed": UInt64.max]) }
  }

  @Test("A study reads back identical, alone and laid over another")
  func study() throws {
    var other = MRSConfigurationTests.study
    other.width = .uniform(low: 3, high: 14)
    other.acquisition.points = 512
    let text = try ConfigurationFile.encode(MRSConfigurationTests.study)
    let otherText = try ConfigurationFile.encode(other)
    #expect(try ConfigurationFile.decode(from: text, name: "text") == MRSConfigurationTests.study)
    let layers = [ConfigurationLayer(name: "a", text: otherText), ConfigurationLayer(name: "b", text: text)]
    #expect(try ConfigurationFile.decode(layers: layers) == MRSConfigurationTests.study)
  }

  @Test("The text is in the order of declaration, dictionaries sorted, numbers at their shortest")
  func text() throws {
    #expect(
      try ConfigurationFile.encode(MRSConfigurationTests.study) == """
        title = "liver"
        width = { logNormal = { median = 8.0, cv = 0.3 } }
        species = [{ name = "water", shifts = [4.7] }, { name = "lipid", shifts = [0.9, 1.0] }]

        [acquisition]
        points = 1024
        dwellTime = 0.0005
        sequence = "PRESS"

        [medians]
        GPC = 2.3
        myo-Inositol = 1.0

        """)
  }

  @Test("A long array is wrapped and reads back")
  func longArrays() throws {
    let value = Values(values: (0..<100).map { Double($0) / 7 }, named: [:])
    let text = try ConfigurationFile.encode(value)
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 101 })
    #expect(try ConfigurationFile.decode(from: text, name: "text") == value)
  }
}
