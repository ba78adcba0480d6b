@testable import Scripts

/// Resolves scripts as the rules of `ScriptScanner` say, scalar by scalar and one rule after the
/// other. Slow, and meant to be seen to be right.
struct ReferenceResolver {
  private struct Scalar {
    var properties: ScalarProperties
    var isNewline: Bool
    var length: Int
  }

  private var scalars: [Scalar] = []
  private var resolved: [Script?] = []
  private var first: Script?
  private var evidence: ScriptEvidence = []

  /// The final script of every byte of a document.
  static func scripts(of bytes: [UInt8]) -> [Script] {
    var resolver = ReferenceResolver(decoding: bytes)
    resolver.resolve()
    return zip(resolver.scalars, resolver.resolved).flatMap { scalar, script in
      [Script](repeating: resolver.final(script), count: scalar.length)
    }
  }

  private init(decoding bytes: [UInt8]) {
    var parser = Unicode.UTF8.ForwardParser()
    var iterator = bytes.makeIterator()
    while true {
      let scalar: Unicode.Scalar
      let length: Int
      switch parser.parseScalar(from: &iterator) {
      case .valid(let encoded): (scalar, length) = (Unicode.UTF8.decode(encoded), encoded.count)
      case .error(let count): (scalar, length) = ("\u{FFFD}", count)
      case .emptyInput: return
      }
      scalars.append(
        Scalar(
          properties: ScriptProperties.shared[scalar], isNewline: scalar == "\n", length: length))
    }
  }

  private mutating func resolve() {
    var current: Script?
    var open: [Int] = []
    var tooManyBrackets = false
    for i in scalars.indices {
      let properties = scalars[i].properties
      var opener: Int?
      if properties.bracket == .close, !tooManyBrackets {
        let pair = properties.bracketPair
        if let k = open.lastIndex(where: { scalars[$0].properties.bracketPair == pair }) {
          opener = open[k]
          open.removeSubrange(k...)
        }
      }

      let script: Script?
      if !properties.isImplicit {
        script = explicit(properties.script)
      } else if let opener {
        script = resolved[opener]
      } else if properties.extensions == 0 {
        script = current
      } else {
        let set = ScriptProperties.shared.extensionSets[Int(properties.extensions)]
        let groups = set.map(\.group)
        if let current, groups.contains(current) {
          script = current
        } else if let next = nextOnLine(after: i), groups.contains(next) {
          script = next
        } else {
          script = explicit(set[0])
        }
      }

      resolved.append(script)
      if first == nil, let script {
        first = script
        for k in 0..<i { resolved[k] = script }
      }
      current = script ?? current
      if properties.bracket == .open, !tooManyBrackets {
        if open.count == 32 { tooManyBrackets = true } else { open.append(i) }
      }
      if scalars[i].isNewline {
        open = []
        tooManyBrackets = false
      }
    }
  }

  private mutating func explicit(_ script: Script) -> Script {
    evidence.formUnion(ScriptEvidence(of: script))
    return script.group
  }

  private func nextOnLine(after i: Int) -> Script? {
    scalars[(i + 1)...].prefix { !$0.isNewline }.first { !$0.properties.isImplicit }?
      .properties.group
  }

  private func final(_ script: Script?) -> Script {
    switch script {
    case nil: .common
    case .hanGroup?:
      evidence.contains(.kana) ? .japanese : evidence.contains(.hangul) ? .korean : .han
    case .hangul?: .korean
    case let script?: script
    }
  }
}
