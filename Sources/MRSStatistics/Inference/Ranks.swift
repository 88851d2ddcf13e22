/// The ranks of values, 1 for the least, ties sharing the mean of their ranks.
struct Ranks: Sendable {
  /// The rank of each value, in the order given.
  let values: [Double]
  /// The sizes of the groups of equal values that hold more than one.
  let ties: [Int]

  init(_ numbers: [Double]) {
    let order = numbers.indices.sorted { numbers[$0] < numbers[$1] }
    var ranks = [Double](repeating: 0, count: numbers.count)
    var ties: [Int] = []
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count && numbers[order[end]] == numbers[order[start]] { end += 1 }
      for position in start..<end { ranks[order[position]] = Double(start + 1 + end) / 2 }
      if end - start > 1 { ties.append(end - start) }
      start = end
    }
    values = ranks
    self.ties = ties
  }

  /// Σ(t³ − t) over the groups of ties, by which they lessen the variance of a rank sum.
  var tieSum: Double { ties.reduce(0) { $0 + Double($1 * $1 * $1 - $1) } }
}
