import MRSCore

/// Who is learnt from and who is tested on: always whole subjects, never single spectra.
public struct Split: Hashable, Sendable, Codable {
  /// Ids of subjects, in the order of the cohort.
  public let training: [String]
  public let test: [String]

  /// - Throws: ``StatisticsError/overlap(subjects:)``, ``StatisticsError/repeatedSubject(subject:)``,
  ///   ``StatisticsError/unknownSubject(subject:)``.
  public init(training: [String], test: [String], of cohort: CohortTable) throws(StatisticsError) {
    for side in [training, test] {
      var seen: Set<String> = []
      for id in side {
        if !seen.insert(id).inserted { throw .repeatedSubject(subject: id) }
        if cohort[id] == nil { throw .unknownSubject(subject: id) }
      }
    }
    let both = training.filter(Set(test).contains)
    guard both.isEmpty else { throw .overlap(subjects: both) }
    let order = cohort.subjects.map(\.id)
    self.training = order.filter(Set(training).contains)
    self.test = order.filter(Set(test).contains)
  }

  /// A split from a file, refused where a subject is on both sides.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    training = try container.decode([String].self, forKey: .training)
    test = try container.decode([String].self, forKey: .test)
    let both = training.filter(Set(test).contains)
    guard both.isEmpty else { throw StatisticsError.overlap(subjects: both) }
  }

  /// The first `count` subjects of each group for training and all others for test.
  /// - Throws: ``StatisticsError/groupTooSmall(group:subjects:needed:purpose:)`` unless every group keeps a subject for
  ///   test.
  public static func first(_ count: Int, ofEachGroupIn cohort: CohortTable) throws(StatisticsError) -> Split {
    guard count > 0 else {
      throw .outOfRange(
        quantity: "the number of training subjects of each group", value: Double(count), expected: "at least 1")
    }
    var training: [String] = []
    var test: [String] = []
    for group in cohort.groups {
      let members = cohort.subjects(in: group).map(\.id)
      guard members.count > count else {
        throw .groupTooSmall(
          group: group, subjects: members.count, needed: count + 1,
          purpose: "training on \(count) and testing on the rest")
      }
      training += members[..<count]
      test += members[count...]
    }
    return try Split(training: training, test: test, of: cohort)
  }

  /// `count` splits whose test sides part the cohort, each group spread evenly: within a group, shuffled by its own
  /// child of `stream`, members are dealt to the folds in turn.
  /// - Throws: ``StatisticsError/groupTooSmall(group:subjects:needed:purpose:)`` where a group has fewer subjects than
  ///   there are folds.
  public static func stratifiedFolds(
    _ count: Int, of cohort: CohortTable, stream: RandomStream
  ) throws(StatisticsError) -> [Split] {
    guard count >= 2 else {
      throw .outOfRange(quantity: "the number of folds", value: Double(count), expected: "at least 2")
    }
    var tests = [[String]](repeating: [], count: count)
    var offset = 0
    for group in cohort.groups {
      let members = cohort.subjects(in: group).map(\.id)
      guard members.count >= count else {
        throw .groupTooSmall(
          group: group, subjects: members.count, needed: count, purpose: "a split into \(count) folds")
      }
      var child = stream.child(group)
      for (position, member) in child.permutation(members.count).enumerated() {
        tests[(offset + position) % count].append(members[member])
      }
      // The next group goes on where this one ended, so that folds differ by at most one subject.
      offset += members.count
    }
    var splits: [Split] = []
    for test in tests {
      let training = cohort.subjects.map(\.id).filter { !test.contains($0) }
      splits.append(try Split(training: training, test: test, of: cohort))
    }
    return splits
  }
}
