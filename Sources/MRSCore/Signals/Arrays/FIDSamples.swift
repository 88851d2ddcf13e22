/// The FIDs of a scan, one after another: in memory, or where they lie in a file.
public struct FIDSamples: RandomAccessCollection, Sendable {
  private enum Storage {
    case memory([ComplexVector])
    /// The FIDs of `indices`, in this order, the first `points` samples of each.
    case stored(any StoredFIDs, indices: [Int], points: Int)
  }

  private let storage: Storage

  public init(_ fids: [ComplexVector]) { storage = .memory(fids) }

  /// - Parameter order: which of the stored FIDs, all where none are named.
  public init(_ stored: any StoredFIDs, order: [Int]? = nil) {
    storage = .stored(stored, indices: order ?? Array(0..<stored.count), points: stored.points)
  }

  /// Pieces of others, one after another.
  public init(_ pieces: [(samples: FIDSamples, range: Range<Int>)]) {
    guard pieces.contains(where: \.samples.areStored) else {
      self.init(pieces.flatMap { $0.samples[$0.range] })
      return
    }
    self.init(JoinedFIDs(pieces))
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int {
    switch storage {
    case .memory(let fids): fids.count
    case .stored(_, let indices, _): indices.count
    }
  }

  public subscript(index: Int) -> ComplexVector {
    switch storage {
    case .memory(let fids): fids[index]
    case .stored(let stored, let indices, let points): stored.samples(of: indices[index], in: 0..<points)
    }
  }

  /// Samples `range` of one FID.
  public subscript(index: Int, range: Range<Int>) -> ComplexVector {
    switch storage {
    case .memory(let fids): fids[index][range]
    case .stored(let stored, let indices, let points):
      stored.samples(of: indices[index], in: range.clamped(to: 0..<points))
    }
  }

  /// Whether they lie in a file: to go through them takes time.
  public var areStored: Bool {
    if case .stored = storage { return true }
    return false
  }

  /// The FIDs of `indices`, in this order.
  public func selecting(_ indices: [Int]) -> FIDSamples {
    switch storage {
    case .memory(let fids): FIDSamples(indices.map { fids[$0] })
    case .stored(let stored, let own, let points):
      FIDSamples(storage: .stored(stored, indices: indices.map { own[$0] }, points: points))
    }
  }

  /// The samples of each FID.
  fileprivate var points: Int {
    switch storage {
    case .memory(let fids): fids.first?.count ?? 0
    case .stored(_, _, let points): points
    }
  }

  /// Whether each FID has so many samples.
  func areAll(of points: Int) -> Bool {
    switch storage {
    case .memory(let fids): fids.allSatisfy { $0.count == points }
    case .stored(_, _, let own): own == points
    }
  }

  private init(storage: Storage) { self.storage = storage }
}

/// Pieces of the FIDs of several scans, one after another.
private struct JoinedFIDs: StoredFIDs {
  let points: Int
  private let places: [(piece: Int, index: Int)]
  private let pieces: [FIDSamples]

  init(_ pieces: [(samples: FIDSamples, range: Range<Int>)]) {
    self.pieces = pieces.map(\.samples)
    places = pieces.indices.flatMap { piece in pieces[piece].range.map { (piece, $0) } }
    points = pieces.first.map { $0.samples.points } ?? 0
  }

  var count: Int { places.count }

  func samples(of fid: Int, in range: Range<Int>) -> ComplexVector {
    pieces[places[fid].piece][places[fid].index, range]
  }
}

extension FIDSamples: Hashable {
  public static func == (one: FIDSamples, other: FIDSamples) -> Bool { one.elementsEqual(other) }

  /// Whether they are the FIDs of a list.
  public static func == (one: FIDSamples, other: [ComplexVector]) -> Bool { one.elementsEqual(other) }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(count)
    for fid in self { hasher.combine(fid) }
  }
}

extension FIDSamples: ExpressibleByArrayLiteral {
  public init(arrayLiteral fids: ComplexVector...) { self.init(fids) }
}
