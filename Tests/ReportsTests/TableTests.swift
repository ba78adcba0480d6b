import Testing

@testable import Reports

@Suite struct TableTests {
  private let table = Table(
    title: "Bytes per token",
    columns: [
      .init("Script"), .init("Sample text", minimumWidth: 6), .number("Tokens"),
      .number("Ratio", unit: "B/token", dropOrder: 2), .number("Seen", dropOrder: 1),
    ],
    rows: [
      ["Latn", "the | quick_brown", .integer(1_234_567), .number(4.1, .significant(3)), "yes"],
      ["中文", "一二三四五六七", .integer(12), .number(2.5, .significant(3)).emphasized(), .missing],
      ["e\u{301}👍🏽", "a\u{1b}[0m\n<b>", .integer(nil as Int?), .number(.nan, .plain)],
    ],
    totals: ["All", "", .integer(1_234_579), .number(4, .significant(3))],
    footnotes: ["Ratio is bytes/tokens & nothing else."])

  @Test func `a terminal gets columns aligned by display width`() {
    #expect(
      table.terminalText()
        == """
        Bytes per token

        Script  Sample text           Tokens    Ratio  Seen
                                              B/token
        ──────  ─────────────────  ─────────  ───────  ────
        Latn    the | quick_brown  1,234,567     4.10   yes
        中文    一二三四五六七            12     2.50     –
        é👍🏽     a\\u{1b}[0m\\n<b>            –        –     –
        ──────  ─────────────────  ─────────  ───────  ────
        All                        1,234,579     4.00     –

        Ratio is bytes/tokens & nothing else.

        """.replacing("é", with: "e\u{301}"))
  }

  @Test func `a narrow terminal loses optional columns, then ends of words`() {
    #expect(
      table.terminalText(.init(width: 34))
        == """
        Bytes per token

        Script  Sampl…     Tokens    Ratio
                                   B/token
        ──────  ──────  ─────────  ───────
        Latn    the |…  1,234,567     4.10
        中文    一二…          12     2.50
        é👍🏽     a\\u{1…          –        –
        ──────  ──────  ─────────  ───────
        All             1,234,579     4.00

        Ratio is bytes/tokens & nothing
        else.
        Left out for want of room: Seen.

        """.replacing("é", with: "e\u{301}"))
    #expect(
      table.terminalText(.init(width: 20)).hasPrefix(
        """
        Bytes per token

        Scr…  Sa…     Tokens
        ────  ───  ─────────
        Latn  th…  1,234,567
        中文  一…         12
        """))
  }

  @Test(arguments: 12...80)
  func `no line is wider than the terminal while numbers fit`(width: Int) {
    let widest =
      table.terminalText(.init(width: width)).split(separator: "\n")
      .map { DisplayWidth.columns(of: String($0)) }.max() ?? 0
    // The number, two gaps and a column for each of two words.
    if width >= 15 { #expect(widest <= max(width, 15)) }
    #expect(table.terminalText(.init(width: width)).contains("1,234,567"))
  }

  @Test func `colour stays outside of the columns`() {
    let plain = table.terminalText(.init(width: 50))
    let painted = table.terminalText(.init(width: 50, usesColor: true))
    #expect(painted.contains("\u{1b}[1;32m2.50\u{1b}[0m"))
    #expect(painted.replacing(#/\u{1b}\[[0-9;]*m/#, with: "") == plain)
    #expect(!plain.contains("\u{1b}"))
    #expect(plain.split(separator: "\n").allSatisfy { $0.last != " " })
  }

  @Test func `rules and marks keep to ASCII when asked`() {
    let table = Table(
      columns: [.init("Path", minimumWidth: 3), .number("n")],
      rows: [["a/long/path", .integer(1)], ["b", .missing]])
    #expect(
      table.terminalText(.init(width: 8, usesASCII: true)) == """
        Path   n
        -----  -
        a/lo~  1
        b      -

        """)
  }

  @Test func `Markdown escapes what would be markup`() {
    #expect(
      table.markdownText()
        == """
        **Bytes per token**

        | Script  | Sample text           |        Tokens | Ratio (B/token) |  Seen |
        | ------- | --------------------- | ------------: | --------------: | ----: |
        | Latn    | the \\| quick_brown    |     1,234,567 |            4.10 |   yes |
        | 中文    | 一二三四五六七        |            12 |        **2.50** |     – |
        | é👍🏽     | a\\\\u{1b}\\[0m\\\\n&lt;b> |             – |               – |     – |
        | **All** |                       | **1,234,579** |        **4.00** | **–** |

        Ratio is bytes/tokens &amp; nothing else.

        """.replacing("é", with: "e\u{301}"))
  }

  @Test func `CSV has whole numbers, quotes and CR LF`() {
    let table = Table(
      columns: [.init("Name, full"), .number("Ratio", unit: "B/token"), .number("n")],
      rows: [
        ["say \"hi\"", .number(0.1, .decimals(0)), .integer(1_234_567)],
        ["a\nb", .missing, .integer(Int128.max)],
        ["\r\n\"", .number(1e300, .decimals(1))],
      ],
      totals: ["sum", .missing, .integer(2)])
    #expect(
      table.csvText() == "\"Name, full\",Ratio (B/token),n\r\n\"say \"\"hi\"\"\",0.1,1234567\r\n"
        + "\"a\nb\",,\(Int128.max)\r\n\"\r\n\"\"\",1e+300,\r\n")
  }

  @Test func `LaTeX escapes its specials`() {
    let table = Table(
      title: "100% of cl100k_base",
      columns: [.init("Token"), .number("Share", unit: "%")],
      rows: [["[x] {a}^~\\", .number(0.5, .percent(decimals: 0)).emphasized()]],
      totals: ["All & more", .missing], footnotes: ["# of $"])
    #expect(
      table.laTeXText() == ##"""
        % needs \usepackage{booktabs}
        \begin{table}
        \centering
        \caption{100\% of cl100k\_base}
        \begin{tabular}{lr}
          \toprule
          Token & Share (\%) \\
          \midrule
          {[}x] \{a\}\textasciicircum{}\textasciitilde{}\textbackslash{} & \textbf{50\%} \\
          \midrule
          All \& more & – \\
          \bottomrule
        \end{tabular}
        \par\footnotesize \# of \$
        \end{table}

        """##)
  }

  @Test func `HTML names the scope of headings and escapes text`() {
    let table = Table(
      title: "A & B", columns: [.init("<Script>"), .number("Ratio", unit: "B/token")],
      rows: [["עברית \"x\"", .number(2, .decimals(1)).emphasized()]],
      totals: ["All", .missing], footnotes: ["\u{8}"])
    #expect(
      table.htmlText() == """
        <table>
        <caption>A &amp; B</caption>
        <thead>
        <tr><th scope="col">&lt;Script&gt;</th><th scope="col" class="number">Ratio \
        <span class="unit">(B/token)</span></th></tr>
        </thead>
        <tbody>
        <tr><th scope="row"><bdi>עברית &quot;x&quot;</bdi></th>\
        <td class="number"><strong>2.0</strong></td></tr>
        </tbody>
        <tfoot>
        <tr><th scope="row"><bdi>All</bdi></th><td class="number">–</td></tr>
        </tfoot>
        </table>
        <p class="footnote">\\u{8}</p>

        """)
  }

  @Test func `a table without rows is a heading`() {
    let table = Table(columns: [.init("A"), .number("B")])
    #expect(table.terminalText() == "A  B\n─  ─\n")
    #expect(table.csvText() == "A,B\r\n")
    #expect(table.markdownText() == "| A   |   B |\n| --- | --: |\n")
  }
}
