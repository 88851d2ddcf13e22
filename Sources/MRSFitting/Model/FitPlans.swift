import MRSModel
import Synchronization

/// The plans of a model's fits: of all samples, and of the first of them, as many as hold all signal.
final class FitPlans: Sendable {
  /// Plans of as many samples.
  struct Pair: Sendable {
    /// With fat that may look otherwise than its functions.
    let all: FitPlan
    /// The same with fat that looks as they do; `nil` where no function may look otherwise.
    let known: FitPlan?

    /// Of how many samples.
    var points: Int { all.model.acquisition.points }

    /// ``FitPlan/moved(by:)`` of both.
    func moved(by frequency: Double) throws -> Pair {
      Pair(all: try all.moved(by: frequency), known: try known?.moved(by: frequency))
    }
  }

  let whole: Pair
  /// Made when they are asked for; `nil` where their spectrum has too few points.
  private let shorter = Mutex<[Int: Pair?]>([:])

  /// - Parameter known: plans of the same model and shapes, of which what takes time is taken over.
  /// - Throws: ``FittingError``, `LinearAlgebraError`.
  init(model: ForwardModel, options: LeastSquaresOptions, sharing known: FitPlans? = nil) throws {
    whole = Pair(
      all: try FitPlan(model: model, options: options, sharing: known?.whole.all),
      known: try LeastSquares.ofKnownShapes(options).map {
        try FitPlan(model: model, options: $0, sharing: known?.whole.known)
      })
  }

  /// The plans of the first `points` samples; `nil` where their spectrum has too few points in the window.
  func shortened(to points: Int) -> Pair? {
    shorter.withLock { shorter in
      if let known = shorter[points] { return known }
      let made = try? Pair(
        all: whole.all.shortened(to: points), known: whole.known.map { try $0.shortened(to: points) })
      shorter[points] = .some(made)
      return made
    }
  }
}
