/// The SHA-256 digest (FIPS 180-4), by which well-known tokenizer files are recognised.
public struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB,
    0x5BE0_CD19,
  ]
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  /// Creates the digest of nothing.
  public init() {}

  /// The digest of `bytes` as 64 lower-case hexadecimal digits.
  ///
  /// - Complexity: O(`bytes.count`).
  public static func hexDigest(of bytes: UnsafeBufferPointer<UInt8>) -> String {
    var hash = SHA256()
    hash.update(bytes)
    return hash.hexDigest()
  }

  /// Takes `bytes` in.
  public mutating func update(_ bytes: UnsafeBufferPointer<UInt8>) {
    length &+= UInt64(bytes.count)
    var rest = UnsafeRawBufferPointer(bytes)
    if !pending.isEmpty {
      let missing = min(64 - pending.count, rest.count)
      pending.append(contentsOf: rest.prefix(missing))
      rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(missing))
      guard pending.count == 64 else { return }
      pending.withUnsafeBytes { Self.compress(&state, $0) }
      pending.removeAll(keepingCapacity: true)
    }
    let whole = rest.count & ~63
    Self.compress(&state, UnsafeRawBufferPointer(rebasing: rest.prefix(whole)))
    pending.append(contentsOf: rest.dropFirst(whole))
  }

  /// Takes the bytes of `array` in.
  public mutating func update(_ array: [UInt8]) {
    array.withUnsafeBufferPointer { update($0) }
  }

  /// The digest of all that was taken in, as 64 lower-case hexadecimal digits.
  public func hexDigest() -> String {
    var tail = pending
    tail.append(0x80)
    while tail.count % 64 != 56 { tail.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      tail.append(UInt8(truncatingIfNeeded: (length &* 8) >> UInt64(shift)))
    }
    var final = state
    tail.withUnsafeBytes { Self.compress(&final, $0) }
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for word in final {
      for shift in stride(from: 28, through: 0, by: -4) {
        text.append(digits[Int(word >> UInt32(shift)) & 15])
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  ]

  /// Takes whole blocks of 64 bytes in.
  ///
  /// Sixteen words of the schedule at a time, each computed in the place of the one that is done with,
  /// and the eight variables stay where they are: it is their names that change from round to round.
  /// Moving them took a quarter more time.
  private static func compress(_ state: inout [UInt32], _ blocks: UnsafeRawBufferPointer) {
    guard let base = blocks.baseAddress, !blocks.isEmpty else { return }
    constants.withUnsafeBufferPointer { constants in
      withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 16) { schedule in
        guard let k = constants.baseAddress, let w = schedule.baseAddress else { return }
        var variables = Variables(state)
        for block in stride(from: 0, to: blocks.count, by: 64) {
          for index in 0..<16 {
            w[index] = UInt32(
              bigEndian: base.loadUnaligned(fromByteOffset: block &+ index &* 4, as: UInt32.self))
          }
          let before = variables
          variables.eightRounds(k, w)
          variables.eightRounds(k + 8, w + 8)
          for group in 1..<4 {
            for index in 0..<16 {
              let x = w[(index &+ 1) & 15]
              let y = w[(index &+ 14) & 15]
              let s0 = rotate(x, 7) ^ rotate(x, 18) ^ (x &>> 3)
              let s1 = rotate(y, 17) ^ rotate(y, 19) ^ (y &>> 10)
              w[index] = w[index] &+ s0 &+ w[(index &+ 9) & 15] &+ s1
            }
            variables.eightRounds(k + 16 &* group, w)
            variables.eightRounds(k + 16 &* group + 8, w + 8)
          }
          variables.add(before)
        }
        state = variables.words
      }
    }
  }

  /// The working variables.
  private struct Variables {
    private var a, b, c, d, e, f, g, h: UInt32

    init(_ state: [UInt32]) {
      (a, b, c, d) = (state[0], state[1], state[2], state[3])
      (e, f, g, h) = (state[4], state[5], state[6], state[7])
    }

    var words: [UInt32] { [a, b, c, d, e, f, g, h] }

    @inline(__always)
    mutating func eightRounds(_ k: UnsafePointer<UInt32>, _ w: UnsafePointer<UInt32>) {
      Self.round(a, b, c, &d, e, f, g, &h, k[0] &+ w[0])
      Self.round(h, a, b, &c, d, e, f, &g, k[1] &+ w[1])
      Self.round(g, h, a, &b, c, d, e, &f, k[2] &+ w[2])
      Self.round(f, g, h, &a, b, c, d, &e, k[3] &+ w[3])
      Self.round(e, f, g, &h, a, b, c, &d, k[4] &+ w[4])
      Self.round(d, e, f, &g, h, a, b, &c, k[5] &+ w[5])
      Self.round(c, d, e, &f, g, h, a, &b, k[6] &+ w[6])
      Self.round(b, c, d, &e, f, g, h, &a, k[7] &+ w[7])
    }

    @inline(__always)
    private static func round(
      _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: inout UInt32, _ e: UInt32, _ f: UInt32,
      _ g: UInt32, _ h: inout UInt32, _ word: UInt32
    ) {
      let s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
      let t1 = h &+ s1 &+ (g ^ (e & (f ^ g))) &+ word
      let s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
      d &+= t1
      h = t1 &+ s0 &+ ((a & b) | (c & (a | b)))
    }

    @inline(__always)
    mutating func add(_ other: Variables) {
      a &+= other.a
      b &+= other.b
      c &+= other.c
      d &+= other.d
      e &+= other.e
      f &+= other.f
      g &+= other.g
      h &+= other.h
    }
  }

  @inline(__always)
  private static func rotate(_ x: UInt32, _ count: UInt32) -> UInt32 {
    x &>> count | x &<< (32 &- count)
  }
}
