/// The key of a figure, laid out in rows in a strip of its own above the data, so that it covers none.
struct Legend: Sendable {
  enum Mark: Sendable {
    case line, interval
  }

  struct Entry: Sendable {
    let text: String
    let color: String
    var dash = ""
    var mark = Mark.line
  }

  let entries: [Entry]
  let width: Double
  private let size = 14.0
  private let rowHeight = 23.0

  init(entries: [Entry], width: Double) {
    self.entries = entries
    self.width = width
  }

  /// The height of the strip in pixels; 0 without entries.
  var height: Double { Double(rows.count) * rowHeight + (entries.isEmpty ? 0 : 8) }

  func draw(in svg: inout SVG, left: Double, top: Double) throws(ReportError) {
    for (index, row) in rows.enumerated() {
      let middle = top + (Double(index) + 0.5) * rowHeight
      var x = left
      for entry in row {
        switch entry.mark {
        case .line:
          try svg.line(from: (x, middle), to: (x + 28, middle), color: entry.color, width: 2.5, dash: entry.dash)
        case .interval:
          try svg.line(from: (x, middle), to: (x + 28, middle), color: entry.color, width: 2)
          try svg.circle(at: (x + 14, middle), radius: 5, color: entry.color)
        }
        try svg.text(entry.text, at: (x + 35, middle + size * 0.36), size: size)
        x += advance(entry)
      }
    }
  }

  private func advance(_ entry: Entry) -> Double { 35 + SVG.textWidth(entry.text, size: size) + 24 }

  private var rows: [[Entry]] {
    var rows: [[Entry]] = []
    var used = width + 1
    for entry in entries {
      if used + advance(entry) - 24 > width {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(entry)
      used += advance(entry)
    }
    return rows
  }
}
