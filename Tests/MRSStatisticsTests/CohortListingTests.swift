import Foundation
import MRSStatistics
import Testing

@Suite("Cohorts of tables and folders")
struct CohortListingTests {
  /// A folder that is removed at the end; each path holds an empty file, or the text given.
  private final class Place {
    let url = FileManager.default.temporaryDirectory.appending(path: "cohort-\(UUID().uuidString)")

    init(_ files: [String], texts: [String: String] = [:]) throws {
      for path in files + texts.keys {
        let file = url.appending(path: path)
        try FileManager.default.createDirectory(
          at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data((texts[path] ?? "").utf8).write(to: file)
      }
    }

    deinit { try? FileManager.default.removeItem(at: url) }
  }

  private let groups = ["LC", "HCC"]

  @Test("A REDCap export: the group in the record's first row, scans in repeated forms, codes for groups")
  func redcap() throws {
    let place = try Place(
      ["a1.nii", "a1w.nii", "a2.nii", "a2w.nii", "b.nii", "bw.nii", "d.nii"],
      texts: [
        "export.csv": """
        record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,dx,age,mrs,mrs_water
        7,visit_arm_1,,,1,61,,
        7,visit_arm_1,scan,1,,,a1.nii,a1w.nii
        7,visit_arm_1,scan,2,,,a2.nii,a2w.nii
        8,visit_arm_1,,,0,,,
        8,visit_arm_1,scan,1,,,b.nii,bw.nii
        9,visit_arm_1,,,1,,,
        10,visit_arm_1,,,,,,
        11,visit_arm_1,scan,1,2,,d.nii,
        12,visit_arm_1,scan,1,0,,gone.nii,
        """
      ])
    let columns = CohortColumns(
      subject: "record_id", group: "dx", file: "mrs", water: "mrs_water", scan: nil, labels: ["1": "HCC", "0": "LC"])
    let listing = try CohortListing(
      table: place.url.appending(path: "export.csv"), columns: columns, knownGroups: groups)
    #expect(listing.table.subjects.map(\.id) == ["7", "8"])
    let first = try #require(listing.table["7"])
    #expect(first.group == "HCC" && first.covariates == ["age": "61"])
    #expect(
      first.scans == [
        SubjectScan(label: "visit_arm_1 scan 1", file: "a1.nii", water: "a1w.nii"),
        SubjectScan(label: "visit_arm_1 scan 2", file: "a2.nii", water: "a2w.nii"),
      ])
    #expect(listing.table["8"]?.scans == [SubjectScan(file: "b.nii", water: "bw.nii")])
    #expect(
      listing.refused == [
        RefusedScan(subject: "9", group: "HCC", reason: "column 'mrs' names no scan"),
        RefusedScan(subject: "10", group: nil, reason: "column 'dx' is empty"),
        RefusedScan(subject: "11", group: nil, reason: "group '2' is not compared"),
        RefusedScan(subject: "12", group: "LC", file: "gone.nii", reason: "there is no such file"),
      ])
  }

  @Test("Our own table may have several scans of a subject where a column tells them apart, and is written so")
  func ownTable() throws {
    let place = try Place(
      ["a.nii", "b.nii", "c.nii"],
      texts: ["cohort.csv": "subject;group;file;scan\nP1;LC;a.nii;before\nP1;LC;b.nii;after\nP2;HCC;c.nii;\n"])
    let table = place.url.appending(path: "cohort.csv")
    let listing = try CohortListing(table: table, columns: CohortColumns(), knownGroups: groups)
    #expect(listing.table["P1"]?.scans.map(\.label) == ["before", "after"] && listing.refused.isEmpty)
    try Data(listing.table.csv().utf8).write(to: table)
    let again = try CohortListing(table: table, columns: CohortColumns(), knownGroups: groups)
    #expect(again.table == listing.table)
  }

  @Test(
    "Faults of a table are told with file, line, column and what there is instead",
    arguments: [
      ("id,group,file\nP1,LC,a.nii\n", "t.csv:1: no column 'subject' among 'id', 'group', 'file'; name the column"),
      (
        "subject,group,file,scan\nP1,LC,a.nii,1\nP1,HCC,a.nii,2\n",
        "t.csv:3: subject 'P1' is of group 'HCC' here and of 'LC' in an earlier row"
      ),
      ("subject,group,file\nP1,LC,a.nii\nP1,LC,a.nii\n", "t.csv:3: column 'subject': 'P1' is already on line 2"),
      (
        "subject,group,file\nP1,lc,a.nii\n",
        "t.csv:2: column 'group': 'lc' is none of the groups compared ('LC', 'HCC')"
      ),
      (
        "subject,group,file\nP1,LC,b.nii\n",
        "t.csv: no subject has a scan that is there. P1: there is no such file (b.nii)"
      ),
    ])
  func faults(text: String, expected: String) throws {
    let place = try Place(["a.nii"], texts: ["t.csv": text])
    let error = #expect(throws: StatisticsError.self) {
      try CohortListing(table: place.url.appending(path: "t.csv"), columns: CohortColumns(), knownGroups: groups)
    }
    let description = error?.description.replacing(place.url.path + "/", with: "") ?? "read"
    #expect(description.hasPrefix(expected), "\(description)")
  }

  @Test("One group is no study, and the sizes of those found are told")
  func oneGroup() throws {
    let place = try Place(["a.nii"], texts: ["t.csv": "subject,group,file,scan\nP1,LC,a.nii,1\n"])
    let listing = try CohortListing(table: place.url.appending(path: "t.csv"), columns: CohortColumns())
    let error = #expect(throws: StatisticsError.self) { try listing.requireTwoGroups(file: "t.csv", column: "group") }
    #expect(
      error?.description
        == "t.csv: column 'group' names 1 group: 'LC' (1); a study compares two. Say which values are the two groups")
  }

  @Test("Values that are said to stand for a group that is not compared are refused with those that are")
  func labels() throws {
    let place = try Place(["a.nii"], texts: ["t.csv": "subject,group,file\nP1,1,a.nii\n"])
    let error = #expect(throws: StatisticsError.self) {
      try CohortListing(
        table: place.url.appending(path: "t.csv"), columns: CohortColumns(labels: ["0": "LC", "1": "hcc"]),
        knownGroups: groups)
    }
    #expect(
      error?.description
        == "'hcc' is none of the groups compared ('LC', 'HCC'); say for these which values of the table they are, as LC=0,HCC=1"
    )
  }

  @Test("A BIDS folder: sessions, waters by their entities, and what is missing on either side")
  func bids() throws {
    let place = try Place(
      [
        "sub-01/mrs/sub-01_acq-press_voi-liver_svs.nii.gz", "sub-01/mrs/sub-01_voi-liver_mrsref.nii.gz",
        "sub-01/mrs/sub-01_acq-press_voi-liver_mrsref.nii.gz",
        "sub-02/ses-1/mrs/sub-02_ses-1_svs.nii", "sub-02/ses-1/mrs/sub-02_ses-1_mrsref.nii",
        "sub-02/ses-2/mrs/sub-02_ses-2_svs.nii", "sub-02/ses-2/mrs/sub-02_ses-2_acq-x_mrsref.nii",
        "sub-03/anat/sub-03_T1w.nii.gz", "sub-09/mrs/sub-09_svs.nii",
        "sub-05/mrs/sub-05_a-1_b-1_svs.nii", "sub-05/mrs/sub-05_a-1_mrsref.nii", "sub-05/mrs/sub-05_b-1_mrsref.nii",
      ],
      texts: [
        "participants.tsv":
          "participant_id\tage\tdiagnosis\nsub-01\t61\tHCC\nsub-02\tn/a\tLC\nsub-03\t50\tLC\nsub-04\t50\tLC\nsub-05\t4\tLC\n"
      ])
    let listing = try CohortListing(bids: place.url, columns: CohortColumns(group: "diagnosis"), knownGroups: groups)
    #expect(listing.table.subjects.map(\.id) == ["sub-01", "sub-02"])
    #expect(listing.table["sub-01"]?.water == "sub-01/mrs/sub-01_acq-press_voi-liver_mrsref.nii.gz")
    #expect(listing.table["sub-01"]?.covariates == ["age": "61"] && listing.table["sub-02"]?.covariates == [:])
    #expect(
      listing.table["sub-02"]?.scans == [
        SubjectScan(
          label: "ses-1", file: "sub-02/ses-1/mrs/sub-02_ses-1_svs.nii",
          water: "sub-02/ses-1/mrs/sub-02_ses-1_mrsref.nii"),
        // The other session's water is of another acquisition.
        SubjectScan(label: "ses-2", file: "sub-02/ses-2/mrs/sub-02_ses-2_svs.nii", water: nil),
      ])
    #expect(listing.refused.map(\.subject) == ["sub-03", "sub-04", "sub-05", "sub-09"])
    #expect(listing.refused[1].reason == "there is no folder 'sub-04'")
    #expect(listing.refused[2].reason.contains("sub-05_a-1_mrsref.nii, sub-05_b-1_mrsref.nii"))
    #expect(listing.refused[3].reason == "participants.tsv does not name the folder")
    let error = #expect(throws: StatisticsError.self) { try CohortListing(bids: place.url, columns: CohortColumns()) }
    #expect(error?.description.contains("no column 'group' among 'participant_id', 'age', 'diagnosis'") == true)
  }

  @Test("A folder of groups: waters by their names, subjects without scan refused, a subject of two groups an error")
  func folders() throws {
    let place = try Place([
      "LC/p1/liver_act.SDAT", "LC/p1/liver_ref.SDAT", "LC/p1/notes.txt", "LC/p2/report.pdf",
      "HCC/p3/day1/x.nii.gz", "HCC/p3/day1/x-water.nii.gz", "HCC/p3/day2/y.nii.gz", "Other/p4/z.nii",
    ])
    func listing(_ labels: [String: String] = [:]) throws -> CohortListing {
      try CohortListing(
        groupFolders: place.url, suffixes: [".sdat", ".nii", ".nii.gz"], labels: labels, knownGroups: groups)
    }
    let found = try listing()
    #expect(
      found.table["p1"]?.scans == [SubjectScan(file: "LC/p1/liver_act.SDAT", water: "LC/p1/liver_ref.SDAT")])
    #expect(
      found.table["p3"]?.scans == [
        SubjectScan(label: "day1/x.nii.gz", file: "HCC/p3/day1/x.nii.gz", water: "HCC/p3/day1/x-water.nii.gz"),
        SubjectScan(label: "day2/y.nii.gz", file: "HCC/p3/day2/y.nii.gz"),
      ])
    #expect(found.refused.map(\.subject) == ["Other", "p2"])
    #expect(try listing(["LC": "LC", "Other": "HCC"]).table.subjects.map(\.id) == ["p1", "p4"])
    let error = #expect(throws: StatisticsError.self) { try listing(["a": "LC", "b": "HCC"]) }
    #expect(error?.description.contains("no folders of the two groups ('a', 'b') among 'HCC', 'LC', 'Other'") == true)
    let twice = try Place(["LC/p1/a.nii", "HCC/p1/a.nii"])
    #expect(throws: StatisticsError.self) {
      try CohortListing(groupFolders: twice.url, suffixes: [".nii"], knownGroups: groups)
    }
  }
}
