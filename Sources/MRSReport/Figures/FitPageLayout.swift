/// Where the parts of a ``FitPage`` stand.
struct FitPageLayout {
  private let page: FitPage
  private let spectrum: SpectrumLayout
  private let caption: [String]
  private let notes: [(title: String, lines: [String])]
  private let footnotes: [String]
  let height: Double

  private static let margin = 28.0
  private static let plotWidth = 790.0
  private static let tableLeft = plotWidth + 2 * margin
  private static let tableRight = FitPage.width - margin
  private static let rowHeight = 18.0
  private static let noteSize = 12.5
  private static let lineHeight = 17.0
  private let top: Double
  private let noteTop: Double

  init(page: FitPage) throws(ReportError) {
    self.page = page
    let width = FitPage.width - 2 * Self.margin
    caption = Self.wrapped(page.spectrum.caption, width: width, size: 13)
    top = 50 + Double(caption.count) * 18

    footnotes = page.footnotes.flatMap { Self.wrapped($0, width: Self.tableRight - Self.tableLeft, size: 11.5) }
    let sums = page.rows.contains(where: \.isSum) ? 10.0 : 0
    let tableHeight = 52 + Double(page.rows.count) * Self.rowHeight + sums + 12 + Double(footnotes.count) * 15
    // The spectrum is as tall as the table, within reason.
    let main = min(620, max(400, tableHeight - 190))
    spectrum = try page.spectrum.layout(width: Self.plotWidth + Self.margin, mainHeight: main, showsComponents: false)
    noteTop = top + max(spectrum.height, tableHeight) + 18

    let noteWidth = (width - 30) / Double(max(1, page.notes.count)) - 10
    notes = page.notes.map { note in
      (note.title, note.lines.flatMap { Self.wrapped($0, width: noteWidth, size: Self.noteSize) })
    }
    let longest = notes.map(\.lines.count).max() ?? 0
    height = noteTop + 26 + Double(longest) * Self.lineHeight + 44
  }

  func draw(in svg: inout SVG) throws(ReportError) {
    try svg.text(page.spectrum.title, at: (Self.margin, 36), size: 21, bold: true)
    for (index, line) in caption.enumerated() {
      try svg.text(line, at: (Self.margin, 58 + Double(index) * 18), size: 13, color: Palette.muted)
    }
    try svg.translated(x: 0, y: top) { (svg) throws(ReportError) in try spectrum.draw(in: &svg) }
    try drawTable(in: &svg)
    try drawNotes(in: &svg)
    try svg.text(page.notice, at: (Self.margin, height - 16), size: 12, color: Palette.muted)
  }

  // MARK: Table

  private var columns: (amount: Double, percent: Double, ratio: Double) {
    page.reference == nil
      ? (Self.tableRight - 70, Self.tableRight, Self.tableRight)
      : (Self.tableRight - 190, Self.tableRight - 138, Self.tableRight)
  }

  private func drawTable(in svg: inout SVG) throws(ReportError) {
    let head = top + 18
    let columns = columns
    try svg.text("Species", at: (Self.tableLeft, head), size: 13, bold: true)
    try svg.text("Amount", at: (columns.amount, head), size: 13, anchor: .end, bold: true)
    try svg.text(page.unit, at: (columns.amount, head + 16), size: 12, anchor: .end, color: Palette.muted)
    try svg.text("SD", at: (columns.percent, head), size: 13, anchor: .end, bold: true)
    try svg.text("%", at: (columns.percent, head + 16), size: 12, anchor: .end, color: Palette.muted)
    if let reference = page.reference {
      try svg.text("Ratio", at: (columns.ratio, head), size: 13, anchor: .end, bold: true)
      try svg.text("/ \(reference)", at: (columns.ratio, head + 16), size: 12, anchor: .end, color: Palette.muted)
    }
    var line = head + 24
    try svg.line(from: (Self.tableLeft, line), to: (Self.tableRight, line), color: Palette.muted)
    let species = page.rows.filter { !$0.isSum }
    let sums = page.rows.filter(\.isSum)
    for row in species {
      line += Self.rowHeight
      try draw(row, at: line - 4, in: &svg)
    }
    if !sums.isEmpty {
      line += 5
      try svg.line(from: (Self.tableLeft, line), to: (Self.tableRight, line), color: Palette.grid)
      line += 1
      for row in sums {
        line += Self.rowHeight
        try draw(row, at: line - 4, in: &svg)
      }
    }
    line += 6
    try svg.line(from: (Self.tableLeft, line), to: (Self.tableRight, line), color: Palette.muted)
    for note in footnotes {
      line += 15
      try svg.text(note, at: (Self.tableLeft, line), size: 11.5, color: Palette.muted)
    }
  }

  /// Amounts known to 20 % or better are set bold, as LCModel does; those above 50 % are pale.
  private func draw(_ row: FitPage.Row, at line: Double, in svg: inout SVG) throws(ReportError) {
    let isKnown = row.percent.map { $0 <= 20 } ?? false
    let color = row.percent.map { $0 <= 50 } ?? false ? Palette.ink : Palette.pale
    let columns = columns
    try svg.text(row.name, at: (Self.tableLeft, line), size: 13, color: color, bold: isKnown)
    try svg.text(row.amount, at: (columns.amount, line), size: 13, anchor: .end, color: color, bold: isKnown)
    let percent = row.percent.map { $0 < 999.5 ? NumberText.fixed($0, decimals: $0 < 9.95 ? 1 : 0) : "> 999" }
    try svg.text(
      percent ?? NumberText.missing, at: (columns.percent, line), size: 13, anchor: .end, color: color, bold: isKnown)
    guard page.reference != nil else { return }
    try svg.text(
      row.ratio ?? NumberText.missing, at: (columns.ratio, line), size: 13, anchor: .end, color: color, bold: isKnown)
  }

  // MARK: Notes

  private func drawNotes(in svg: inout SVG) throws(ReportError) {
    try svg.line(
      from: (Self.margin, noteTop), to: (FitPage.width - Self.margin, noteTop), color: Palette.grid)
    let step = (FitPage.width - 2 * Self.margin + 20) / Double(max(1, notes.count))
    for (index, note) in notes.enumerated() {
      let left = Self.margin + Double(index) * step
      try svg.text(note.title, at: (left, noteTop + 24), size: 14, bold: true)
      for (row, line) in note.lines.enumerated() {
        try svg.text(
          line, at: (left, noteTop + 26 + Double(row + 1) * Self.lineHeight), size: Self.noteSize)
      }
    }
  }

  /// The text in lines of at most `width` pixels, broken between words, and inside a word too long for a line.
  static func wrapped(_ text: String, width: Double, size: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    func fits(_ text: String) -> Bool { SVG.textWidth(text, size: size) <= width }
    for word in text.split(separator: " ").map(String.init) {
      if line.isEmpty || fits(line + " " + word) {
        line = line.isEmpty ? word : line + " " + word
      } else {
        lines.append(line)
        line = word
      }
      while !fits(line), line.count > 1 {
        var head = line
        while !fits(head), head.count > 1 { head.removeLast() }
        lines.append(head)
        line = String(line.dropFirst(head.count))
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
