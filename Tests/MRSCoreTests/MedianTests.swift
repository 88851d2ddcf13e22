import MRSCore
import Testing

@Suite("Medians")
struct MedianTests {
  @Test(
    "The medians of columns are those of each column alone, for any number of rows", arguments: [1, 2, 3, 7, 32, 129])
  func columns(count: Int) {
    var stream = RandomStream(seed: 5)
    let rows = (0..<count).map { _ in (0..<150).map { _ in (stream.uniform() * 20).rounded() } }
    let medians = [Double].medians(of: rows)
    for n in 0..<150 { #expect(medians[n] == rows.map { $0[n] }.median) }
  }

  @Test("Of an even count it is the mean of the two in the middle; of none there is none")
  func few() {
    #expect([4.0, 1, 3, 2].median == 2.5)
    #expect([Double]().median.isNaN)
  }
}
