import Foundation

/// Prints a value on standard output as JSON with sorted keys.
func printJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  print(String(decoding: try encoder.encode(value), as: UTF8.self))
}

/// Prints each value as one line of JSON.
func printJSONLines(_ values: [some Encodable]) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  for value in values { print(String(decoding: try encoder.encode(value), as: UTF8.self)) }
}
