import MRSCore

/// Which trace of a `fid` is of which receiver: of blocks of one trace, receivers follow one another within each
/// repetition; blocks of several traces are of one receiver each.
///
/// Public readers differ in the former. Where the other order makes repetitions of a receiver clearly more alike in phase,
/// it is taken, with a doubt.
struct VarianOrder: Sendable {
  let coils: Int
  /// Coil by coil.
  let fids: [ComplexVector]
  let doubts: [Doubt]

  /// - Throws: ``FormatError/contradiction(path:first:second:advice:)`` where the traces are not a multiple of the receivers.
  init(_ blocks: VarianBlocks, receivers: Int) throws(FormatError) {
    let total = blocks.blocks * blocks.traces
    guard total.isMultiple(of: receivers), blocks.traces == 1 || blocks.blocks.isMultiple(of: receivers) else {
      throw .contradiction(
        path: blocks.path, first: "'rcvrs' of procpar has \(receivers) receivers on",
        second: "the fid has \(blocks.blocks) blocks of \(blocks.traces) traces",
        advice: "The scan was stopped early, or the two files are of different scans.")
    }
    coils = receivers
    var traces: [[ComplexVector]] = Array(repeating: [], count: receivers)
    for block in 0..<blocks.blocks {
      for trace in 0..<blocks.traces { traces[block % receivers].append(blocks.fid(block: block, trace: trace)) }
    }
    let repetitions = total / receivers
    guard receivers > 1, repetitions > 1, blocks.traces == 1 else {
      (fids, doubts) = (traces.flatMap { $0 }, [])
      return
    }
    let inTurn = traces.flatMap { $0 }
    let oneByOne = (0..<total).map { traces[$0 % receivers][$0 / receivers] }
    let usual = Self.likeness(inTurn, repetitions: repetitions)
    let other = Self.likeness(oneByOne, repetitions: repetitions)
    guard other > usual + 0.2 else {
      (fids, doubts) = (inTurn, [])
      return
    }
    fids = oneByOne
    doubts = [
      .contradictoryFields(
        first: "a fid of \(receivers) receivers has them in turn",
        second: "its traces agree better as \(repetitions) repetitions of one receiver after the other",
        used: "the latter was used")
    ]
  }

  /// The mean of Re⟨a, b⟩/(|a|·|b|) over neighbouring repetitions of each receiver: near 1 where they are the same signal.
  private static func likeness(_ fids: [ComplexVector], repetitions: Int) -> Double {
    var (sum, count) = (0.0, 0.0)
    for index in fids.indices.dropLast() where (index + 1) % repetitions != 0 {
      let size = (fids[index].energy * fids[index + 1].energy).squareRoot()
      guard size > 0, size.isFinite else { continue }
      sum += fids[index].innerProduct(fids[index + 1]).real / size
      count += 1
    }
    return count > 0 ? sum / count : 0
  }
}
