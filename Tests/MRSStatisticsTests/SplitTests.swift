import Foundation
import MRSCore
import MRSStatistics
import Testing

@Suite("Splits by subject")
struct SplitTests {
  /// The published study: 20 patients without, 17 with HCC.
  let cohort: CohortTable

  init() throws {
    cohort = try CohortTable(
      subjects: (1...20).map { Subject(id: "N\($0)", group: "LC", file: "n\($0)") }
        + (1...17).map { Subject(id: "P\($0)", group: "HCC", file: "p\($0)") })
  }

  @Test("The first ten of each group leave ten and seven")
  func first() throws {
    let split = try Split.first(10, ofEachGroupIn: cohort)
    #expect(split.training == (1...10).map { "N\($0)" } + (1...10).map { "P\($0)" })
    #expect(split.test == (11...20).map { "N\($0)" } + (11...17).map { "P\($0)" })
  }

  @Test("A group without anyone left to test is refused with the numbers")
  func tooSmall() {
    let error = #expect(throws: StatisticsError.self) { try Split.first(17, ofEachGroupIn: cohort) }
    #expect(
      error?.description
        == "group 'HCC' has 17 subjects, but training on 17 and testing on the rest needs at least 18 of each group")
    #expect(
      throws: StatisticsError.groupTooSmall(
        group: "HCC", subjects: 17, needed: 18, purpose: "a split into 18 folds")
    ) { try Split.stratifiedFolds(18, of: cohort, stream: RandomStream(seed: 1)) }
  }

  @Test("Folds test everyone once, hold both groups evenly, and follow the seed")
  func folds() throws {
    let folds = try Split.stratifiedFolds(5, of: cohort, stream: RandomStream(seed: 1))
    #expect(folds.flatMap(\.test).sorted() == cohort.subjects.map(\.id).sorted())
    for fold in folds {
      #expect(Set(fold.training).isDisjoint(with: fold.test))
      #expect(fold.training.count + fold.test.count == 37)
      #expect((7...8).contains(fold.test.count))
      #expect((3...4).contains(fold.test.count { $0.hasPrefix("P") }))
    }
    #expect(try folds == Split.stratifiedFolds(5, of: cohort, stream: RandomStream(seed: 1)))
    #expect(try folds != Split.stratifiedFolds(5, of: cohort, stream: RandomStream(seed: 2)))
  }

  @Test("Left-over members of different groups go to different folds")
  func evenFolds() throws {
    let small = try CohortTable(
      subjects: (0..<12).map { Subject(id: "S\($0)", group: $0 < 6 ? "LC" : "HCC", file: "f") })
    let sizes = try Split.stratifiedFolds(5, of: small, stream: RandomStream(seed: 1)).map(\.test.count)
    #expect(sizes == [3, 3, 2, 2, 2])
  }

  @Test("Overlaps, strangers and repeats are refused")
  func refusals() {
    #expect(throws: StatisticsError.overlap(subjects: ["N2"])) {
      try Split(training: ["N1", "N2"], test: ["N2"], of: cohort)
    }
    #expect(throws: StatisticsError.unknownSubject(subject: "X")) {
      try Split(training: ["X"], test: ["N2"], of: cohort)
    }
    #expect(throws: StatisticsError.repeatedSubject(subject: "N1")) {
      try Split(training: ["N1", "N1"], test: ["N2"], of: cohort)
    }
  }

  @Test("A split survives its file, and a file in which it overlaps is refused")
  func files() throws {
    let split = try Split.first(10, ofEachGroupIn: cohort)
    #expect(try JSONDecoder().decode(Split.self, from: JSONEncoder().encode(split)) == split)
    #expect(throws: StatisticsError.overlap(subjects: ["N1"])) {
      try JSONDecoder().decode(Split.self, from: Data(#"{"training":["N1"],"test":["N1","N2"]}"#.utf8))
    }
  }
}
