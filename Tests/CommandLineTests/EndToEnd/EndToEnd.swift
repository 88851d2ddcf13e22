import Testing

/// The built command from verb to verb, on a study small enough for every change.
///
/// Its suites stand in files of their own and share what the command left.
@Suite("The built command from end to end", .sharesRuns)
struct EndToEnd {}
