import MRSCore
import MRSReport
import MRSStatistics

/// One report with every figure, table and block, from seeded random numbers.
enum SampleReport {
  static let hostile = "<script>alert(\"x\")</script> & 'co' \u{1B}[31m"

  static func page() throws -> ReportPage {
    ReportPage(
      title: "Quantification of liver spectra: a sample",
      notice: "This page shows simulated data. Nothing here describes a patient.\nIt is not for clinical use.",
      sections: [
        .init(title: "Spectrum", blocks: [.paragraph("One simulated spectrum and its fit."), .figure(spectrum())]),
        .init(title: "Training", blocks: [.figure(try training()), .figure(grid())]),
        .init(
          title: "Accuracy of the amounts",
          blocks: [
            .table(try agreement()), .figure(try forest()), .figure(try forest(logarithmic: true)),
          ]),
        .init(title: "Classification", blocks: [.table(try classification()), .figure(try roc())]),
        .init(
          title: "Settings",
          blocks: [.facts([("Seed", "20250064"), ("Protocol", "liver-3T-press30"), ("Subject", hostile)])]),
      ])
  }

  private static let peaks: [(name: String, shift: Double, height: Double, width: Double)] = [
    ("lipid CH3", 0.9, 22, 0.07), ("lipid CH2", 1.3, 90, 0.09), ("lipid 2.02", 2.02, 12, 0.07),
    ("lipid 2.24", 2.24, 9, 0.07), ("Glx", 2.35, 5, 0.06), ("lipid 2.76", 2.76, 2, 0.07), ("tCho", 3.22, 14, 0.05),
    ("Betaine", 3.26, 6, 0.05), ("Taurine", 3.42, 4, 0.06), ("Glycogen", 3.8, 9, 0.12), ("Lactate", 4.1, 2, 0.05),
  ]

  static let shifts = (0..<700).map { 0.4 + 4 * Double($0) / 699 }

  private static func shape(_ shift: Double, _ height: Double, _ width: Double) -> [Double] {
    shifts.map { height / (1 + (($0 - shift) / (width / 2)) * (($0 - shift) / (width / 2))) }
  }

  /// Bars of both signs below data alone, as a network has them.
  static func contributions() -> SpectrumFigure {
    let middles = (0..<130).map { 0.39 + 0.0317 * Double($0) }
    return SpectrumFigure(
      title: "A spectrum and what a network makes of it", caption: "Simulated.", shifts: shifts,
      data: spectrum().data,
      contributions: Contributions(
        title: "What the answer for tTMA comes from (integrated gradients)", label: "Δ ln(amount)", shifts: middles,
        values: middles.map { 0.2 / (1 + 100 * ($0 - 3.2) * ($0 - 3.2)) - 0.1 / (1 + 100 * ($0 - 1.3) * ($0 - 1.3)) }),
      window: 0.4...4.4)
  }

  static func spectrum(labels: [SpectrumFigure.Label]? = nil) -> SpectrumFigure {
    var stream = RandomStream(seed: 1)
    let components = peaks.map { Trace(name: $0.name, values: shape($0.shift, $0.height, $0.width)) }
    let baseline = shifts.map { 4 + 2 * ($0 - 2) * ($0 - 2) / 4 }
    let fit = shifts.indices.map { index in components.reduce(baseline[index]) { $0 + $1.values[index] } }
    return SpectrumFigure(
      title: "Fit of a liver spectrum",
      caption: "Simulated spectrum at 3 T, PRESS, TE 30 ms (black), with the fit, its baseline and its residual; the "
        + "components below are on the scale of the data unless a factor is named.",
      shifts: shifts, data: fit.map { $0 + 0.8 * stream.normal() }, fit: fit, baseline: baseline,
      components: components, labels: labels ?? peaks.map { .init(text: $0.name, shift: $0.shift) }, window: 0.4...4.4)
  }

  static func training() throws -> LineFigure {
    var stream = RandomStream(seed: 2)
    let epochs = (1...60).map(Double.init)
    func curve(_ floor: Double) -> [Double] {
      epochs.map { floor + 0.9 / ($0 * $0) * (1 + 0.2 * stream.uniform()) + 0.1 * floor * stream.uniform() }
    }
    return LineFigure(
      title: "Loss of the network in training", caption: "Training and validation loss (mean squared error).",
      xLabel: "Epoch", yLabel: "Loss (standardised units²)",
      series: [
        .init(name: "training", x: epochs, y: curve(0.0004)),
        .init(name: "validation, unseen seeds", x: epochs, y: curve(0.001)),
      ], yScale: .logarithmic)
  }

  static func grid() -> GridFigure {
    var stream = RandomStream(seed: 3)
    let panels = (1...5).map { number in
      let clean = shifts.indices.map { index in
        peaks.reduce(0.0) { $0 + shape($1.shift, $1.height, $1.width * (1 + Double(number) / 4))[index] }
      }
      return GridFigure.Panel(
        title: "Subject \(number)", shifts: shifts,
        values: [clean.map { $0 + Double(number) * 0.4 * stream.normal() }, clean])
    }
    return GridFigure(
      title: "Spectra of five subjects", caption: "Data and fit of five simulated subjects of growing linewidth.",
      traces: ["data", "fit"], panels: panels)
  }

  static func forest(logarithmic: Bool = false) throws -> ForestFigure {
    var stream = RandomStream(seed: 4)
    let rows = ["GPC", "PCh", "Betaine", "Glycogen (glucosyl)", "Glutamate + glutamine", "Lactate"].map { name in
      ForestFigure.Row(
        name: name,
        intervals: (0..<2).map { series in
          if name == "PCh" && series == 1 { return nil }
          let center = logarithmic ? stream.uniform(in: 0.05...40) : stream.uniform(in: 0.1...1)
          let half = logarithmic ? center * stream.uniform(in: 0.1...0.8) : stream.uniform(in: 0.02...0.3)
          return ConfidenceInterval(estimate: center, lower: center - half, upper: center + half, confidence: 0.95)
        })
    }
    return ForestFigure(
      title: logarithmic ? "Error by target" : "Slope of estimate on truth by target",
      caption: "Per target with 95 % intervals; the dashed line is the ideal.",
      xLabel: logarithmic ? "RMSE (mM)" : "Slope (mM per mM)",
      series: ["least squares (MAP)", "qCNN"], rows: rows, scale: logarithmic ? .logarithmic : .linear, reference: 1,
      range: logarithmic ? nil : 0...1.1)
  }

  static func pairs(_ slope: Double, _ seed: UInt64) -> (truths: [Double], estimates: [Double]) {
    var stream = RandomStream(seed: seed)
    let truths = (0..<300).map { _ in stream.uniform(in: 0.5...5) }
    return (truths, truths.map { max(0, 2.3 + slope * ($0 - 2.3) + 0.35 * stream.normal()) })
  }

  static func rocCurve(_ separation: Double, _ seed: UInt64) throws -> ROCCurve {
    var stream = RandomStream(seed: seed)
    let truth = (0..<17).map { $0 < 7 }
    return try ROCCurve(
      scores: truth.map { stream.normal(mean: $0 ? separation : 0, deviation: 1) }, isPositive: truth)
  }

  static func roc() throws -> ROCFigure {
    ROCFigure(
      title: "ROC curves of the classifiers", caption: "Seven subjects with and ten without HCC.",
      curves: try [("cCNN", 2.0, UInt64(7)), ("logistic regression on amounts", 1, 8), ("nuisances only", 0, 9)]
        .map { .init(name: $0.0, roc: try rocCurve($0.1, $0.2)) })
  }

  static func agreement() throws -> Table {
    let (truths, estimates) = pairs(0.95, 5)
    let result = try Agreement(target: "GPC", truths: truths, estimates: estimates)
    return try Table(
      title: "Agreement of estimates with truth on simulated spectra",
      columns: [
        .init("Target"), .init("n"), .init("RMSE", unit: "mM"), .init("Bias", unit: "mM"), .init("Slope"),
        .init("Amount in subject 1", unit: "mM"), .init("P (Holm)"),
      ],
      rows: [
        [
          .text("GPC"), .integer(result.count), .number(result.rootMeanSquareError), .interval(result.bias),
          result.line.map { .interval($0.slope) } ?? .missing, .measurement(2.3456, deviation: 0.234), .pValue(0.0004),
        ],
        [.text(hostile), .integer(300), .number(-1.5e-7), .missing, .missing, .missing, .pValue(0.04)],
      ],
      footnotes: ["P: Wilcoxon's signed-rank test, corrected by Holm's method."])
  }

  static func classification() throws -> Table {
    let table = try ConfusionTable(truePositives: 7, falseNegatives: 0, trueNegatives: 9, falsePositives: 1)
    return try Table(
      title: "Classification of the test subjects (positive = HCC)",
      columns: [.init("Measure"), .init("Correct"), .init("Of"), .init("Share (95 % interval)")],
      rows: [
        [.text("Sensitivity"), .integer(7), .integer(7), try table.sensitivity().map { .proportion($0) } ?? .missing],
        [.text("Specificity"), .integer(9), .integer(10), try table.specificity().map { .proportion($0) } ?? .missing],
        [.text("Accuracy"), .integer(16), .integer(17), try table.accuracy().map { .proportion($0) } ?? .missing],
      ])
  }
}
