import MRSCore

/// Which samples of a readout are the signal, and how far apart they are.
struct TwixTrim: Sendable {
  /// The sample of the echo: those before it are dropped.
  let start: Int
  /// How many are taken from there on.
  let count: Int
  /// Seconds between samples as they were measured.
  let dwellTime: Double
  /// True where twice as many as wanted were measured.
  let isOversampled: Bool

  /// - Throws: ``FormatError`` for sizes that contradict one another and for a dwell time that cannot be.
  init(
    _ readout: TwixReadout, vectorSize: Int, settings: SiemensProtocol, _ measurement: TwixMeasurement, path: String
  ) throws(FormatError) {
    let key = "sRXSPEC.alDwellTime[0]"
    guard let nanoseconds = settings.number(key) else {
      throw .missingField(path: path, field: key, advice: "It is the time between samples; the file is damaged.")
    }
    try SamplingLimits.check(dwellTime: nanoseconds / 1e9, field: key, path: path, unit: "nanoseconds")
    dwellTime = nanoseconds / 1e9
    start = max(readout.centre, readout.cutOff.before)
    let usable = readout.samples - start - readout.cutOff.after
    guard usable >= vectorSize, vectorSize <= SamplingLimits.mostPoints else {
      throw .contradiction(
        path: path, first: "'sSpecPara.lVectorSize' is \(vectorSize)",
        second: "a readout has \(max(0, usable)) samples between its echo (sample \(start)) and its end",
        advice: "The file is damaged, or of a sequence that is not known here.")
    }
    isOversampled = usable >= 2 * vectorSize
    count = isOversampled ? 2 * vectorSize : vectorSize
  }
}
