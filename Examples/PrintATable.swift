import MRSReport

/// MRSReport: one table as text for people and as CSV for programs.
///
/// Prints both.
func printATable() throws {
  let table = try Table(
    title: "Amounts", columns: [.init("species"), .init("amount", unit: "mM")],
    rows: [[.text("GPC"), .measurement(2.31, deviation: 0.4)], [.text("Glycogen"), .measurement(52, deviation: 11)]])
  print(table.text())
  print(table.csv())
}
