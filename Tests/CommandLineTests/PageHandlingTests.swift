import Foundation
import TestSupport
import Testing

/// The page in the hands of a person: files are dropped on it and sliders moved.
@Suite(.enabled(if: Browser.path != nil, Browser.missing))
struct PageHandlingTests {
  private static let arrowRight = (key: "ArrowRight", code: 39)
  private static let arrowDown = (key: "ArrowDown", code: 40)

  @Test func `a dropped file is counted as count counts it`() throws {
    let shared = try PageSamples.shared.get()
    let text = "Dropped, ลงแล้ว & <b>bold</b>\n"
    let file = try shared.samples.folder.file("dropped.txt", text).path
    let page = try shared.page()
    let tab = try BrowserTab(opening: page.url)
    try tab.wait(for: "document.querySelectorAll('#tokenizers input').length === 2")
    try tab.drop(file: file, on: "drop")
    try tab.wait(for: "document.querySelector('#counts tfoot') !== null")
    let shown = try #require(
      try tab.evaluate("document.getElementById('text').value") as? String)
    #expect(shown == text)
    let total = try #require(
      try tab.evaluate("[...document.querySelectorAll('#counts tfoot data')].map(d => +d.value)")
        as? [Double])
    let counted = try [shared.samples.whole, shared.samples.short].map {
      try runTokprof(["count", "--json", "-t", $0, file]).json().number("total.tokens")
    }
    #expect(total[0] == Double(text.utf8.count))
    #expect(total[2] == counted[0] && total[4] == counted[1])
  }

  @Test func `each slider moves the days to what the command line says`() throws {
    let shared = try PageSamples.shared.get()
    let page = try shared.page()
    let tab = try BrowserTab(
      opening: page.url + "#profiles=whole&bytes=1TB&mix=Latn:60,Thai:40&params=7B&gpu=H100-SXM"
        + "&gpus=64&mfu=40%25&epochs=1")
    var before = try waitForDays(tab, shared)
    let moves = [
      ("bytes-slider", Self.arrowRight, 20), ("params-slider", Self.arrowRight, 15),
      ("gpus-slider", Self.arrowRight, 25), ("mfu-slider", Self.arrowRight, 10),
      ("epochs-slider", Self.arrowRight, 90), ("mix-Thai", Self.arrowRight, 12),
      ("gpu", Self.arrowDown, 1),
    ]
    for (slider, key, times) in moves {
      try tab.press(key.key, code: key.code, times: times, on: slider)
      let days = try waitForDays(tab, shared)
      #expect(days != before, "\(slider) changes nothing")
      before = days
    }
  }

  /// Waits until the page shows the days that the command line has for what is set in the page, and
  /// returns them.
  private func waitForDays(_ tab: BrowserTab, _ shared: PageSamples) throws -> Double {
    try tab.wait(for: "document.querySelector('#mix-Thai') !== null")
    func field(_ id: String) throws -> String {
      try #require(try tab.evaluate("document.getElementById('\(id)').value") as? String)
    }
    let mix = try #require(
      try tab.evaluate(
        """
        [...document.querySelectorAll('#shares .share')].map(share =>
        share.querySelector('label').textContent + ':' + share.querySelector('data').value).join()
        """) as? String)
    var arguments = ["training", "time", "--json", "--store", shared.store, "--profile", "whole"]
    arguments += ["--mix", mix]
    for name in ["bytes", "params", "gpu", "gpus", "mfu", "epochs"] {
      arguments += ["--\(name)", try field(name)]
    }
    let printed = try runTokprof(arguments)
    try #require(printed.status == 0, "\(arguments): \(printed.stderr)")
    let expected = try printed.json().number("days.median")
    try tab.wait(
      for: """
        Math.abs(document.querySelectorAll('#training-result tbody data')[1]?.value / \(expected) - 1) \
        < 1e-9
        """)
    return expected
  }
}
