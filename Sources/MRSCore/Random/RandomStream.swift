import CSignal
import Numerics

/// A stream of pseudo-random numbers that can be split without communication.
///
/// Philox4x32-10 (Salmon et al. 2011, doi:10.1145/2063384.2063405): word n of a stream is a function of the stream's
/// 64-bit key and of n alone. ``child(_:)`` derives an independent key, so item i of any batch draws from child i and
/// no result depends on the number of cores or the order of work.
public struct RandomStream: RandomNumberGenerator, Sendable, Hashable {
  /// The 64-bit key that tells this stream from all others.
  public let key: UInt64
  private var block: UInt64 = 0
  private var words: (UInt64, UInt64) = (0, 0)
  private var used = 2
  private var spareNormal: Double?
  /// How many counters ``addNormals(to:deviation:)`` has used.
  private var normalBlocks: UInt64 = 0

  public init(seed: UInt64) { key = seed }

  /// The stream of item `index` of this stream. It depends on this stream's key only, not on how many numbers were
  /// drawn from it.
  public func child(_ index: Int) -> RandomStream {
    let counter = UInt64(bitPattern: Int64(index))
    // The upper counter words separate splitting from drawing.
    let words = Self.philox(counter: (counter, 0x6368_696c_645f_6b79), key: key)
    return RandomStream(seed: words.0 ^ words.1)
  }

  /// The stream of a named step: the child whose index is the FNV-1a hash of the name.
  public func child(_ name: String) -> RandomStream {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return child(Int(Int64(bitPattern: hash)))
  }

  /// The next 64 bits, uniform: each is a function of the stream and of how many came before.
  public mutating func next() -> UInt64 {
    if used == 2 {
      words = Self.philox(counter: (block, 0), key: key)
      block += 1
      used = 0
    }
    used += 1
    return used == 1 ? words.0 : words.1
  }

  /// A number uniform on [0, 1), of 53 bits.
  public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A number uniform on the range.
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }

  /// A standard normal number (Box–Muller, both of each pair used).
  public mutating func normal() -> Double {
    if let spare = spareNormal {
      spareNormal = nil
      return spare
    }
    let radius = (-2 * Double.log(1 - uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    spareNormal = radius * .sin(angle)
    return radius * .cos(angle)
  }

  /// A normal number of the given mean and standard deviation.
  public mutating func normal(mean: Double, deviation: Double) -> Double { mean + deviation * normal() }

  /// Adds independent normal numbers of mean zero to every element of `values`, thirty times as fast as one by one.
  ///
  /// They are of single precision, made of 23-bit uniform numbers by Box–Muller, so that none exceeds 5.7 deviations,
  /// with no function of the system: the same bits on every machine. They come from a part of the stream of their own:
  /// what ``next()`` gives does not depend on whether this was called.
  public mutating func addNormals(to values: inout [Double], deviation: Double) {
    unsafe values.withUnsafeMutableBufferPointer { values in
      guard let target = values.baseAddress else { return }
      unsafe signal_add_normals(target, values.count, deviation, key, normalBlocks)
    }
    normalBlocks += UInt64((values.count + 127) / 128 * 32)
  }

  /// The indices 0 ..< count in random order (Fisher–Yates).
  public mutating func permutation(_ count: Int) -> [Int] { Array(0..<count).shuffled(using: &self) }

  public static func == (left: RandomStream, right: RandomStream) -> Bool {
    left.key == right.key && left.block == right.block && left.used == right.used
      && left.normalBlocks == right.normalBlocks
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(key) }

  /// Ten rounds of Philox4x32 on a 128-bit counter with a 64-bit key; the result as two 64-bit words.
  package static func philox(counter: (UInt64, UInt64), key: UInt64) -> (UInt64, UInt64) {
    var c0 = UInt32(truncatingIfNeeded: counter.0)
    var c1 = UInt32(truncatingIfNeeded: counter.0 >> 32)
    var c2 = UInt32(truncatingIfNeeded: counter.1)
    var c3 = UInt32(truncatingIfNeeded: counter.1 >> 32)
    var k0 = UInt32(truncatingIfNeeded: key)
    var k1 = UInt32(truncatingIfNeeded: key >> 32)
    for _ in 0..<10 {
      let p0 = UInt64(c0) * 0xD251_1F53
      let p1 = UInt64(c2) * 0xCD9E_8D57
      (c0, c1, c2, c3) = (
        UInt32(truncatingIfNeeded: p1 >> 32) ^ c1 ^ k0, UInt32(truncatingIfNeeded: p1),
        UInt32(truncatingIfNeeded: p0 >> 32) ^ c3 ^ k1, UInt32(truncatingIfNeeded: p0)
      )
      k0 = k0 &+ 0x9E37_79B9
      k1 = k1 &+ 0xBB67_AE85
    }
    return (UInt64(c1) << 32 | UInt64(c0), UInt64(c3) << 32 | UInt64(c2))
  }
}
