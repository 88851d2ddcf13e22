// MRSQuantification: the amounts in a scan, given as: swift run QuantifyAFile SCAN BASIS
//
// Prints each amount with its deviation, then the doubts by code; without arguments, how to call it.
import Foundation
import MRSCore
import MRSProfile
import MRSQuantification

guard CommandLine.arguments.count == 3 else {
  print("QuantifyAFile SCAN BASIS")
  exit(0)
}
let quantifier = ScanQuantifier(
  studyProtocol: try StudyProtocol.load(StudyProtocol.defaultName), stream: RandomStream(seed: 1),
  worker: .quiet())
let result = try await quantifier.quantify(
  QuantifyRequest(file: URL(filePath: CommandLine.arguments[1]), basis: URL(filePath: CommandLine.arguments[2])))
for amount in result.quantification.amounts { print("\(amount.name) \(amount.value) ± \(amount.standardDeviation)") }
print(result.doubtCodes.joined(separator: " "))
