import MRSCore

/// The spectral width of a Bruker scan, which its files state up to four times: SW_h, PVM_SpecSWH, PVM_DigSw and a member of
/// ACQ_jobs, all in Hz.
struct BrukerWidth: Sendable {
  /// `nil` where none is stated.
  let hertz: Double?
  let source: String
  let doubts: [Doubt]

  init(method: BrukerParameters, acquisition: BrukerParameters) {
    let job = acquisition.structure("ACQ_jobs")
    let stated: [(name: String, value: Double?)] = [
      ("SW_h", acquisition.positive("SW_h")), ("PVM_SpecSWH", method.positive("PVM_SpecSWH")),
      ("PVM_DigSw", method.positive("PVM_DigSw")),
      ("ACQ_jobs", job.count > 5 && job[5] > 0 && job[5].isFinite ? job[5] : nil),
    ]
    let first = stated.first { $0.value != nil }
    (hertz, source) = (first?.value, first?.name ?? "SW_h")
    doubts = stated.compactMap { other in
      guard let first, let used = first.value, let value = other.value, abs(value / used - 1) > 1e-3 else { return nil }
      return .contradictoryFields(
        first: "'\(first.name)' is \(used) Hz", second: "'\(other.name)' is \(value) Hz", used: "the former was used")
    }
  }
}
