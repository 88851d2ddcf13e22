/// Operations that pick, put together, sum up and multiply as matrices.
extension ONNXValue {
  /// The numbers of a range of an axis.
  func slice(_ range: Range<Int>, axis: Int) -> ONNXValue {
    graph.apply(
      "Slice",
      [self] + [range.lowerBound, range.upperBound, axis].map { graph.constant([$0]) }, giving: type)
  }

  /// Those at the places of an axis; one place without its axis.
  func gathered(_ places: ONNXValue, axis: Int) -> ONNXValue {
    graph.apply("Gather", [self, places], giving: type, ("axis", .integer(axis)))
  }

  func gathered(_ places: [Int], axis: Int) -> ONNXValue { gathered(graph.constant(places), axis: axis) }

  /// One place of an axis, which is gone then.
  func plane(_ place: Int, axis: Int) -> ONNXValue { gathered(graph.scalar(Double(place), .int64), axis: axis) }

  /// In each row the numbers at places of its own.
  func elements(at places: ONNXValue) -> ONNXValue {
    graph.apply("GatherElements", [self, places], giving: type, ("axis", .integer(1)))
  }

  /// −1 is for what is left.
  func reshaped(_ shape: [Int]) -> ONNXValue {
    graph.apply("Reshape", [self, graph.constant(shape)], giving: type)
  }

  func transposed(_ order: [Int]) -> ONNXValue {
    graph.apply("Transpose", [self], giving: type, ("perm", .integers(order)))
  }

  /// The sum along axes, which are gone then, or of size 1.
  func sum(_ axes: [Int], keepingAxes: Bool = true) -> ONNXValue {
    graph.apply(
      "ReduceSum", [self, graph.constant(axes)], giving: type, ("keepdims", .integer(keepingAxes ? 1 : 0)))
  }

  /// The largest along an axis, which has size 1 then.
  func largest(axis: Int) -> ONNXValue { reduced("ReduceMax", axis: axis) }

  /// The smallest likewise.
  func smallest(axis: Int) -> ONNXValue { reduced("ReduceMin", axis: axis) }

  private func reduced(_ operation: String, axis: Int) -> ONNXValue {
    graph.apply(operation, [self], giving: type, ("axes", .integers([axis])), ("keepdims", .integer(1)))
  }

  /// The place of the largest of each row, the first of several, (rows, 1).
  var placeOfLargest: ONNXValue {
    graph.apply("ArgMax", [self], giving: .int64, ("axis", .integer(1)), ("keepdims", .integer(1)))
  }

  /// The smallest so many of each row, rising.
  func sorted(smallest count: Int) -> ONNXValue {
    graph.apply(
      "TopK", [self, graph.constant([count])], giving: type, outputs: 2, ("axis", .integer(1)),
      ("largest", .integer(0)),
      ("sorted", .integer(1)))
  }

  /// Of the numbers of each row that a mask tells, as if they were sorted, the one at half of their count, or 0 of
  /// none; (rows, 1).
  /// - Parameter width: numbers a row.
  func median(of mask: ONNXValue, width: Int) -> ONNXValue {
    let count = mask.cast(to: .int64).sum([1])
    let sorted = mask.chosen(self, else: .greatestFiniteMagnitude).sorted(smallest: width / 2 + 1)
    return (count > 0).chosen(sorted.elements(at: count / 2), else: 0)
  }

  /// The product of matrices, those of the last two axes.
  func times(_ other: ONNXValue) -> ONNXValue { graph.apply("MatMul", [self, other], giving: type) }

  static func concatenated(_ parts: [ONNXValue], axis: Int) -> ONNXValue {
    parts[0].graph.apply("Concat", parts, giving: parts[0].type, ("axis", .integer(axis)))
  }
}
