import MRSCore
import MRSModel
import MRSReport

extension ChallengeScores {
  /// The amounts of every set for people, a row a set, mM.
  /// - Throws: `ReportError`.
  public static func amountTable(of results: [ChallengeResult]) throws -> Table {
    func cell(_ amount: Amount?) -> Cell {
      amount.map { .measurement($0.value, deviation: $0.standardDeviation) } ?? .missing
    }
    return try Table(
      title: "Amounts",
      columns: [Table.Column("set")] + names.map { Table.Column($0, unit: "mM") } + [
        .init("residual/noise"), .init("autocorrelation", unit: "SD"), .init("doubts"),
      ],
      rows: results.map { result in
        var seen: Set<String> = []
        let codes = result.scan.doubts.filter { $0.rank == .wrong || shown.contains($0.code) }.map(\.code.rawValue)
          .filter { seen.insert($0).inserted }
        return [.text(result.set.name)] + names.map { cell(result.amount($0)) } + [
          .number(result.scan.quantification.quality.residualToNoise ?? .nan, digits: 3),
          .number(result.whiteness?.deviations ?? .nan, digits: 2), .text(codes.joined(separator: " ")),
        ]
      })
  }

  /// Other doubts of less weight are the same for all sets: they are of the files.
  private static let shown: [Doubt.Code] = [.poorFit, .notConverged, .waterLineBroad]

  /// How the sets of one sample agree, for people.
  /// - Throws: `ReportError`.
  public func agreementTable() throws -> Table {
    try Table(
      title: "Agreement",
      columns: ["amount", "mean (mM, or to tCr)", "sets", "χ²/n", "outside 90 %"].map { .init($0) },
      rows: (agreements.map { ($0.name, $0) } + ratios.map { ("\($0.name)/tCr", $0) }).map {
        [
          .text($0), .measurement($1.mean, deviation: $1.standardDeviation), .integer($1.count),
          .number($1.reducedChiSquare, digits: 2), .text($1.outside.joined(separator: " ")),
        ]
      },
      footnotes: [
        "\(held) of \(compared) 90 % intervals of amounts hold what the other sets of the sample say",
        creatine.map { "Cr of the test of water scaling: \(NumberText.significant($0, digits: 4)) mM, 10 is right" }
          ?? "the test of water scaling is not there",
        coloured.isEmpty
          ? "all residuals are white"
          : "residuals that are not white: sets \(coloured.joined(separator: ", "))",
      ])
  }
}
