import MRSCore
import MRSModel
import Numerics

extension NetworkQuantifier {
  /// Which parts of a spectrum the answer for one amount, or for a sum of amounts, comes from: integrated gradients, as
  /// ``SpectralAttribution`` has them, of F = ln Σ exp(Mₖ), Mₖ being the mean of the logarithm of a member's amount.
  ///
  /// Features are searches and tables that libtorch cannot differentiate, so that differences take the place of derivatives,
  /// for plain networks alike. With α = eᵗ the integrand over t is F's derivative by the logarithm of a bin's height: it is
  /// taken in the middle of equal steps of t. Searches and cells of tables jump, and a difference over a jump is no
  /// derivative: of those above and below, the smaller is taken. What the jumps on the way make of F is then missing from the
  /// bins, and is told as the difference of ``SpectralAttribution/sum`` and ``SpectralAttribution/difference``.
  ///
  /// Where features know lines of fat, the fat stays on the way to an amount that is not fat's: else most of what is found were
  /// how its tails are taken off, hundreds of times the answer where lines are broad.
  ///
  /// The noise that the network is told is that of the measured signal all along.
  /// - Parameter members: the targets that `name` is the sum of; one for a species.
  /// - Throws: ``NetworkError/unknownTarget(name:known:)``; as `quantify`.
  public func attribution(of name: String, members: [String], in fid: FID) throws -> SpectralAttribution {
    try attribution(of: name, members: members, in: fid, along: AttributionPath())
  }

  package func attribution(
    of name: String, members: [String], in fid: FID, along path: AttributionPath
  ) throws -> SpectralAttribution {
    var places: [Int] = []
    for member in members {
      guard let place = card.targets.firstIndex(of: member) else {
        throw NetworkError.unknownTarget(name: member, known: card.targets)
      }
      places.append(place)
    }
    let cut = try accepted(fid)
    let view = AttributionView(of: self, measured: cut)
    let varied = members.contains { features?.isFat($0) ?? true } ? nil : view.withoutFat(cut)
    let (whole, bins) = ((varied ?? cut).samples, SpectrumBins(of: card.encoder))
    let kept = cut.samples - whole
    let parts = bins.parts(of: varied ?? cut, transform: transform)
    var values = [Double](repeating: 0, count: bins.count)
    for step in 0..<path.steps {
      try Task.checkCancellation()
      let height = path.height(atMiddleOf: step)
      let middle = kept + height * whole
      let altered = [1, -1].flatMap { sign in parts.map { middle + (sign * height * path.probe) * $0 } }
      let found = try view.logAmounts(of: places, in: [middle] + altered)
      for bin in values.indices {
        let above = found[1 + bin] - found[0]
        let below = found[0] - found[1 + bins.count + bin]
        values[bin] += path.logStep / path.probe * (abs(above) < abs(below) ? above : below)
      }
    }
    let ends = try view.logAmounts(of: places, in: [kept + path.start * whole, cut.samples])
    return SpectralAttribution(
      name: name, shifts: bins.shifts, values: values, difference: ends[1] - ends[0], start: path.start,
      keepsFat: varied != nil)
  }
}

/// How a network answers for altered copies of one signal: it is told the noise of the signal as measured.
private struct AttributionView {
  private let quantifier: NetworkQuantifier
  private let acquisition: Acquisition
  private let noise: Double
  private let sideInputs: [Float]

  init(of quantifier: NetworkQuantifier, measured: FID) {
    self.quantifier = quantifier
    acquisition = measured.acquisition
    noise = NoiseEstimate(of: measured).spectral
    sideInputs = quantifier.card.encoder.encoded(measured, transform: quantifier.transform).sideInputs
  }

  /// What the features' lines of fat leave of the signal; `nil` where there are none.
  func withoutFat(_ fid: FID) -> FID? { quantifier.features?.withoutFat(fid, noise: noise) }

  /// ln Σ exp(Mₖ) over these targets, of each signal.
  func logAmounts(of places: [Int], in signals: [ComplexVector]) throws -> [Double] {
    let (inputs, side): ([Float], [Float])
    if let features = quantifier.features {
      (inputs, side) = features.encoded(
        signals.map { FID(samples: $0, acquisition: acquisition) }, noises: signals.map { _ in noise })
    } else {
      inputs = signals.flatMap { quantifier.card.encoder.inputs(of: $0, transform: quantifier.transform) }
      side = signals.flatMap { _ in sideInputs }
    }
    let card = quantifier.card
    return try quantifier.answers(inputs: inputs, sideInputs: side, count: signals.count).map { answer in
      let logMeans = places.map { card.logMeans[$0] + card.logDeviations[$0] * answer.means[$0] }
      let largest = logMeans.max() ?? 0
      return largest + .log(logMeans.reduce(0) { $0 + .exp($1 - largest) })
    }
  }
}
