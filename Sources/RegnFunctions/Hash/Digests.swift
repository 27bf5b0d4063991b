import RegnData

let hashMD5Function = digest(
  "hash_md5", "MD5", "7d793037a0760186574b0282f2f435e7", of: "world"
) { md5($0) }

let hashSHA1Function = digest(
  "hash_sha1", "SHA-1", "70c07ec18ef89c5309bbb0937f3a6342411e1fdd", of: "World"
) { sha1($0) }

let hashSHA256Function = digest(
  "hash_sha256", "SHA-256", "78ae647dc5544d227130a0682a51e30bc7777fbb6d8a8f17007463a3ecd1d524", of: "World"
) { sha256($0) }

/// Of the value's printed form, as the reference page's examples show for datetimes.
private func digest(
  _ name: String, _ algorithm: String, _ answer: String, of sample: String,
  _ digest: @escaping @Sendable ([UInt8]) -> [UInt8]
) -> FunctionDefinition {
  FunctionDefinition(
    name, category: .hash,
    summary: "The \(algorithm) digest of the value's printed form, in hexadecimal digits.",
    signatures: [
      .scalar([Parameter("source", .any)], result: .type(.string)) { arguments, context in
        mapStrings(asText(arguments[0], context), context) { text, output in
          for byte in digest(Array(text)) { appendHex(UInt64(byte), width: 2, &output) }
        }
      }
    ],
    examples: [FunctionExample("print x = \(name)('\(sample)')", "x\n\(answer)")])
}

/// The message with a one bit, zeros, and its length in bits, to a multiple of 64 bytes.
private func padded(_ message: [UInt8], bigEndian: Bool) -> [UInt8] {
  var bytes = message
  bytes.append(0x80)
  while bytes.count % 64 != 56 { bytes.append(0) }
  let bits = UInt64(message.count) * 8
  for index in 0..<8 {
    bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(bigEndian ? 56 - index * 8 : index * 8)))
  }
  return bytes
}

@inline(__always)
private func rotate(_ x: UInt32, _ bits: UInt32) -> UInt32 { x &<< bits | x &>> (32 - bits) }

/// RFC 1321.
func md5(_ message: [UInt8]) -> [UInt8] {
  var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476]
  let bytes = padded(message, bigEndian: false)
  for block in stride(from: 0, to: bytes.count, by: 64) {
    var words = [UInt32](repeating: 0, count: 16)
    for index in 0..<64 { words[index / 4] |= UInt32(bytes[block + index]) << UInt32(index % 4 * 8) }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    for step in 0..<64 {
      var mixed: UInt32
      let word: Int
      switch step / 16 {
      case 0: (mixed, word) = (b & c | ~b & d, step)
      case 1: (mixed, word) = (d & b | ~d & c, (5 * step + 1) % 16)
      case 2: (mixed, word) = (b ^ c ^ d, (3 * step + 5) % 16)
      default: (mixed, word) = (c ^ (b | ~d), 7 * step % 16)
      }
      mixed = mixed &+ a &+ md5Constants[step] &+ words[word]
      (a, d, c, b) = (d, c, b, b &+ rotate(mixed, md5Rotations[step / 16 * 4 + step % 4]))
    }
    for (index, value) in [a, b, c, d].enumerated() { state[index] &+= value }
  }
  return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32($0 * 8)) } }
}

private let md5Rotations: [UInt32] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]

/// The whole part of 2^32 |sin n|, n from 1.
private let md5Constants: [UInt32] = [
  0xD76A_A478, 0xE8C7_B756, 0x2420_70DB, 0xC1BD_CEEE, 0xF57C_0FAF, 0x4787_C62A, 0xA830_4613, 0xFD46_9501,
  0x6980_98D8, 0x8B44_F7AF, 0xFFFF_5BB1, 0x895C_D7BE, 0x6B90_1122, 0xFD98_7193, 0xA679_438E, 0x49B4_0821,
  0xF61E_2562, 0xC040_B340, 0x265E_5A51, 0xE9B6_C7AA, 0xD62F_105D, 0x0244_1453, 0xD8A1_E681, 0xE7D3_FBC8,
  0x21E1_CDE6, 0xC337_07D6, 0xF4D5_0D87, 0x455A_14ED, 0xA9E3_E905, 0xFCEF_A3F8, 0x676F_02D9, 0x8D2A_4C8A,
  0xFFFA_3942, 0x8771_F681, 0x6D9D_6122, 0xFDE5_380C, 0xA4BE_EA44, 0x4BDE_CFA9, 0xF6BB_4B60, 0xBEBF_BC70,
  0x289B_7EC6, 0xEAA1_27FA, 0xD4EF_3085, 0x0488_1D05, 0xD9D4_D039, 0xE6DB_99E5, 0x1FA2_7CF8, 0xC4AC_5665,
  0xF429_2244, 0x432A_FF97, 0xAB94_23A7, 0xFC93_A039, 0x655B_59C3, 0x8F0C_CC92, 0xFFEF_F47D, 0x8584_5DD1,
  0x6FA8_7E4F, 0xFE2C_E6E0, 0xA301_4314, 0x4E08_11A1, 0xF753_7E82, 0xBD3A_F235, 0x2AD7_D2BB, 0xEB86_D391,
]

/// FIPS 180-4.
func sha1(_ message: [UInt8]) -> [UInt8] {
  var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
  let bytes = padded(message, bigEndian: true)
  for block in stride(from: 0, to: bytes.count, by: 64) {
    var words = bigEndianWords(bytes, block, count: 80)
    for index in 16..<80 {
      words[index] = rotate(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1)
    }
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for step in 0..<80 {
      let (mixed, constant): (UInt32, UInt32) =
        switch step / 20 {
        case 0: (b & c | ~b & d, 0x5A82_7999)
        case 1: (b ^ c ^ d, 0x6ED9_EBA1)
        case 2: (b & c | b & d | c & d, 0x8F1B_BCDC)
        default: (b ^ c ^ d, 0xCA62_C1D6)
        }
      let next = rotate(a, 5) &+ mixed &+ e &+ constant &+ words[step]
      (e, d, c, b, a) = (d, c, rotate(b, 30), a, next)
    }
    for (index, value) in [a, b, c, d, e].enumerated() { state[index] &+= value }
  }
  return bigEndianBytes(state)
}

/// FIPS 180-4.
func sha256(_ message: [UInt8]) -> [UInt8] {
  var state: [UInt32] = [
    0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19,
  ]
  let bytes = padded(message, bigEndian: true)
  for block in stride(from: 0, to: bytes.count, by: 64) {
    var words = bigEndianWords(bytes, block, count: 64)
    for index in 16..<64 {
      let (x, y) = (words[index - 15], words[index - 2])
      let first = rotate(x, 25) ^ rotate(x, 14) ^ x >> 3
      let second = rotate(y, 15) ^ rotate(y, 13) ^ y >> 10
      words[index] = words[index - 16] &+ first &+ words[index - 7] &+ second
    }
    var v = state
    for step in 0..<64 {
      let (a, b, c, e) = (v[0], v[1], v[2], v[4])
      let first = rotate(e, 26) ^ rotate(e, 21) ^ rotate(e, 7)
      let choice = e & v[5] ^ ~e & v[6]
      let one = v[7] &+ first &+ choice &+ sha256Constants[step] &+ words[step]
      let second = rotate(a, 30) ^ rotate(a, 19) ^ rotate(a, 10)
      let two = second &+ (a & b ^ a & c ^ b & c)
      v = [one &+ two, a, b, c, v[3] &+ one, e, v[5], v[6]]
    }
    for index in 0..<8 { state[index] &+= v[index] }
  }
  return bigEndianBytes(state)
}

/// The first 32 bits of the fractions of the cube roots of the first 64 primes.
private let sha256Constants: [UInt32] = [
  0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1, 0x923F_82A4, 0xAB1C_5ED5,
  0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3, 0x72BE_5D74, 0x80DE_B1FE, 0x9BDC_06A7, 0xC19B_F174,
  0xE49B_69C1, 0xEFBE_4786, 0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F, 0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA,
  0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7, 0xC6E0_0BF3, 0xD5A7_9147, 0x06CA_6351, 0x1429_2967,
  0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC, 0x5338_0D13, 0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85,
  0xA2BF_E8A1, 0xA81A_664B, 0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070,
  0x19A4_C116, 0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A, 0x5B9C_CA4F, 0x682E_6FF3,
  0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208, 0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7, 0xC671_78F2,
]

private func bigEndianWords(_ bytes: [UInt8], _ start: Int, count: Int) -> [UInt32] {
  var words = [UInt32](repeating: 0, count: count)
  for index in 0..<64 { words[index / 4] |= UInt32(bytes[start + index]) << UInt32(24 - index % 4 * 8) }
  return words
}

private func bigEndianBytes(_ words: [UInt32]) -> [UInt8] {
  words.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(24 - $0 * 8)) } }
}
