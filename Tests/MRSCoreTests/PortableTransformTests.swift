import CFourier
import MRSCore
import Testing

@Suite("Transforms of another processor")
struct PortableTransformTests {
  @Test("What AVX2 gives has the bits that every processor gives", arguments: [4, 12, 60, 442, 1024, 4096, 8224])
  func bits(length: Int) throws {
    var stream = RandomStream(seed: 15).child(length)
    // Of very different sizes, for sums of equals round alike in any order.
    let real = (0..<length).map { _ in stream.normal() * Double.exp(6 * stream.normal()) }
    let imaginary = (0..<length).map { _ in stream.normal() * Double.exp(6 * stream.normal()) }
    for inverse: Int32 in [0, 1] {
      let quick = try unsafe Self.transformed(real, imaginary, by: fourier_plan_make(length, inverse))
      let portable = try unsafe Self.transformed(real, imaginary, by: fourier_plan_make_portable(length, inverse))
      #expect(quick == portable)
      #expect(Set(quick).count > length, "they are no zeros")
    }
  }

  /// The bits of real and imaginary parts.
  private static func transformed(_ real: [Double], _ imaginary: [Double], by plan: OpaquePointer?) throws -> [UInt64] {
    let plan = try unsafe #require(plan)
    defer { unsafe fourier_plan_free(plan) }
    var (re, im) = (real, imaginary)
    unsafe fourier_transform(plan, 0.7, 0.5, real, imaginary, 1, real.count, &re, &im)
    return (re + im).map(\.bitPattern)
  }
}
