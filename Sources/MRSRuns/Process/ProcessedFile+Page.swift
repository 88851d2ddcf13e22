import MRSCore
import MRSProcessing
import MRSReport
import Numerics

extension ProcessedFile {
  /// The page: quality with its lights, doubts, every step with a picture of before and after, and of an edited scan what was made of
  /// its conditions.
  /// - Throws: `ReportError`.
  public func page() throws(ReportError) -> ReportPage {
    var sections: [ReportPage.Section] = []
    for part in parts { sections.append(qualitySection(part)) }
    let words = plainDoubts
    if !words.isEmpty { sections.append(.init(title: "Doubts", blocks: words.map { .paragraph($0) })) }
    if let edited { sections.append(editedSection(edited)) }
    sections.append(.init(title: "What was done", blocks: [.table(try stepTable())]))
    for part in parts { sections += stepSections(part) }
    sections.append(.init(title: "Limits and their sources", blocks: [.table(try qualityTable())]))
    return ReportPage(
      title: "Processing of \(names.scan)",
      notice:
        "For research; not a medical device. The limits of the lights are conventions, not proofs: look at the spectra.",
      sections: sections)
  }

  private func qualitySection(_ part: ProcessedPart) -> ReportPage.Section {
    let title = parts.count > 1 ? "Quality of \(part.name)" : "Quality"
    let rows = part.checks.map { check in
      LightsFigure.Row(name: check.name, value: check.words, light: check.light.lamp, limits: check.limits)
    }
    let line =
      part.quality.line.map { "The line is \($0.name) at \(NumberText.fixed($0.shift, decimals: 2)) ppm." } ?? ""
    return .init(
      title: title,
      blocks: [
        .figure(
          LightsFigure(
            title: "\(title) of \(names.scan)",
            caption:
              "Green, amber and red from the left. SNR is the highest point of the real spectrum over the noise of a point, no filter, "
              + "no zero-filling. \(line) Where the limits are from stands at the end of the page.", rows: rows))
      ])
  }

  private func editedSection(_ edited: EditedScan) -> ReportPage.Section {
    var blocks: [ReportPage.Block] = [.paragraph("Sub-spectra: \(alignmentWords(edited)).")]
    let phase = edited.aligned[0].uprightPhase
    let traces =
      zip(edited.scheme.conditions, edited.aligned).map { ($0.name, $1) }
      + edited.combinations.map { ($0.name, $0.fid) }
    for (name, fid) in traces {
      let drawn = fid.drawn(phase: phase)
      blocks.append(
        .figure(
          SpectrumFigure(
            title: name, caption: "\(name): real part, all with the phase of the first condition.",
            shifts: drawn.shifts,
            data: drawn.values)))
    }
    return .init(title: "Edited spectra", blocks: blocks)
  }

  private func stepSections(_ part: ProcessedPart) -> [ReportPage.Section] {
    part.stages.map { stage in
      let record = stage.record
      let prefix = parts.count > 1 ? "\(part.name): " : ""
      var blocks: [ReportPage.Block] = [
        .paragraph("\(record.text.prefix(1).uppercased() + record.text.dropFirst()). Why: \(record.step.reason).")
      ]
      guard record.isChange else { return .init(title: "\(prefix)\(record.step.words)", blocks: blocks) }
      let showsWater = if case .removeWater = record.step { true } else { false }
      let (before, after) = (stage.before, stage.after)
      let (first, second) = (
        before.drawn(phase: before.uprightPhase, withWater: showsWater),
        after.drawn(phase: after.uprightPhase, withWater: showsWater)
      )
      blocks.append(
        .figure(
          BeforeAfterFigure(
            title: "\(prefix)\(record.step.words)", caption: record.step.caption, shifts: first.shifts,
            before: first.values, after: second.values)))
      if let scan = record.scan, scan.corrections.count > 1 {
        blocks.append(.figure(driftFigure(scan)))
      }
      if let rejected = record.scan?.rejected, !rejected.isEmpty {
        blocks.append(
          .paragraph(
            "Left out: " + rejected.map { "\($0.index + 1) (\($0.reason.words))" }.joined(separator: ", ") + "."))
      }
      return .init(title: "\(prefix)\(record.step.words)", blocks: blocks)
    }
  }

  private func driftFigure(_ scan: AverageRecord) -> LineFigure {
    let x = scan.corrections.indices.map { Double($0 + 1) }
    return LineFigure(
      title: "Frequency of the averages",
      caption:
        "How far each average was from the middle one before it was moved there; those left out before are not counted.",
      xLabel: "Average", yLabel: "Offset (Hz)",
      series: [.init(name: "offset", x: x, y: scan.corrections.map { -$0.frequency.hertz })])
  }
}

extension QualityLight {
  fileprivate var lamp: LightsFigure.Light {
    switch self {
    case .green: .green
    case .amber: .amber
    case .red: .red
    }
  }
}

extension OutlierRejection.Reason {
  /// For people.
  fileprivate var words: String {
    switch self {
    case .notFinite: "samples that are no numbers"
    case .unlike(let deviations): "\(NumberText.significant(deviations, digits: 2)) deviations from the others"
    case .amplitude(let ratio): "\(NumberText.significant(ratio, digits: 2)) times the others' amplitude"
    }
  }
}

extension ProcessingStep {
  /// `combine coils` for `combineCoils`.
  var words: String { title.reduce(into: "") { $0 += $1.isUppercase ? " " + $1.lowercased() : String($1) } }

  /// What its picture shows.
  fileprivate var caption: String {
    let common = "Real part, the tallest line upright, one scale for both. "
    return switch self {
    case .combineCoils:
      common + "Before: the mean over averages of the coil with the most signal; after: that of all coils."
    case .average: common + "Before: one average; after: their mean."
    case .removeWater: common + "The window reaches over the water."
    default: common + "Each is the mean over averages."
    }
  }
}

extension FID {
  /// The phase that sets the tallest line of 0.5 to 4.1 ppm upright.
  fileprivate var uprightPhase: Complex<Double> {
    let spectrum = FourierTransform(count: samples.count).spectrum(of: self)
    let magnitude = spectrum.values.magnitude
    let top = spectrum.indices(in: .ppm(0.5) ... .ppm(4.1)).max { magnitude[$0] < magnitude[$1] }
    return top.map { Complex(length: 1, phase: -spectrum.values[$0].phase) } ?? 1
  }

  /// The real part from 0.2 to 4.3 ppm, or to 5.6 with the water.
  fileprivate func drawn(
    phase: Complex<Double>, withWater: Bool = false
  ) -> (shifts: [Double], values: [Double]) {
    let spectrum = FourierTransform(count: samples.count).spectrum(of: self)
    var range = spectrum.indices(in: .ppm(0.2) ... .ppm(withWater ? 5.6 : 4.3))
    if range.count < 2 { range = spectrum.values.indices }
    return (range.map { spectrum.shift(at: $0).ppm }, range.map { (spectrum.values[$0] * phase).real })
  }
}
