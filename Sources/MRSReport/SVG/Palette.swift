/// The colours of every figure: Okabe & Ito's set (2008, https://jfly.uni-koeln.de/color/), which the colour-blind can
/// tell apart, without its yellow, which is invisible on white.
public enum Palette {
  public static let ink = "#1a1a1a"
  public static let muted = "#5a5a5a"
  /// For what is there but not known: 4.5 : 1 on white, still readable.
  public static let pale = "#767676"
  public static let grid = "#e3e3e3"
  public static let paper = "#ffffff"
  public static let blue = "#0072b2"
  public static let vermillion = "#d55e00"
  public static let green = "#009e73"
  public static let purple = "#a8518a"
  public static let orange = "#c98a00"
  public static let sky = "#3a9bd9"

  private static let series = [blue, vermillion, green, purple, orange, sky]
  private static let dashes = ["", "7 4", "2 3"]

  /// The colour of series `index`; after six they return with another ``dash(_:)``.
  public static func color(_ index: Int) -> String { series[index % series.count] }

  /// The dash pattern of series `index`: solid for the first six.
  public static func dash(_ index: Int) -> String { dashes[index / series.count % dashes.count] }
}
