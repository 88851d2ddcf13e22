import Foundation
import MRSCore
import MRSFormats

/// The signal files of a folder and of the folders in it, with their waters.
package enum SignalFolder {
  /// Names that end so are taken for signals.
  package static let suffixes = [
    ".nii", ".nii.gz", ".sdat", ".raw", ".rda", ".dcm", ".ima", ".dat", ".twix", ".7", ".mrui",
  ]

  /// How a scan and its water are named in one folder, before the extension: Philips's and BIDS's way.
  private static let pairings = [(scan: "act", water: "ref"), (scan: "svs", water: "mrsref")]

  /// In the order of their paths. Hidden files and folders and links that lead back up are passed over; a folder that
  /// several links lead to is searched once, by its own path where it has one here.
  /// - Throws: `FormatError`.
  static func pairs(in folder: URL) throws -> [(signal: URL, water: URL?)] {
    var seen: Set<String> = []
    var found: [(signal: URL, water: URL?)] = []
    var waiting = [folder]
    var links: [URL] = []
    while let next = waiting.popLast() ?? (links.isEmpty ? nil : links.removeFirst()) {
      guard seen.insert(next.resolvingSymlinksInPath().path).inserted else { continue }
      var files: [String] = []
      for name in try names(in: next) {
        let url = next.appending(path: name)
        if !url.resolvingSymlinksInPath().isFolder {
          files.append(name)
        } else if (try? url.resourceValues(forKeys: [.isSymbolicLinkKey]))?.isSymbolicLink == true {
          if !leadsUp(url) { links.append(url) }
        } else {
          waiting.append(url)
        }
      }
      found += pairs(of: files, in: next)
    }
    return found.sorted { $0.signal.pathComponents.lexicographicallyPrecedes($1.signal.pathComponents) }
  }

  /// True for a link to a folder that the link itself lies in: a loop.
  private static func leadsUp(_ link: URL) -> Bool {
    link.deletingLastPathComponent().resolvingSymlinksInPath().pathComponents
      .starts(with: link.resolvingSymlinksInPath().pathComponents)
  }

  private static func names(in folder: URL) throws(FormatError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasPrefix(".") }.sorted()
    } catch {
      throw .unreadable(path: folder.path, reason: error.systemReason)
    }
  }

  private static func pairs(of names: [String], in folder: URL) -> [(signal: URL, water: URL?)] {
    let signals = names.filter { name in suffixes.contains { name.lowercased().hasSuffix($0) } }
    /// `liver_ref.SDAT` for `liver_act.SDAT`.
    func partner(_ name: String, _ own: String, _ other: String) -> String? {
      guard let range = name.range(of: "_\(own).", options: [.caseInsensitive, .backwards]) else { return nil }
      let wanted = name.replacingCharacters(in: range, with: "_\(other).").lowercased()
      return signals.first { $0.lowercased() == wanted }
    }
    return signals.filter { name in !pairings.contains { partner(name, $0.water, $0.scan) != nil } }.map { name in
      let water = pairings.lazy.compactMap { partner(name, $0.scan, $0.water) }.first
      return (folder.appending(path: name), water.map { folder.appending(path: $0) })
    }
  }
}
