/// The colours and type of plots.
package enum PlotStyle {
  /// The number of series colours; a ninth series is drawn in the first colour again.
  package static let colorCount = 8

  /// The style sheet of every plot.
  ///
  /// The series colours were searched for: a contrast of 3 and more against the background, and
  /// at least 19 units of CIELAB between any two for readers with full colour vision,
  /// protanopia, deuteranopia or tritanopia (the matrices of Machado et al., 2009, severity 1).
  /// Each use names a plain colour before the custom property, for programs that know none.
  package static let css: String = {
    let light = variables(
      ["ink:#1b1f23", "soft:#57606a", "grid:#d8dee4", "paper:#ffffff"], lightColors, lightInks)
    let dark = variables(
      ["ink:#e6e9ec", "soft:#a3abb3", "grid:#353b42", "paper:#14171a"], darkColors, darkInks)
    var css = """
      .plot{\(light);font-family:system-ui,-apple-system,"Segoe UI","Noto Sans","DejaVu Sans",\
      sans-serif;font-size:12px}
      @media screen and (prefers-color-scheme:dark){.plot{\(dark)}}
      .plot .paper{\(paint("fill", "paper", "#ffffff"))}
      .plot text{\(paint("fill", "ink", "#1b1f23"))}
      .plot .title{font-size:14px;font-weight:600}
      .plot .soft{\(paint("fill", "soft", "#57606a"))}
      .plot .value{\(paint("stroke", "paper", "#ffffff"));stroke-width:3;paint-order:stroke}
      .plot .halo{\(paint("stroke", "paper", "#ffffff"));stroke-width:4.5;fill:none}
      .plot .grid{\(paint("stroke", "grid", "#d8dee4"));fill:none}
      .plot .axis{\(paint("stroke", "soft", "#57606a"));fill:none}
      .plot .whisker{\(paint("stroke", "ink", "#1b1f23"));stroke-width:1.3;fill:none}
      .plot .dash{stroke-dasharray:5 4}
      .plot .line{fill:none;stroke-width:2;stroke-linejoin:round}
      .plot .fit{\(paint("stroke", "ink", "#1b1f23"))}
      .plot .band{\(paint("fill", "ink", "#1b1f23"));fill-opacity:.13}
      .plot .dots{fill:none;stroke-linecap:round;stroke-width:4}
      .plot .d1{stroke-opacity:.4}.plot .d2{stroke-opacity:.6}
      .plot .d3{stroke-opacity:.8}.plot .d4{stroke-opacity:1}

      """
    for index in 0..<colorCount {
      css += ".plot .f\(index + 1){\(paint("fill", "c\(index + 1)", lightColors[index]))}"
      css += ".plot .s\(index + 1){\(paint("stroke", "c\(index + 1)", lightColors[index]))}"
      css += ".plot text.o\(index + 1){\(paint("fill", "o\(index + 1)", lightInks[index]))}\n"
    }
    return css
  }()

  private static let lightColors = [
    "#1b437b", "#e97206", "#10823a", "#cd6896", "#623800", "#0097ff", "#1f005a", "#57504e",
  ]
  private static let darkColors = [
    "#5aaff6", "#f17b1b", "#407f41", "#b15a8f", "#ffff68", "#c8ffff", "#8055ec", "#e6b4a3",
  ]
  /// The colour of text on each series colour, black or white, whichever contrasts more.
  private static let lightInks = [
    "#ffffff", "#000000", "#ffffff", "#000000", "#ffffff", "#000000", "#ffffff", "#ffffff",
  ]
  private static let darkInks = [
    "#000000", "#000000", "#ffffff", "#000000", "#000000", "#000000", "#ffffff", "#000000",
  ]

  private static func variables(_ names: [String], _ colors: [String], _ inks: [String]) -> String {
    let all =
      names + colors.enumerated().map { "c\($0 + 1):\($1)" }
      + inks.enumerated().map { "o\($0 + 1):\($1)" }
    return all.map { "--plot-\($0)" }.joined(separator: ";")
  }

  private static func paint(_ property: String, _ variable: String, _ fallback: String) -> String {
    "\(property):\(fallback);\(property):var(--plot-\(variable))"
  }

  /// The number in the class names of a series: 1 to ``colorCount``.
  static func number(ofSeries index: Int) -> Int { index % colorCount + 1 }
}
