import MRSCore
import Testing

@Suite("RandomStream")
struct RandomStreamTests {
  /// Known answers of Philox4x32-10 from the Random123 distribution (Salmon et al. 2011, file kat_vectors).
  @Test("Philox gives Random123's known answers")
  func knownAnswers() {
    let zero = RandomStream.philox(counter: (0, 0), key: 0)
    #expect(zero.0 == 0xe169_c58d_6627_e8d5)
    #expect(zero.1 == 0x9b00_dbd8_bc57_ac4c)
    let ones = RandomStream.philox(counter: (.max, .max), key: .max)
    #expect(ones.0 == 0x41c8_3b0e_408f_276d)
    #expect(ones.1 == 0x6d54_51fd_a20b_c7c6)
    let pi = RandomStream.philox(
      counter: (0x85a3_08d3_243f_6a88, 0x0370_7344_1319_8a2e), key: 0x299f_31d0_a409_3822)
    #expect(pi.0 == 0x94fd_cceb_d16c_fe09)
    #expect(pi.1 == 0x2412_6ea1_5001_e420)
  }

  @Test("A child does not depend on what its parent has drawn, and differs from its siblings")
  func children() {
    let fresh = RandomStream(seed: 7)
    var used = fresh
    for _ in 0..<5 { _ = used.next() }
    var a = fresh.child(3)
    var b = used.child(3)
    var c = fresh.child(4)
    let first = a.next()
    #expect(first == b.next())
    #expect(first != c.next())
  }

  @Test("Normal numbers have mean 0, variance 1, kurtosis 3 within four standard errors")
  func normalMoments() {
    var stream = RandomStream(seed: 11)
    let n = 200_000
    let draws = (0..<n).map { _ in stream.normal() }
    let mean = draws.reduce(0, +) / Double(n)
    let variance = draws.reduce(0) { $0 + $1 * $1 } / Double(n)
    let fourth = draws.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(n)
    let error = 1 / Double(n).squareRoot()
    #expect(abs(mean) < 4 * error)
    #expect(abs(variance - 1) < 4 * error * 2.0.squareRoot())
    #expect(abs(fourth - 3) < 4 * error * 96.0.squareRoot())
  }
}
