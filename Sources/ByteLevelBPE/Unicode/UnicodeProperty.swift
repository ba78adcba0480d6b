/// Sets of scalars by the name of a Unicode 16.0 property.
///
/// The tables are generated into the source because tiktoken and HF tokenizers both use
/// Unicode 16.0, while the standard library's and the system's versions differ from it in
/// thousands of code points.
package enum UnicodeProperty {
  /// The Unicode version of every set here.
  package static let version = UnicodeTables.version

  /// The scalars of a general category, script or binary property, or nil when no such name
  /// exists. Case, spaces, `_` and `-` in the name do not count.
  package static func scalars(named name: String) -> ScalarSet? {
    let key = folded(name)
    for prefix in ["script=", "sc="] where key.hasPrefix(prefix) {
      return script(String(key.dropFirst(prefix.count)))
    }
    for prefix in ["generalcategory=", "gc="] where key.hasPrefix(prefix) {
      return generalCategory(String(key.dropFirst(prefix.count)))
    }
    if let set = generalCategory(key) ?? script(key) ?? binary(key) { return set }
    guard key.hasPrefix("is") else { return nil }
    let rest = String(key.dropFirst(2))
    return generalCategory(rest) ?? script(rest) ?? binary(rest)
  }

  /// The scalars of a general category by its short or long name, folded.
  private static func generalCategory(_ key: String) -> ScalarSet? {
    let short = generalCategoryAliases[key] ?? key
    switch short {
    case "l&", "lc": return union(of: ["ll", "lt", "lu"])
    case "l": return union(of: ["ll", "lm", "lo", "lt", "lu"])
    case "m": return union(of: ["mc", "me", "mn"])
    case "n": return union(of: ["nd", "nl", "no"])
    case "p": return union(of: ["pc", "pd", "pe", "pf", "pi", "po", "ps"])
    case "s": return union(of: ["sc", "sk", "sm", "so"])
    case "z": return union(of: ["zl", "zp", "zs"])
    case "cs": return .empty
    case "cn": return assigned.complement
    case "c": return union(of: ["cc", "cf", "co"]).union(assigned.complement)
    case "any": return .all
    case "assigned": return assigned
    case "ascii": return ScalarSet([0...0x7F])
    default: return table(UnicodeTables.category(short))
    }
  }

  private static func script(_ key: String) -> ScalarSet? {
    table(UnicodeTables.script(key))
  }

  private static func binary(_ key: String) -> ScalarSet? {
    table(UnicodeTables.binaryProperty(binaryAliases[key] ?? key))
  }

  private static func table(_ ranges: StaticString?) -> ScalarSet? {
    guard let ranges else { return nil }
    var reader = UnicodeTableReader(ranges)
    return reader.scalarSet()
  }

  private static func union(of categories: [String]) -> ScalarSet {
    categories.reduce(.empty) { $0.union(table(UnicodeTables.category($1)) ?? .empty) }
  }

  private static var assigned: ScalarSet {
    union(of: [
      "cc", "cf", "co", "ll", "lm", "lo", "lt", "lu", "mc", "me", "mn", "nd", "nl", "no", "pc",
      "pd", "pe", "pf", "pi", "po", "ps", "sc", "sk", "sm", "so", "zl", "zp", "zs",
    ])
  }

  private static func folded(_ name: String) -> String {
    var key = ""
    for scalar in name.unicodeScalars where scalar != " " && scalar != "_" && scalar != "-" {
      if scalar >= "A" && scalar <= "Z", let lower = Unicode.Scalar(scalar.value + 32) {
        key.unicodeScalars.append(lower)
      } else {
        key.unicodeScalars.append(scalar)
      }
    }
    return key
  }

  private static let generalCategoryAliases: [String: String] = [
    "other": "c", "control": "cc", "cntrl": "cc", "format": "cf", "unassigned": "cn",
    "privateuse": "co", "surrogate": "cs", "letter": "l", "casedletter": "lc",
    "lowercaseletter": "ll", "modifierletter": "lm", "otherletter": "lo",
    "titlecaseletter": "lt", "uppercaseletter": "lu", "mark": "m", "combiningmark": "m",
    "spacingmark": "mc", "enclosingmark": "me", "nonspacingmark": "mn", "number": "n",
    "decimalnumber": "nd", "digit": "nd", "letternumber": "nl", "othernumber": "no",
    "punctuation": "p", "punct": "p", "connectorpunctuation": "pc", "dashpunctuation": "pd",
    "closepunctuation": "pe", "finalpunctuation": "pf", "initialpunctuation": "pi",
    "otherpunctuation": "po", "openpunctuation": "ps", "symbol": "s", "currencysymbol": "sc",
    "modifiersymbol": "sk", "mathsymbol": "sm", "othersymbol": "so", "separator": "z",
    "lineseparator": "zl", "paragraphseparator": "zp", "spaceseparator": "zs",
  ]

  private static let binaryAliases: [String: String] = [
    "alpha": "alphabetic", "ahex": "asciihexdigit", "ci": "caseignorable",
    "di": "defaultignorablecodepoint", "dia": "diacritic", "ecomp": "emojicomponent",
    "emod": "emojimodifier", "ebase": "emojimodifierbase", "epres": "emojipresentation",
    "extpict": "extendedpictographic", "ext": "extender", "grext": "graphemeextend",
    "hex": "hexdigit", "idc": "idcontinue", "ids": "idstart", "ideo": "ideographic",
    "joinc": "joincontrol", "lower": "lowercase", "qmark": "quotationmark",
    "ri": "regionalindicator", "sterm": "sentenceterminal", "sd": "softdotted",
    "term": "terminalpunctuation", "uideo": "unifiedideograph", "upper": "uppercase",
    "vs": "variationselector", "space": "whitespace", "wspace": "whitespace",
    "xidc": "xidcontinue", "xids": "xidstart",
  ]
}
