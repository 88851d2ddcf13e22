import MRSCore

extension ProgressReporter.Style {
  /// Work on `tasks` tasks that tells of its progress in this style.
  public func worker(tasks: Int) -> Worker {
    Worker(tasks: tasks) { title, total, unit in ProgressReporter(title, total: total, unit: unit, style: self) }
  }
}
