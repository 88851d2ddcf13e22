import MRSReport
import MRSStatistics
import Testing

@Suite("Reporting checklists")
struct ChecklistTests {
  /// The published test: 7 of 7 and 9 of 10.
  private func facts() throws -> StudyFacts {
    let scores = (0..<17).map { index in
      SubjectScore(
        subject: "P\(index)", group: index < 7 ? "HCC" : "LC", isPositive: index < 7,
        score: index < 8 ? 0.9 : 0.1)
    }
    let result = try ClassifierResult(classifier: "cCNN", scores: scores)
    let flow = StudyFlow(
      analysed: .init(positive: 17, negative: 20), scans: 38,
      refused: [
        RefusedScan(subject: "x", group: "HCC", file: "x.nii", reason: "there is no such file"),
        RefusedScan(subject: "y", group: nil, reason: "column 'group' is empty"),
        RefusedScan(subject: "z", group: "LC", file: "z.nii", reason: "there is no such file"),
      ], training: .init(positive: 10, negative: 10), test: .init(positive: 7, negative: 10),
      calls: result.confusion)
    return StudyFacts(positive: "HCC", negative: "LC", flow: flow, classifiers: [result])
  }

  @Test(
    "Each list has as many items as was published, each once",
    arguments: [
      (Checklist.stard, 34, ["1", "10a", "30"]), (.mrsInMRS, 22, ["1a", "2i", "4d"]),
      (.tripodAI, 52, ["1", "12g", "27c"]), (.stardAI, 48, ["1", "26b", "40b"]),
      (.claim, 44, ["1", "22", "44"]),
    ])
  func counts(list: Checklist, count: Int, some: [String]) throws {
    let numbers = try list.items.map(\.number)
    #expect(numbers.count == count && Set(numbers).count == count)
    #expect(some.allSatisfy(numbers.contains))
    #expect(numbers.first == some.first && numbers.last == some.last)
  }

  @Test(
    "What is known is filled in, what is not is left to the author, and never half a sentence with a gap"
  )
  func filling() throws {
    var facts = try facts()
    let accuracy = try #require(try Checklist.stard.items.first { $0.number == "24" })
    let text = try #require(accuracy.answer(facts).text)
    #expect(
      text.hasPrefix("cCNN: sensitivity") && text.contains("AUC")
        && accuracy.answer(facts).left == nil)
    let threshold = try #require(try Checklist.stard.items.first { $0.number == "12a" })
    #expect(threshold.answer(facts).text == nil)
    #expect(threshold.answer(facts).left == threshold.topic)
    facts.threshold = "Probability of one half, set before the test"
    #expect(
      threshold.answer(facts)
        == .init(text: "Probability of one half, set before the test", left: nil))
    for list in Checklist.allCases {
      for item in try list.items {
        let answer = item.answer(facts)
        #expect(answer.text?.contains("{") != true, "\(list) \(item.number)")
        #expect(answer.text != nil || answer.left == item.topic)
      }
    }
  }

  @Test(
    "Every name in an answer is the name of a fact: with all given, only what no program knows is open"
  )
  func names() throws {
    var facts = try facts()
    for path: WritableKeyPath<StudyFacts, String?> in [
      \.question, \.sources, \.split, \.missing, \.exclusion, \.sampleSize, \.controls, \.limits,
      \.field,
      \.manufacturer, \.scanner, \.coils, \.sequence, \.voxel, \.times, \.averages, \.sampling,
      \.motion, \.processing,
      \.output, \.fit, \.basis, \.water, \.window, \.quality, \.fitQuality, \.method, \.predictors,
      \.transformation,
      \.threshold, \.statistics, \.uncertainty, \.variability, \.imbalance, \.network, \.training,
      \.initialization,
      \.selection, \.ensemble, \.explanation, \.failures, \.software, \.libraries, \.code,
      \.protocol,
    ] { facts[keyPath: path] = "known" }
    facts.seed = 7
    let open = try Checklist.allCases.map { list in
      try list.items.count { $0.answer(facts).text == nil }
    }
    // Ethics, funding, dates, reference standards … of STARD, MRSinMRS, TRIPOD+AI, STARD-AI and CLAIM.
    #expect(open == [19, 4, 20, 22, 12])
  }

  @Test("The table says how many items are open, and goes out as CSV")
  func table() throws {
    let table = try Checklist.claim.table(facts())
    #expect(table.rows.count == 44)
    #expect(
      table.footnotes[1].hasPrefix("4 of 44 items are answered")
        || table.footnotes[1].contains("of 44 items"))
    let csv = table.csv()
    #expect(csv.contains("author must state"))
    #expect(csv.contains("Subjects: all scans of a subject are on one side"))
  }

  @Test("The flow counts what was not used by reason, and ends in the four calls")
  func flow() throws {
    let facts = try facts()
    let table = try facts.flow.table(positive: facts.positive, negative: facts.negative)
    #expect(
      table.rows == [
        [.text("not used: there is no such file"), .integer(1), .integer(1), .integer(2)],
        [.text("not used: column 'group' is empty"), .integer(0), .integer(0), .integer(1)],
        [.text("analysed"), .integer(17), .integer(20), .integer(37)],
        [.text("learnt from"), .integer(10), .integer(10), .integer(20)],
        [.text("tested"), .integer(7), .integer(10), .integer(17)],
        [.text("called HCC"), .integer(7), .integer(1), .integer(8)],
        [.text("called LC"), .integer(0), .integer(9), .integer(9)],
      ])
    #expect(facts.flow.subjectsLost(analysed: ["x"]) == 2)
  }
}
