import Foundation
import MRSCore
import MRSProfile
import MRSQuantification

/// MRSQuantification: the amounts in a scan, given as: swift run examples QuantifyAFile SCAN BASIS
///
/// Prints each amount with its deviation, then the doubts by code; without arguments, how to call it.
func quantifyAFile(arguments: [String]) async throws {
  guard arguments.count == 2 else {
    print("QuantifyAFile SCAN BASIS")
    return
  }
  let quantifier = ScanQuantifier(
    studyProtocol: try StudyProtocol.load(StudyProtocol.defaultName), stream: RandomStream(seed: 1),
    worker: .quiet())
  let result = try await quantifier.quantify(
    QuantifyRequest(file: URL(filePath: arguments[0]), basis: URL(filePath: arguments[1])))
  for amount in result.quantification.amounts { print("\(amount.name) \(amount.value) ± \(amount.standardDeviation)") }
  print(result.doubtCodes.joined(separator: " "))
}
