public import JSONText
import Scripts
import Statistics

/// Why a document is no profile.
public struct ProfileFormatError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The member at fault, as a path such as `cells[3].onBytes`.
  public var member: String
  /// What is wrong with it.
  public var reason: String

  package init(member: String, reason: String) {
    self.member = member
    self.reason = reason
  }

  /// The fault in one line.
  public var description: String {
    member.isEmpty ? reason : "“\(member)” \(reason)"
  }
}

extension EfficiencyProfile {
  /// Reads a document that ``document`` has written, by this version or another of the same major.
  ///
  /// - Throws: ``ProfileFormatError`` for what is no profile, or of a newer major version, or
  ///   contradicts itself.
  public init(document: [UInt8]) throws(ProfileFormatError) {
    let json: JSONValue
    do throws(JSONError) {
      json = try JSONValue(parsing: document)
    } catch {
      throw ProfileFormatError(member: "", reason: "it is not JSON: \(error)")
    }
    try self.init(json: json)
  }

  /// Reads a profile from its JSON.
  public init(json: JSONValue) throws(ProfileFormatError) {
    let root = ObjectReader(json, "")
    let format = try root.string("format")
    guard format == Self.format else {
      guard let version = Int(format.dropFirst("tokprof/profile/".count)),
        format.hasPrefix("tokprof/profile/"), version > 1
      else { throw ProfileFormatError(member: "format", reason: "is not \(Self.format)") }
      throw ProfileFormatError(
        member: "format",
        reason: "is \(format), which is newer than this tokprof reads: update tokprof")
    }
    let unitText = try root.string("unit")
    guard let unit = UnitKind(unitText) else {
      throw ProfileFormatError(member: "unit", reason: "is no unit: \(unitText)")
    }
    let cells = try root.objects("cells") { (cell) throws(ProfileFormatError) in try Cell(cell) }
    let total = try TextCounts(root.object("total"))
    try Self.checkSums(cells, total)
    self.init(
      tokenizer: try TokenizerIdentity(root.object("tokenizer")),
      environment: try MeasuringEnvironment(root.object("environment")), unit: unit,
      total: total, cells: cells,
      files: try root.objects("files") { (file) throws(ProfileFormatError) in
        try MeasuredFile(file)
      })
    sampling = try root.optionalString("sampling") ?? "all"
    // What is under “scripts” is worked out anew when the profile is written.
    unknownMembers = json.members(unknownTo: self.json(scripts: .null)) ?? .null
  }

  /// Σ over cells must be the total, and no sum of any of them more than can be held.
  private static func checkSums(
    _ cells: [Cell], _ total: TextCounts
  ) throws(ProfileFormatError) {
    var sum = ScriptMoments()
    for cell in cells {
      guard let next = sum.checkedSum(with: cell.moments) else {
        throw ProfileFormatError(member: "cells", reason: "add up to more than can be")
      }
      sum = next
    }
    let units = sum.units
    guard units.tokens == UInt128(total.tokens), units.bytes == UInt128(total.bytes),
      units.characters == UInt128(total.characters)
    else {
      throw ProfileFormatError(
        member: "cells",
        reason: "do not add up to the total: the document was changed or is damaged")
    }
  }
}

/// Reads the members of an object and names those that are wrong.
struct ObjectReader {
  private let value: JSONValue
  private let path: String

  init(_ value: JSONValue, _ path: String) {
    self.value = value
    self.path = path
  }

  private func name(_ key: String) -> String { path.isEmpty ? key : path + "." + key }

  private func member(_ key: String) throws(ProfileFormatError) -> JSONValue {
    guard let member = value[key] else {
      throw ProfileFormatError(member: name(key), reason: "is missing")
    }
    return member
  }

  func string(_ key: String) throws(ProfileFormatError) -> String {
    guard let text = try member(key).string else {
      throw ProfileFormatError(member: name(key), reason: "is no string")
    }
    return text
  }

  /// The text of a member that earlier versions did not write.
  func optionalString(_ key: String) throws(ProfileFormatError) -> String? {
    value[key] == nil ? nil : try string(key)
  }

  func integer<I: FixedWidthInteger>(
    _ key: String, _ type: I.Type = UInt64.self
  ) throws(ProfileFormatError) -> I {
    guard let number = try member(key).integer(I.self) else {
      throw ProfileFormatError(member: name(key), reason: "is no whole number that fits")
    }
    return number
  }

  func optionalInteger(_ key: String) throws(ProfileFormatError) -> UInt64? {
    if case .null = try member(key) { return nil }
    return try integer(key)
  }

  func object(_ key: String) throws(ProfileFormatError) -> ObjectReader {
    guard case .object = try member(key) else {
      throw ProfileFormatError(member: name(key), reason: "is no object")
    }
    return ObjectReader(try member(key), name(key))
  }

  func array(_ key: String) throws(ProfileFormatError) -> [JSONValue] {
    guard let array = try member(key).array else {
      throw ProfileFormatError(member: name(key), reason: "is no array")
    }
    return array
  }

  func strings(_ key: String) throws(ProfileFormatError) -> [String] {
    var strings: [String] = []
    for element in try array(key) {
      guard let text = element.string else {
        throw ProfileFormatError(member: name(key), reason: "has an element that is no string")
      }
      strings.append(text)
    }
    return strings
  }

  func objects<Element>(
    _ key: String, _ read: (ObjectReader) throws(ProfileFormatError) -> Element
  ) throws(ProfileFormatError) -> [Element] {
    var elements: [Element] = []
    for (index, element) in try array(key).enumerated() {
      let path = "\(name(key))[\(index)]"
      guard case .object = element else {
        throw ProfileFormatError(member: path, reason: "is no object")
      }
      elements.append(try read(ObjectReader(element, path)))
    }
    return elements
  }

  func script(_ key: String) throws(ProfileFormatError) -> Script {
    let code = try string(key)
    guard let script = Script(code: code) else {
      throw ProfileFormatError(member: name(key), reason: "is no script that ICU knows: \(code)")
    }
    return script
  }

  func moments(_ key: String) throws(ProfileFormatError) -> Moments {
    guard let moments = Moments(decimals: try strings(key)) else {
      throw ProfileFormatError(member: name(key), reason: "holds sums that no units have")
    }
    return moments
  }

  func weightedMoments(_ key: String) throws(ProfileFormatError) -> InverseWeightedMoments {
    guard let moments = InverseWeightedMoments(decimals: try strings(key)) else {
      throw ProfileFormatError(member: name(key), reason: "are not six decimal numbers")
    }
    return moments
  }

  func sample(_ key: String) throws(ProfileFormatError) -> ObservationSample {
    var observations: [Observation] = []
    for element in try array(key) {
      guard let numbers = element.array, numbers.count == 3,
        let bytes = numbers[0].integer(UInt64.self),
        let characters = numbers[1].integer(UInt64.self),
        let tokens = numbers[2].integer(UInt64.self)
      else {
        throw ProfileFormatError(
          member: name(key), reason: "has an element that is not bytes, characters and tokens")
      }
      observations.append(Observation(bytes: bytes, characters: characters, tokens: tokens))
    }
    return ObservationSample(observations)
  }
}

extension TextCounts {
  init(_ reader: ObjectReader) throws(ProfileFormatError) {
    documents = try reader.integer("documents")
    bytes = try reader.integer("bytes")
    characters = try reader.integer("characters")
    tokens = try reader.integer("tokens")
  }
}

extension TokenizerIdentity {
  init(_ reader: ObjectReader) throws(ProfileFormatError) {
    self.init(
      name: try reader.string("name"), form: try reader.string("form"),
      meaningSHA256: try reader.string("meaningSha256"),
      contentSHA256: try reader.string("contentSha256"),
      vocabularySize: try reader.integer("vocabularySize", Int.self),
      patterns: try reader.strings("patterns"), normalizer: try reader.string("normalizer"),
      addedTokens: try reader.string("addedTokens"),
      missingByteSymbols: try reader.integer("missingByteSymbols", Int.self))
  }
}

extension MeasuringEnvironment {
  init(_ reader: ObjectReader) throws(ProfileFormatError) {
    self.init(
      tool: try reader.string("tokprof"), patternUnicode: try reader.string("patternUnicode"),
      scriptUnicode: try reader.string("scriptUnicode"), icu: try reader.string("icu"))
  }
}

extension CorpusLabel {
  init(_ reader: ObjectReader) throws(ProfileFormatError) {
    self.init(
      source: try reader.string("source"), domain: try reader.string("domain"),
      language: try reader.string("language"))
  }
}

extension EfficiencyProfile.Cell {
  init(_ reader: ObjectReader) throws(ProfileFormatError) {
    let units = UnitMoments(
      onBytes: try reader.moments("onBytes"), onCharacters: try reader.moments("onCharacters"),
      weightedOnBytes: try reader.weightedMoments("weightedOnBytes"),
      weightedOnCharacters: try reader.weightedMoments("weightedOnCharacters"),
      sample: try reader.sample("observations"))
    self.init(
      key: .init(script: try reader.script("script"), label: try CorpusLabel(reader)),
      moments: ScriptMoments(documents: try reader.integer("documents"), units: units))
  }
}

extension MeasuredFile {
  init(_ reader: ObjectReader) throws(ProfileFormatError) {
    name = try reader.string("name")
    label = try CorpusLabel(reader)
    licence = try reader.string("licence")
    sha256 = try reader.string("sha256")
    containerBytes = try reader.optionalInteger("containerBytes")
    counts = try TextCounts(reader)
    illFormed = try reader.integer("illFormed")
    scripts = try reader.objects("scripts") { (script) throws(ProfileFormatError) in
      ScriptCounts(
        script: try script.script("script"), documents: try script.integer("documents"),
        units: try script.integer("units"), bytes: try script.integer("bytes"),
        characters: try script.integer("characters"), tokens: try script.integer("tokens"))
    }
  }
}
