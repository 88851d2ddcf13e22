import Foundation
import MRSStatistics
import Testing

@Suite("Tables of subjects")
struct CohortTableTests {
  private func read(_ text: String, knownGroups: [String]? = nil) throws -> CohortTable {
    try CohortTable(csv: Array(text.utf8), file: "liver.csv", knownGroups: knownGroups)
  }

  @Test("Columns come in any order, extra ones are covariates, quoting and line ends vary")
  func reading() throws {
    let cohort = try read(
      "\u{FEFF}group,subject,age,file,water\r\nLC,P01,61,\"a, b.nii.gz\",w.nii\r\n\r\n"
        + "HCC, P02 ,,\"say \"\"x\"\"\",\r\n")
    #expect(cohort.subjects.count == 2)
    #expect(
      cohort["P01"]
        == Subject(id: "P01", group: "LC", file: "a, b.nii.gz", water: "w.nii", covariates: ["age": "61"]))
    #expect(cohort["P02"] == Subject(id: "P02", group: "HCC", file: "say \"x\""))
    #expect(cohort.groups == ["LC", "HCC"])
    let plain = try read("subject,group,file\nP1,LC,\"a;b\"\n")
    #expect(
      try read("subject;group;file\nP1;LC;\"a;b\"\n") == plain && read("subject\tgroup\tfile\nP1\tLC\ta;b\n") == plain)
  }

  @Test("What is written is read back, whatever the names hold")
  func roundTrip() throws {
    let cohort = try CohortTable(subjects: [
      Subject(id: "Ä \"1\"", group: "a,b", file: "line\nbreak.nii", covariates: ["note, long": "x"]),
      Subject(id: "2", group: "<script>", file: "c", water: "w", covariates: ["age": "7"]),
    ])
    #expect(try read(cohort.csv()) == cohort)
    let json = try JSONDecoder().decode(CohortTable.self, from: JSONEncoder().encode(cohort))
    #expect(json == cohort)
  }

  @Test(
    "Errors name file, line, column and value",
    arguments: [
      (
        "subject,group,file\nP1,LC,a\n\"P\n2\",LC,b\nP1,HCC,c\n",
        "liver.csv:5: column 'subject': 'P1' is already on line 2; one line a subject, so that no subject is counted "
          + "twice"
      ),
      ("subject,group,file\nP1,,a\n", "liver.csv:2: column 'group' is empty; every subject needs one"),
      (
        "subject group file\nP1 LC a\n",
        "liver.csv:1: no column 'subject' among 'subject group file'; name the column that is meant (by default subject, "
          + "group and file, separated by commas)"
      ),
      (
        "subject,group,file\nP1,LC,a\nP2,Lc,b\n",
        "liver.csv:3: column 'group': 'Lc' is none of the groups compared ('LC', 'HCC'); correct it or remove the line"
      ),
      (
        "subject,group,file\nP1,LC,a,b\n",
        "liver.csv:2: 4 fields where the header names 3 columns; a field that holds a comma must be quoted"
      ),
      (
        "subject,group,file,file\n",
        "liver.csv:1: column 'file' stands in the header twice; names of columns must differ"
      ),
      (
        "subject,group,file\nP1,LC,a\nP2,LC,\"b\n",
        "liver.csv:3: not comma-separated values: a quoted field that begins here never ends. A field that holds a "
          + "quote is written \"…\"\"…\""
      ),
      (
        "subject,group,file\nP1,LC,a\nP2,LC,b\"c\"\n",
        "liver.csv:3: not comma-separated values: Can't have non-quote here: c. A field that holds a quote is written "
          + "\"…\"\"…\""
      ),
      (
        "",
        "liver.csv: the table holds no subjects; its first line must be the header 'subject,group,file,water', "
          + "followed by one line a subject"
      ),
      (
        "subject,group,file\n",
        "liver.csv: the table holds no subjects; its first line must be the header 'subject,group,file,water', "
          + "followed by one line a subject"
      ),
    ])
  func errors(text: String, expected: String) {
    let error = #expect(throws: StatisticsError.self) { try read(text, knownGroups: ["LC", "HCC"]) }
    #expect(error?.description == expected)
  }

  @Test("Bytes that are not UTF-8 are named by offset, and a file that is not there by its path")
  func bytes() throws {
    let latin = Array("subject,group,file\nM".utf8) + [0xFC] + Array("ller,LC,a\n".utf8)
    let error = #expect(throws: StatisticsError.self) { try CohortTable(csv: latin, file: "liver.csv") }
    #expect(error == .notUTF8(file: "liver.csv", offset: 20))
    #expect(throws: StatisticsError.unreadable(file: "/nowhere/liver.csv", reason: "there is no such file")) {
      try CohortTable(contentsOf: URL(fileURLWithPath: "/nowhere/liver.csv"))
    }
  }

  @Test("A file is read as its text is")
  func file() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("cohort-\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: url) }
    let text = "subject,group,file\nP1,LC,a\nP2,HCC,b\n"
    try Data(text.utf8).write(to: url)
    #expect(try CohortTable(contentsOf: url) == read(text))
  }
}
