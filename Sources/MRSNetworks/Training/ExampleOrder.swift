import MRSCore

/// Which examples each step takes: epoch after epoch, each in a random order of its own, or always in theirs. Batches
/// are always full; one may reach from an epoch into the next.
package struct ExampleOrder {
  let count: Int
  /// The stream whose child an epoch orders that epoch; nil for no shuffling.
  let stream: RandomStream?
  private var epoch = -1
  private var permutation: [Int] = []

  package init(count: Int, stream: RandomStream?) {
    self.count = count
    self.stream = stream
  }

  /// - Parameter step: counted from 1.
  package mutating func indices(ofStep step: Int, batchSize: Int) -> [Int] {
    ((step - 1) * batchSize..<step * batchSize).map { position in
      guard let stream else { return position % count }
      if position / count != epoch {
        epoch = position / count
        var own = stream.child(epoch)
        permutation = own.permutation(count)
      }
      return permutation[position % count]
    }
  }
}
