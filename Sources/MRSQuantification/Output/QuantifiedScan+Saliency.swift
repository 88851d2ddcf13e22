import MRSNetworks
import MRSReport
import Numerics

/// What part of the spectrum an answer of a network comes from, as bars and in words.
extension QuantifiedScan {
  /// Bars below the spectrum; `nil` where it was not asked.
  /// - Parameter offset: by how much the axis that they stand below is moved, ppm.
  func contributions(movedBy offset: Double) -> Contributions? {
    saliency.map { found in
      Contributions(
        title: "What the answer for \(found.name) comes from (integrated gradients)", label: "Δ ln(amount)",
        shifts: found.shifts.map { $0 - offset }, values: found.values)
    }
  }

  /// What the bars are, for the caption of a figure, with what they miss; empty where there are none.
  var contributionsCaption: String {
    guard let found = saliency else { return "" }
    return " Bars: what each part of the spectrum adds to ln(\(found.name)), compared with \(Self.faint(found)); "
      + "\(Self.signed(found.sum)) in all, of \(Self.signed(found.difference))."
  }

  /// For a terminal: where most of it is, what it adds up to, and how well the bins do.
  var saliencyText: String? {
    guard let found = saliency else { return nil }
    let spans = found.spans.prefix(4).map { span in
      "\(NumberText.fixed(span.low, decimals: 2))–\(NumberText.fixed(span.high, decimals: 2)) ppm "
        + "\(Self.signed(span.value)) (\(Int((100 * span.share).rounded())) %)"
    }
    let scale =
      found.keepsFat
      ? "0 would be none from it"
      : "\(NumberText.fixed(-Double.log(found.start), decimals: 2)) would be all from the spectrum, 0 all from the prior"
    return """
      What the answer for \(found.name) comes from (integrated gradients)
        \(spans.isEmpty ? "nothing in the spectrum" : spans.joined(separator: ", "))
        all: ln(\(found.name)) is \(NumberText.fixed(found.difference, decimals: 2)) above that of \(Self.faint(found)); \(scale)
        the parts add up to \(NumberText.fixed(found.sum, decimals: 2))

      """
  }

  private static func faint(_ found: SpectralAttribution) -> String {
    "a spectrum \(found.keepsFat ? "whose all but fat is " : "")\(NumberText.fixed(found.start, decimals: 1)) times as strong "
      + "in the same noise"
  }

  private static func signed(_ value: Double) -> String {
    (value > 0 ? "+" : "") + NumberText.fixed(value, decimals: 2)
  }
}
