import Foundation
import MRSReport
import MRSStatistics
import Testing

@Suite("Tables")
struct TableTests {
  private func table() throws -> Table {
    try Table(
      title: "Amounts",
      columns: [.init("Target"), .init("Amount", unit: "mM"), .init("Slope"), .init("P")],
      rows: [
        [
          .text("GPC, sum"), .measurement(2.3456, deviation: 0.234),
          .interval(ConfidenceInterval(estimate: 0.987, lower: 0.864, upper: 1.109, confidence: 0.95)),
          .pValue(0.0004),
        ],
        [.text("say \"x\"\u{1B}[2J"), .measurement(12, deviation: 1.5), .missing, .pValue(.nan)],
      ],
      footnotes: ["P: signed-rank test."])
  }

  @Test("A terminal sees aligned columns, numbers flush right, no control characters")
  func text() throws {
    let expected = """
      Target       Amount (mM)             Slope        P
      ───────────  ───────────  ────────────────  ───────
      GPC, sum     2.35 ± 0.23  0.99 (0.86–1.11)  < 0.001
      say "x"\u{FFFD}[2J   12.0 ± 1.5                 –        –
      P: signed-rank test.

      """
    #expect(try table().text() == expected)
  }

  @Test("CSV holds full numbers, intervals in columns of their own, and reads back")
  func csv() throws {
    let csv = try table().csv()
    let records = try CommaSeparatedValues.records(in: csv, file: "t").map(\.fields)
    #expect(records[0] == ["Target", "Amount (mM)", "Amount SD (mM)", "Slope", "Slope lower", "Slope upper", "P"])
    #expect(records[1] == ["GPC, sum", "2.3456", "0.234", "0.987", "0.864", "1.109", "0.0004"])
    #expect(records[2] == ["say \"x\"\u{1B}[2J", "12.0", "1.5", "", "", "", ""])
    #expect(csv.hasSuffix("\r\n"))
    #expect(csv.contains("\"say \"\"x\"\""))
  }

  @Test("A row that lacks a cell is refused with its number")
  func ragged() {
    #expect(throws: ReportError.raggedTable(table: "T", row: 2, found: 1, expected: 2)) {
      try Table(title: "T", columns: [.init("a"), .init("b")], rows: [[.missing, .missing], [.missing]])
    }
  }

  @Test("JSON has the fields of the CSV by their heads, numbers as numbers, and nothing where nothing is known")
  func json() throws {
    let found = try JSONSerialization.jsonObject(with: JSONEncoder().encode(try table())) as? [String: Any]
    let rows = try #require(found?["rows"] as? [[String: Any]])
    #expect(found?["title"] as? String == "Amounts" && found?["footnotes"] as? [String] == ["P: signed-rank test."])
    #expect(rows[0]["Target"] as? String == "GPC, sum" && rows[0]["Amount SD (mM)"] as? Double == 0.234)
    #expect(rows[0]["Slope upper"] as? Double == 1.109 && rows[0]["P"] as? Double == 0.0004)
    #expect(Set(rows[1].keys) == ["Target", "Amount (mM)", "Amount SD (mM)"])
  }
}
