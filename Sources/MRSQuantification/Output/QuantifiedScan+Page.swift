import MRSModel
import MRSReport

extension QuantifiedScan {
  /// The result on one page: spectrum, table, quality, doubts and origin.
  public func page() -> FitPage {
    let full = figure()
    let spectrum = SpectrumFigure(
      title: full.title,
      caption: "\(provenance.method); basis \(provenance.basis)" + (saliency == nil ? "" : "." + contributionsCaption),
      shifts: full.shifts,
      data: full.data, fit: full.fit, baseline: full.baseline, labels: full.labels,
      contributions: full.contributions, window: full.window, signalLabel: full.signalLabel)
    let scale = scale
    func row(_ amount: Amount, _ members: [String], isSum: Bool) -> FitPage.Row {
      let percent = amount.percentDeviation.flatMap { $0.isFinite ? $0 : nil }
      return FitPage.Row(
        name: amount.name,
        amount: amount.isAtBound
          ? "0"
          : NumberText.measurement(amount.value / scale.factor, deviation: amount.standardDeviation / scale.factor),
        percent: percent,
        ratio: amount.isAtBound
          ? nil
          : ratio(of: members).map { NumberText.measurement($0.value, deviation: $0.standardDeviation) }, isSum: isSum)
    }
    let kind = quantification.amounts.first?.uncertainty ?? .cramerRao
    var footnotes = [
      "± one standard deviation, \(kind.rawValue). Bold: 20 % or better; pale: above 50 %, or not detected."
    ]
    if let scaling {
      footnotes.append(
        "All amounts share a further ±\(NumberText.fixed(100 * scaling.scaleDeviation, decimals: 0)) %: the tissue's water "
          + "and its relaxation. Ratios do not.")
    }
    let doubts = plainDoubts
    return FitPage(
      spectrum: spectrum,
      rows: quantification.amounts.map { row($0, [$0.name], isSum: false) }
        + sums.map { row($0.amount, $0.members, isSum: true) },
      unit: scale.unit, reference: reference.isEmpty ? nil : referenceName, footnotes: footnotes,
      notes: [
        .init(title: "Quality", lines: quality),
        .init(title: "Doubts", lines: doubts.isEmpty ? ["none"] : doubts.map { "– " + $0 }),
        .init(title: "Origin", lines: pageOrigin),
      ], notice: "hepatica \(provenance.hepatica) · for research, not a medical device")
  }

  private var pageOrigin: [String] {
    var lines = ["Processing: \(provenance.processing)."]
    lines.append("File: \(provenance.file.name), SHA-256 \(provenance.file.sha256.prefix(12))….")
    if let water = provenance.water { lines.append("Water: \(water.name), SHA-256 \(water.sha256.prefix(12))….") }
    lines.append("Basis: \(provenance.basis), SHA-256 \(provenance.basisSHA256.prefix(12))….")
    lines.append(
      "Profile: \(provenance.profile) (\(provenance.profileReason)), SHA-256 \(provenance.profileSHA256.prefix(12))….")
    if let tissue = provenance.tissue { lines.append("Tissue: \(profile.water.tissue), \(tissue).") }
    if let notice = provenance.networkNotice { lines.append(notice) }
    return lines
  }
}
