import Foundation

/// What an LCModel control file says of the RAW file it names.
struct LCModelControlFile: Sendable {
  let path: String
  let dwellTime: Double?
  /// MHz.
  let frequency: Double?
  let points: Int?

  /// The control file beside `raw` whose FILRAW or FILH2O names it; `nil` when there is none. Looked at are
  /// `*.control`, `*.CONTROL`, `control.*` and `control`, in the order of their names.
  /// - Throws: ``FormatError`` for a control file that names `raw` and is damaged.
  static func naming(_ raw: URL) throws(FormatError) -> LCModelControlFile? {
    let folder = raw.deletingLastPathComponent()
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))) ?? []
    for name in names.sorted() {
      let folded = name.lowercased()
      guard folded.hasSuffix(".control") || folded.hasPrefix("control.") || folded == "control",
        let file = try? FileBytes(folder.appending(path: name)),
        let control = try read(file, naming: raw.lastPathComponent)
      else { continue }
      return control
    }
    return nil
  }

  private static func read(_ file: FileBytes, naming raw: String) throws(FormatError) -> LCModelControlFile? {
    guard let group = try? Namelist.next(in: file.bytes, from: 0, line: 1, path: file.path), group.name == "LCMODL"
    else { return nil }
    let named = ["filraw", "filh2o"].compactMap { group.string($0) }
    guard named.contains(where: { ($0 as NSString).lastPathComponent.lowercased() == raw.lowercased() }) else {
      return nil
    }
    return LCModelControlFile(
      path: file.path, dwellTime: try group.positive("deltat", unit: "seconds", path: file.path),
      frequency: try group.positive("hzpppm", unit: "megahertz", path: file.path),
      points: try group.count("nunfil", path: file.path))
  }
}
