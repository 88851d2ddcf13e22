/// Which third of each condition every spectrum is in.
package struct SpectrumThirds: Sendable {
  /// A third of the spectra.
  struct Third: Sendable {
    let condition: SpectrumCondition
    let range: ClosedRange<Double>
    let places: Set<Int>
  }

  /// By condition, the lowest first; none of a condition that is not known of all spectra or that does not vary.
  let thirds: [Third]

  package init(of truths: [SpectrumTruth]) {
    thirds = SpectrumCondition.allCases.flatMap { condition -> [Third] in
      let values = truths.compactMap(condition.value)
      guard values.count == truths.count, values.count >= 9, let low = values.min(), let high = values.max(), low < high
      else { return [] }
      let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
      return (0..<3).map { third in
        let places = order[order.count * third / 3..<order.count * (third + 1) / 3]
        let own = places.map { values[$0] }
        return Third(condition: condition, range: (own.first ?? low)...(own.last ?? high), places: Set(places))
      }
    }
  }
}
