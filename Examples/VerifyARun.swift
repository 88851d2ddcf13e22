import Foundation
import MRSRuns

/// MRSRuns: whether a run folder is as its run left it, given as: swift run examples VerifyARun FOLDER
///
/// Prints what is missing, changed or added, or that nothing is; without arguments, how to call it.
func verifyARun(arguments: [String]) throws {
  guard arguments.count == 1 else {
    print("VerifyARun FOLDER")
    return
  }
  let folder = URL(filePath: arguments[0])
  let found = try Manifest(readingFrom: folder).discrepancies(in: folder)
  print(found.isEmpty ? "as it was left" : found.map(\.description).joined(separator: "\n"))
}
