import Foundation
import MRSFormats
import Testing

@Suite("LCModel COORD files")
struct LCModelCoordFileTests {
  static let file = LCModelCoordFile(
    heading: ["Hepatica", "scan.SDAT"],
    rows: [
      .init(name: "Ala", concentration: 7.2e-8, percent: 166, ratio: 3.9e-2),
      .init(name: "Asp", concentration: 5.64, percent: 35.6, ratio: 0.309),
      .init(name: "PCh", concentration: 0, percent: nil, ratio: 0),
      .init(name: "GPC+PCh", concentration: 1234.5, percent: 17.2, ratio: 1.563),
    ],
    reference: "Cr+PCr",
    quality: .init(linewidth: 0.0841, signalToNoise: 21.4, dataShift: 0.008, phase: 9.2, firstOrderPhase: 2.16),
    ppm: (0..<12).map { 4 - 0.01 * Double($0) }, data: (0..<12).map { Double($0) * 1e-3 },
    fit: (0..<12).map { -Double($0) }, background: (0..<12).map { 1e-6 * Double($0) },
    curves: [.init(name: "Ala", concentration: 7.2e-8, values: (0..<12).map { 2 * Double($0) })],
    diagnostics: ["Ala is not identified"], input: ["hzpppm=127.786"])

  /// Every line's columns as LCModel's FORMATs give them: 5581, 5584 with (F8.3|1PE8.2, I4, '%', F8.3|1PE8.1, 1X, A),
  /// 5591, 5593, 5595, 5597, 5610, 5620, 5660.
  @Test("Lines are those that LCModel's formats give, column by column")
  func layout() throws {
    let lines = try Self.file.text().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let expected = [
      " Hepatica", " scan.SDAT", " ", " ", "  5 lines in following concentration table = NCONC+1",
      "    Conc.  %SD /Cr+PCr  Metabolite", " 7.20E-08 166% 3.9E-02 Ala", "    5.640  36%   0.309 Asp",
      "    0.000 999%   0.000 PCh", " 1.23E+03  17%   1.563 GPC+PCh", "   4 lines in following misc. output table",
      "  FWHM = 0.084 ppm    S/N =  21", "  Data shift = 0.008 ppm", "  Ph:   9 deg       2.2 deg/ppm",
      "   2 inflections.     1 extrema", "   12 points on ppm-axis = NY",
      "      4.000000     3.990000     3.980000     3.970000     3.960000     3.950000     3.940000     3.930000"
        + "     3.920000     3.910000",
      "      3.900000     3.890000", " NY phased data points follow",
      "   0.00000E+00  1.00000E-03  2.00000E-03  3.00000E-03  4.00000E-03  5.00000E-03  6.00000E-03  7.00000E-03"
        + "  8.00000E-03  9.00000E-03",
      "   1.00000E-02  1.10000E-02", " NY points of the fit to the data follow",
    ]
    for (line, wanted) in zip(lines, expected) { #expect(line == wanted) }
    #expect(lines.contains(" Ala      Conc. = 7.20E-08"))
    #expect(
      lines.suffix(5) == [
        "   1 lines in following diagnostic table:", "   1 info      Ala is not identified",
        "   1 lines in following table of input changes:", " hzpppm=127.786", "",
      ])
  }

  /// What readers of other programs do: find the markers, then read by widths (spant: 9, 5, 8, 1, name from the seventh
  /// line on) or by words (FID-A, Osprey and others).
  @Test("Readers by widths and readers by words find the same values")
  func readers() throws {
    let text = try Self.file.text()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for (row, line) in zip(Self.file.rows, lines.dropFirst(6)) {
      let characters = Array(line)
      func columns(_ range: Range<Int>) -> String {
        String(characters[range]).trimmingCharacters(in: .whitespaces)
      }
      let words = line.split(separator: " ").map(String.init)
      #expect(words.count == 4)
      let amount = try #require(Double(columns(0..<9)))
      #expect(abs(amount - row.concentration) <= 0.005 * row.concentration)
      #expect(columns(9..<14) == words[1] && words[1].hasSuffix("%"))
      #expect(Double(columns(14..<22)) == Double(words[2]))
      #expect(String(characters[23...]) == row.name && words[3] == row.name)
    }
    var words = text.split(whereSeparator: \.isWhitespace).map(String.init)[...]
    func numbers(after marker: String, _ count: Int) throws -> [Double] {
      words = words[(try #require(words.firstIndex(of: marker)) + 1)...]
      let values = words.prefix(count).compactMap { Double($0) }
      #expect(values.count == count)
      return values
    }
    words = words[(try #require(words.firstIndex(of: "extrema")) + 1)...]
    #expect(words.first == "12")
    let shifts = try numbers(after: "NY", 12)
    #expect(zip(shifts, Self.file.ppm).allSatisfy { abs($0 - $1) < 1e-6 })
    // Six digits.
    func agree(_ found: [Double], _ written: [Double]) -> Bool {
      zip(found, written).allSatisfy { abs($0 - $1) <= 5e-6 * abs($1) }
    }
    #expect(agree(try numbers(after: "follow", 12), Self.file.data))
    #expect(agree(try numbers(after: "follow", 12), Self.file.fit))
    #expect(agree(try numbers(after: "follow", 12), Self.file.background))
    #expect(agree(try numbers(after: "7.20E-08", 12), Self.file.curves[0].values))
  }

  @Test(
    "Every phase is one of 0 to 359 and stands by itself, for readers by words; so does the signal-to-noise ratio",
    arguments: [(-129.2, "231"), (-0.4, "0"), (-360, "0"), (359.7, "0"), (725, "5"), (180, "180")])
  func phase(phase: Double, word: String) throws {
    let file = LCModelCoordFile(
      heading: [], rows: [], reference: nil,
      quality: .init(linewidth: 0.05, signalToNoise: 12_345, dataShift: -0.004, phase: phase, firstOrderPhase: -12.3),
      ppm: [1], data: [1], fit: [1], background: [1], curves: [])
    let lines = try file.text().split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    #expect(lines.contains(["Ph:", word, "deg", "-12.3", "deg/ppm"]))
    #expect(lines.contains(["FWHM", "=", "0.050", "ppm", "S/N", "=", "999"]))
  }

  @Test("Without a reference ratios are 0 and the head says none; names of several words become one")
  func noReference() throws {
    let quality = Self.file.quality
    let file = LCModelCoordFile(
      heading: ["µ"], rows: [.init(name: "a b", concentration: 1, percent: .infinity, ratio: nil)], reference: nil,
      quality: quality, ppm: [1], data: [1], fit: [1], background: [1], curves: [])
    let text = try file.text()
    #expect(text.contains("    Conc.  %SD   /none  Metabolite\n    1.000 999%   0.000 a_b\n"))
    #expect(text.hasPrefix(" _\n"))
  }

  @Test("Curves that are not finite or of another length are refused by name")
  func refusals() throws {
    func file(data: [Double]) -> LCModelCoordFile {
      LCModelCoordFile(
        heading: [], rows: [], reference: nil, quality: Self.file.quality, ppm: [2, 1], data: data, fit: [1, 1],
        background: [0, 0], curves: [])
    }
    for (data, words) in [([1.0], "data has 1 points, the ppm axis 2"), ([1, .nan], "data has values that are NaN")] {
      let error = #expect(throws: FormatError.self) { try file(data: data).text(path: "a.coord") }
      #expect(error?.description.contains(words) == true)
      #expect(error?.description.hasPrefix("a.coord: not written") == true)
    }
  }
}
