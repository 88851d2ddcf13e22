// MRSRuns: whether a run folder is as its run left it, given as: swift run VerifyARun FOLDER
//
// Prints what is missing, changed or added, or that nothing is; without arguments, how to call it.
import Foundation
import MRSRuns

guard CommandLine.arguments.count == 2 else {
  print("VerifyARun FOLDER")
  exit(0)
}
let folder = URL(filePath: CommandLine.arguments[1])
let found = try Manifest(readingFrom: folder).discrepancies(in: folder)
print(found.isEmpty ? "as it was left" : found.map(\.description).joined(separator: "\n"))
