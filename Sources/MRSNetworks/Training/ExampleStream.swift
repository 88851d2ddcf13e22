import Dispatch
import MRSCore
import Synchronization

/// Fresh examples for a training, made while it goes on: no example comes from a file, and none is kept longer than it is
/// needed.
///
/// Examples are made in blocks, the next one while the present is used; every example of a block is used `repeats` times,
/// each time in another order. Which example comes where is a function of the position alone, so that a training that is
/// resumed, or done on other cores, sees the same.
public final class ExampleStream: ExampleSource {
  /// What makes examples: a pure function of their indices.
  public typealias Maker = @Sendable (Range<Int>) throws -> ExampleBatch

  /// Different examples a block, where there are as many.
  public static let usualBlock = 16_384

  public let count: Int
  public let inputSize: Int
  public let sideInputSize: Int
  public let targetSize: Int
  /// Different examples a block, and how many of them are made as one.
  private let block: Int
  private let piece: Int
  private let repeats: Int
  private let stream: RandomStream
  private let tasks: Int
  private let make: Maker
  private let pending = Mutex<(present: Block?, next: Block?)>((nil, nil))

  /// - Parameters:
  ///   - count: examples that a training takes, the same one counted as often as it is taken.
  ///   - sizes: of inputs, side inputs and targets of one example.
  ///   - stream: of the order.
  ///   - tasks: threads that make examples beside the one that trains, which joins them when it must wait.
  public init(
    count: Int, sizes: (inputs: Int, sideInputs: Int, targets: Int), block: Int = usualBlock, piece: Int = 256,
    repeats: Int, stream: RandomStream, tasks: Int, make: @escaping Maker
  ) {
    precondition(block > 0 && piece > 0 && repeats > 0 && tasks > 0)
    self.count = count
    (inputSize, sideInputSize, targetSize) = (sizes.inputs, sizes.sideInputs, sizes.targets)
    self.block = block
    self.piece = piece
    self.repeats = repeats
    self.stream = stream
    self.tasks = tasks
    self.make = make
  }

  deinit {
    pending.withLock {
      $0.present?.cancel()
      $0.next?.cancel()
    }
  }

  public func examples(at indices: [Int]) throws -> ExampleBatch {
    var batch = ExampleBatch(inputs: [], targets: [])
    batch.inputs.reserveCapacity(indices.count * inputSize)
    var order: (number: Int, places: [Int]) = (-1, [])
    for index in indices {
      let pass = index / block
      if pass != order.number {
        var own = stream.child(pass)
        order = (pass, own.permutation(block))
      }
      let (examples, place) = (try contents(ofBlock: pass / repeats), order.places[index % block])
      batch.inputs += examples.inputs[place * inputSize..<(place + 1) * inputSize]
      batch.sideInputs += examples.sideInputs[place * sideInputSize..<(place + 1) * sideInputSize]
      batch.targets += examples.targets[place * targetSize..<(place + 1) * targetSize]
    }
    return batch
  }

  /// A block that is there or is waited for; the one behind it is begun.
  private func contents(ofBlock number: Int) throws -> ExampleBatch {
    let wanted = pending.withLock { pending -> Block in
      if pending.present?.number != number {
        if pending.next?.number == number {
          pending.present = pending.next
        } else {
          pending.present?.cancel()
          pending.next?.cancel()
          pending.present = begun(number)
        }
        pending.next = (number + 1) * block * repeats < count ? begun(number + 1) : nil
      }
      return pending.present ?? begun(number)
    }
    return try wanted.contents()
  }

  private func begun(_ number: Int) -> Block {
    Block(number: number, first: number * block, size: block, piece: piece, tasks: tasks, make: make)
  }
}

/// A block of examples that is being made, piece by piece, by whoever has time.
private final class Block: Sendable {
  let number: Int
  private let pieces: [Range<Int>]
  private let make: ExampleStream.Maker
  private let state: Mutex<State>
  private let workers = DispatchGroup()

  private struct State {
    var begun = 0
    var made: [ExampleBatch?]
    var failure: (any Error)?
    var whole: ExampleBatch?
  }

  init(number: Int, first: Int, size: Int, piece: Int, tasks: Int, make: @escaping ExampleStream.Maker) {
    self.number = number
    self.make = make
    let pieces = stride(from: 0, to: size, by: piece).map { first + $0..<first + min($0 + piece, size) }
    self.pieces = pieces
    state = Mutex(State(made: [ExampleBatch?](repeating: nil, count: pieces.count)))
    for _ in 0..<tasks { DispatchQueue.global(qos: .utility).async(group: workers) { [weak self] in self?.work() } }
  }

  func cancel() { state.withLock { $0.begun = pieces.count } }

  private func work() {
    while let next = state.withLock({ state -> Int? in
      guard state.begun < pieces.count, state.failure == nil, !Task.isCancelled else { return nil }
      state.begun += 1
      return state.begun - 1
    }) {
      do {
        let batch = try make(pieces[next])
        state.withLock { $0.made[next] = batch }
      } catch {
        state.withLock { $0.failure = $0.failure ?? error }
      }
    }
  }

  /// All examples, in order; the calling thread makes what nobody has begun.
  func contents() throws -> ExampleBatch {
    if let whole = state.withLock({ $0.whole }) { return whole }
    work()
    try Task.checkCancellation()
    workers.wait()
    return try state.withLock { state in
      if let failure = state.failure { throw failure }
      let made = state.made.compactMap(\.self)
      guard made.count == pieces.count else { throw CancellationError() }
      let whole = ExampleBatch(
        inputs: made.flatMap(\.inputs), sideInputs: made.flatMap(\.sideInputs), targets: made.flatMap(\.targets))
      state.whole = whole
      state.made = []
      return whole
    }
  }
}
