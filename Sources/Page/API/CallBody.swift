import DatasetEstimate
import Efficiency
import JSONText
import ProfileStore
import Reports
import TrainingCost

/// TrainingCost reads configurations with a type of the same name.
typealias JSONValue = JSONText.JSONValue

/// The members of a call's body. Numbers may be written as people write them, in strings, and are
/// read as the command line reads them.
struct CallBody {
  private let value: JSONValue

  /// - Parameter known: The members that the call has.
  /// - Throws: ``HTTPRefusal`` for what is no object or has another member.
  init(_ bytes: [UInt8], known: Set<String>) throws(HTTPRefusal) {
    do throws(JSONError) {
      value = try JSONValue(parsing: bytes)
    } catch {
      throw HTTPRefusal(
        .badRequest, "the body is not JSON: byte \(error.offset): \(error.reason)")
    }
    guard let members = value.members else {
      throw HTTPRefusal(.badRequest, "the body must be a JSON object")
    }
    for member in members where !known.contains(member.key) {
      throw HTTPRefusal(
        .badRequest,
        "there is no member “\(member.key)”; there are \(known.sorted().joined(separator: ", "))")
    }
  }

  private func member(_ key: String) -> JSONValue? {
    value[key].flatMap { $0 == .null ? nil : $0 }
  }

  /// A string.
  func text(_ key: String) throws(HTTPRefusal) -> String? {
    guard let member = member(key) else { return nil }
    guard let text = member.string else { throw wrong(key, "must be a string") }
    return text
  }

  /// The text of a JSON object, whatever is in it.
  func object(_ key: String) throws(HTTPRefusal) -> String? {
    guard let member = member(key) else { return nil }
    guard member.members != nil else { throw wrong(key, "must be an object") }
    return member.text()
  }

  /// A truth value; `false` if it is not there.
  func flag(_ key: String) throws(HTTPRefusal) -> Bool {
    guard let member = member(key) else { return false }
    guard let flag = member.bool else { throw wrong(key, "must be true or false") }
    return flag
  }

  /// An array of strings.
  func texts(_ key: String) throws(HTTPRefusal) -> [String]? {
    guard let member = member(key) else { return nil }
    guard let array = member.array else { throw wrong(key, "must be an array of strings") }
    var texts: [String] = []
    for element in array {
      guard let text = element.string else { throw wrong(key, "must be an array of strings") }
      texts.append(text)
    }
    return texts
  }

  /// One of a few words.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ key: String, _ type: Choice.Type = Choice.self
  ) throws(HTTPRefusal) -> Choice? where Choice.RawValue == String {
    guard let text = try text(key) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw wrong(key, "must be one of \(words)")
    }
    return choice
  }

  /// A count such as 7e9 or "7B".
  func count(_ key: String) throws(HTTPRefusal) -> Double? {
    try number(member(key), key, HumanNumber.number)
  }

  /// A size in bytes such as 3200000000000 or "3.2TB".
  func size(_ key: String) throws(HTTPRefusal) -> Double? {
    try number(member(key), key, Self.bytes)
  }

  /// A share from 0 to 1 such as 0.4 or "40%".
  func share(_ key: String) throws(HTTPRefusal) -> Double? {
    try number(member(key), key, HumanNumber.fraction)
  }

  /// A count, or an array of an interval's two ends.
  func counts(_ key: String) throws(HTTPRefusal) -> (low: Double, high: Double)? {
    try ends(key, HumanNumber.number)
  }

  /// A share, or an array of an interval's two ends.
  func shares(_ key: String) throws(HTTPRefusal) -> (low: Double, high: Double)? {
    try ends(key, HumanNumber.fraction)
  }

  /// An object of shares.
  func shareTable(_ key: String) throws(HTTPRefusal) -> [(name: String, share: Double)]? {
    guard let member = member(key) else { return nil }
    guard let members = member.members else { throw wrong(key, "must be an object of shares") }
    var table: [(name: String, share: Double)] = []
    for entry in members {
      let share = try number(entry.value, "\(key).\(entry.key)", HumanNumber.fraction)
      table.append((entry.key, share ?? 0))
    }
    return table
  }

  private static func bytes(_ text: String) throws(HumanNumberError) -> Double {
    Double(try HumanNumber.bytes(text))
  }

  private func ends(
    _ key: String, _ read: (String) throws(HumanNumberError) -> Double
  ) throws(HTTPRefusal) -> (low: Double, high: Double)? {
    guard let pair = member(key)?.array else {
      return try number(member(key), key, read).map { ($0, $0) }
    }
    guard pair.count == 2, let low = try number(pair[0], key, read),
      let high = try number(pair[1], key, read), low <= high
    else { throw wrong(key, "must be a number, or an array of a lower and an upper end") }
    return (low, high)
  }

  private func number(
    _ value: JSONValue?, _ key: String, _ read: (String) throws(HumanNumberError) -> Double
  ) throws(HTTPRefusal) -> Double? {
    switch value {
    case .number(let text)?, .string(let text)?:
      do throws(HumanNumberError) {
        return try read(text)
      } catch {
        throw wrong(key, "\(error)")
      }
    case nil: return nil
    default: throw wrong(key, "must be a number")
    }
  }

  /// The refusal of a member.
  func wrong(_ key: String, _ reason: String) -> HTTPRefusal {
    HTTPRefusal(.unprocessable, "\(key): \(reason)")
  }
}

/// Turns what the libraries throw into refusals with their own words.
func refusing<Result>(_ body: () throws -> Result) throws(HTTPRefusal) -> Result {
  do {
    return try body()
  } catch let error as HTTPRefusal {
    throw error
  } catch let error as ProfileStoreError {
    throw HTTPRefusal(error.code == .unknownProfile ? .notFound : .internalError, "\(error)")
  } catch let error as PredictionError {
    throw HTTPRefusal(.unprocessable, "\(error)")
  } catch let error as TrainingError {
    throw HTTPRefusal(.unprocessable, "\(error)")
  } catch {
    throw HTTPRefusal(.internalError, "\(error)")
  }
}
