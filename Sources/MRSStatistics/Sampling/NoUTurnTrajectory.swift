import MRSCore
import Numerics

/// One transition of ``NoUTurnSampler``: a trajectory doubled forwards or backwards until it turns, and a draw from it.
struct NoUTurnTrajectory<Density: LogDensity> {
  /// How one transition went.
  struct Move {
    var acceptance: Double
    var isDivergent: Bool
    var isDepthLimited: Bool
  }

  /// A stretch of 2^depth steps.
  private struct Stretch {
    /// The ends in the order in which they were reached.
    var first: HamiltonianState
    var last: HamiltonianState
    /// The sum of all momenta.
    var momenta: [Double]
    /// A draw from the stretch, by weight.
    var draw: HamiltonianState
    /// ln Σ exp(H₀ − H).
    var logWeight: Double
  }

  private let density: Density
  var metric: Metric
  private let maximumDepth: Int
  private(set) var evaluations = 0
  /// An error of the energy beyond which a trajectory has left the density (Stan's).
  private let largestError = 1000.0

  init(density: Density, metric: Metric, maximumDepth: Int) {
    self.density = density
    self.metric = metric
    self.maximumDepth = maximumDepth
  }

  /// Replaces `here` by the next draw.
  mutating func advance(_ here: inout HamiltonianState, step: Double, using stream: inout RandomStream) -> Move {
    here.momentum = here.point.map { _ in stream.normal() }
    let origin = here.negativeEnergy
    var (forward, backward) = (here, here)
    var momenta = here.momentum
    var draw = here
    var logWeight = 0.0
    var accepted = (sum: 0.0, count: 0.0)
    var move = Move(acceptance: 0, isDivergent: false, isDepthLimited: true)

    for depth in 0..<maximumDepth {
      let goesForward = stream.uniform() < 0.5
      guard
        let added = stretch(
          from: goesForward ? forward : backward, depth: depth, step: goesForward ? step : -step, origin: origin,
          accepted: &accepted, isDivergent: &move.isDivergent, using: &stream)
      else {
        move.isDepthLimited = false
        break
      }
      // The new half is preferred, so that draws move far.
      if added.logWeight >= logWeight || stream.uniform() < Double.exp(added.logWeight - logWeight) {
        draw = added.draw
      }
      logWeight = Self.logSum(logWeight, added.logWeight)
      let oldMomenta = momenta
      let oldEnd = goesForward ? forward : backward
      momenta = zip(oldMomenta, added.momenta).map(+)
      if goesForward { forward = added.last } else { backward = added.last }
      let isLonger =
        Self.goesOn(backward, forward, momenta)
        && Self.goesOn(
          goesForward ? backward : forward, added.first, zip(oldMomenta, added.first.momentum).map(+))
        && Self.goesOn(oldEnd, added.last, zip(added.momenta, oldEnd.momentum).map(+))
      if !isLonger {
        move.isDepthLimited = false
        break
      }
    }
    here = draw
    move.acceptance = accepted.count > 0 ? accepted.sum / accepted.count : 0
    return move
  }

  /// A step at which one leapfrog is accepted with probability one half, about (Hoffman & Gelman 2014, algorithm 4).
  mutating func reasonableStep(at here: HamiltonianState, using stream: inout RandomStream) -> Double {
    var start = here
    start.momentum = here.point.map { _ in stream.normal() }
    let origin = start.negativeEnergy
    var step = 1.0
    var grows: Bool?
    for _ in 0..<60 {
      let change = leapfrog(start, step: step).negativeEnergy - origin
      let isAccepted = change > -Double.log(2)
      if let grows, grows != isAccepted { break }
      grows = isAccepted
      step *= isAccepted ? 2 : 0.5
    }
    return step
  }

  /// 2^depth steps from `end`; `nil` when they turn back or diverge.
  private mutating func stretch(
    from end: HamiltonianState, depth: Int, step: Double, origin: Double, accepted: inout (sum: Double, count: Double),
    isDivergent: inout Bool, using stream: inout RandomStream
  ) -> Stretch? {
    if depth == 0 {
      // A trajectory of a thousand steps may take a minute; who cancels is heard at each, and the chain then throws.
      guard !Task.isCancelled else { return nil }
      let state = leapfrog(end, step: step)
      let energy = state.negativeEnergy
      let change = energy.isNaN ? -.infinity : energy - origin
      accepted.sum += min(1, .exp(change))
      accepted.count += 1
      guard change > -largestError else {
        isDivergent = true
        return nil
      }
      return Stretch(first: state, last: state, momenta: state.momentum, draw: state, logWeight: change)
    }
    guard
      let near = stretch(
        from: end, depth: depth - 1, step: step, origin: origin, accepted: &accepted, isDivergent: &isDivergent,
        using: &stream),
      let far = stretch(
        from: near.last, depth: depth - 1, step: step, origin: origin, accepted: &accepted, isDivergent: &isDivergent,
        using: &stream)
    else { return nil }
    let logWeight = Self.logSum(near.logWeight, far.logWeight)
    let takesFar = stream.uniform() < Double.exp(far.logWeight - logWeight)
    let momenta = zip(near.momenta, far.momenta).map(+)
    // The two further tests see a turn between the halves that both halves and the whole miss.
    guard Self.goesOn(near.first, far.last, momenta),
      Self.goesOn(near.first, far.first, zip(near.momenta, far.first.momentum).map(+)),
      Self.goesOn(near.last, far.last, zip(far.momenta, near.last.momentum).map(+))
    else { return nil }
    return Stretch(
      first: near.first, last: far.last, momenta: momenta, draw: takesFar ? far.draw : near.draw, logWeight: logWeight)
  }

  private mutating func leapfrog(_ state: HamiltonianState, step: Double) -> HamiltonianState {
    var momentum = state.momentum
    let before = metric.factor.transposedTimes(state.gradient)
    for i in momentum.indices { momentum[i] += step / 2 * before[i] }
    let velocity = metric.factor * momentum
    var next = HamiltonianState(at: zip(state.point, velocity).map { $0 + step * $1 }, density)
    evaluations += 1
    let after = metric.factor.transposedTimes(next.gradient)
    for i in momentum.indices { momentum[i] += step / 2 * after[i] }
    next.momentum = momentum
    return next
  }

  /// False when either end moves against the way that lies between them (Betancourt 2017, A.4.2).
  private static func goesOn(_ one: HamiltonianState, _ other: HamiltonianState, _ momenta: [Double]) -> Bool {
    func projection(_ state: HamiltonianState) -> Double {
      zip(state.momentum, momenta).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return projection(one) > 0 && projection(other) > 0
  }

  /// ln(exp a + exp b).
  private static func logSum(_ a: Double, _ b: Double) -> Double {
    let (low, high) = (min(a, b), max(a, b))
    return high == -.infinity ? high : high + .log(onePlus: .exp(low - high))
  }
}
