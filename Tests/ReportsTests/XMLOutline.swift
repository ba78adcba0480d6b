import Foundation
import FoundationXML

@testable import Reports

/// What a test wants to know of markup; making one fails where the markup is not well-formed.
struct XMLOutline {
  /// A piece of text in a picture and the room it takes.
  struct TextBox {
    var text: String
    var left: Double
    var right: Double
    var top: Double
    var bottom: Double
  }

  struct NotWellFormed: Error, CustomStringConvertible {
    var description: String
  }

  private(set) var elements: [String] = []
  private(set) var identifiers: [String] = []
  private(set) var links: [String] = []
  /// The texts of elements, by name.
  private(set) var texts: [String: [String]] = [:]
  private(set) var textBoxes: [TextBox] = []

  init(_ markup: String) throws {
    let reader = Reader()
    let parser = XMLParser(data: Data(markup.utf8))
    parser.delegate = reader
    guard parser.parse() else {
      throw NotWellFormed(
        description: "line \(parser.lineNumber): \(parser.parserError.map { "\($0)" } ?? "")")
    }
    for (name, attributes, text) in reader.found {
      elements.append(name)
      texts[name, default: []].append(text)
      if let id = attributes["id"] { identifiers.append(id) }
      if let link = attributes["href"] { links.append(link) }
      if name == "text" { textBoxes.append(Self.box(attributes, text)) }
    }
  }

  private static func box(_ attributes: [String: String], _ text: String) -> TextBox {
    let x = Double(attributes["x"] ?? "") ?? 0
    let y = Double(attributes["y"] ?? "") ?? 0
    let size = attributes["class"] == "title" ? 14.0 : 12
    let width = TextMetrics.width(text, fontSize: size)
    let start =
      switch attributes["text-anchor"] {
      case "middle": -width / 2
      case "end": -width
      default: 0.0
      }
    // From the tops of capitals to the bottom of descenders.
    if attributes["transform"] != nil {
      return TextBox(
        text: text, left: x - size * 0.75, right: x + size * 0.2, top: y + start,
        bottom: y + start + width)
    }
    return TextBox(
      text: text, left: x + start, right: x + start + width, top: y - size * 0.75,
      bottom: y + size * 0.2)
  }

  private final class Reader: NSObject, XMLParserDelegate {
    var found: [(name: String, attributes: [String: String], text: String)] = []
    private var open: [Int] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      open.append(found.count)
      found.append((name, attributes, ""))
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?,
      qualifiedName: String?
    ) {
      open.removeLast()
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
      if let last = open.last { found[last].text += text }
    }
  }
}
