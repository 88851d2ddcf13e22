import MRSCore
import MRSProfile
import MRSStudy

/// MRSStudy: the settings of a study, and its virtual patients before they are scanned.
///
/// Prints how many there are in each group.
func drawACohort() throws {
  let settings = StudySettings(
    studyProtocol: try StudyProtocol.load(StudyProtocol.defaultName), stream: RandomStream(seed: 1),
    worker: .quiet())
  let patients = VirtualPatient.cohort(of: settings.studyProtocol, stream: settings.stream.child("patients"))
  for (group, members) in Dictionary(grouping: patients, by: \.group).sorted(by: { $0.key < $1.key }) {
    print("\(group): \(members.count)")
  }
}
