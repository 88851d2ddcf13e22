import Testing

/// The built command from verb to verb, on a study small enough for every change.
///
/// Its suites stand in files of their own. They run one after another: each starts processes of several threads.
@Suite("The built command from end to end", .serialized, .sharesRuns)
struct EndToEnd {}
