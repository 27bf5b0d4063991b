#include "CRegnScan.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#define REGN_SCAN_X86 1
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#define REGN_SCAN_NEON 1
#endif

#define REGN_INLINE static inline __attribute__((always_inline))

// MARK: - Sixty-four bytes as masks: bit i stands for byte i

#if REGN_SCAN_X86

typedef struct { __m128i part[4]; } regn_sse2_word;

REGN_INLINE regn_sse2_word regn_sse2_load(const uint8_t *data) {
  regn_sse2_word word;
  for (int i = 0; i < 4; i++) word.part[i] = _mm_loadu_si128((const __m128i *)(data + 16 * i));
  return word;
}

REGN_INLINE uint64_t regn_sse2_mask(const regn_sse2_word *word, uint8_t byte) {
  const __m128i wanted = _mm_set1_epi8((char)byte);
  uint64_t mask = 0;
  for (int i = 0; i < 4; i++)
    mask |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(word->part[i], wanted)) << (16 * i);
  return mask;
}

typedef struct { __m256i part[2]; } regn_avx2_word;

REGN_INLINE __attribute__((target("avx2"))) regn_avx2_word regn_avx2_load(const uint8_t *data) {
  regn_avx2_word word;
  for (int i = 0; i < 2; i++) word.part[i] = _mm256_loadu_si256((const __m256i *)(data + 32 * i));
  return word;
}

REGN_INLINE __attribute__((target("avx2"))) uint64_t regn_avx2_mask(
  const regn_avx2_word *word, uint8_t byte
) {
  const __m256i wanted = _mm256_set1_epi8((char)byte);
  uint64_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(word->part[0], wanted));
  uint64_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(word->part[1], wanted));
  return low | high << 32;
}

#elif REGN_SCAN_NEON

typedef struct { uint8x16_t part[4]; } regn_neon_word;

REGN_INLINE regn_neon_word regn_neon_load(const uint8_t *data) {
  regn_neon_word word;
  for (int i = 0; i < 4; i++) word.part[i] = vld1q_u8(data + 16 * i);
  return word;
}

REGN_INLINE uint64_t regn_neon_mask(const regn_neon_word *word, uint8_t byte) {
  const uint8x16_t wanted = vdupq_n_u8(byte);
  const uint8x16_t bits = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t a = vandq_u8(vceqq_u8(word->part[0], wanted), bits);
  uint8x16_t b = vandq_u8(vceqq_u8(word->part[1], wanted), bits);
  uint8x16_t c = vandq_u8(vceqq_u8(word->part[2], wanted), bits);
  uint8x16_t d = vandq_u8(vceqq_u8(word->part[3], wanted), bits);
  uint8x16_t sum = vpaddq_u8(vpaddq_u8(a, b), vpaddq_u8(c, d));
  return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(sum, sum)), 0);
}

#else

typedef struct { uint64_t part[8]; } regn_plain_word;

REGN_INLINE regn_plain_word regn_plain_load(const uint8_t *data) {
  regn_plain_word word;
  memcpy(word.part, data, 64);
  return word;
}

REGN_INLINE uint64_t regn_plain_mask(const regn_plain_word *word, uint8_t byte) {
  uint8_t bytes[64];
  memcpy(bytes, word->part, 64);
  uint64_t mask = 0;
  for (int i = 0; i < 64; i++) mask |= (uint64_t)(bytes[i] == byte) << i;
  return mask;
}

#endif

// MARK: - Quotes

// Bit i of the answer is the exclusive or of bits 0 to i.
REGN_INLINE uint64_t regn_prefix_xor(uint64_t mask) {
  mask ^= mask << 1;
  mask ^= mask << 2;
  mask ^= mask << 4;
  mask ^= mask << 8;
  mask ^= mask << 16;
  mask ^= mask << 32;
  return mask;
}

// The rule byte by byte, for words in which a quote is out of place.
static uint64_t regn_outside_bytewise(
  uint64_t ends, uint64_t quotes, unsigned count, struct regn_scan_state *state, uint64_t *closing
) {
  uint64_t outside = 0, closes = 0;
  uint8_t inside = state->inside, may_open = state->may_open;
  for (unsigned i = 0; i < count; i++) {
    const uint64_t bit = (uint64_t)1 << i;
    if (inside) {
      if (quotes & bit) {
        closes |= bit;
        inside = 0;
        may_open = 1;
      }
    } else if (quotes & bit) {
      if (may_open) inside = 1;
      may_open = 0;
    } else if (ends & bit) {
      outside |= bit;
      may_open = 1;
    } else {
      may_open = 0;
    }
  }
  state->inside = inside;
  state->may_open = inside ? 0 : may_open;
  *closing = closes;
  return outside;
}

// The ends that stand outside quotes; moves the state on by `count` bytes (1 to 64; masks are 0 beyond).
// `closing` gets the quotes that close.
REGN_INLINE uint64_t regn_outside(
  uint64_t ends, uint64_t quotes, unsigned count, struct regn_scan_state *state, uint64_t *closing
) {
  const unsigned last = count - 1;
  *closing = 0;
  if (__builtin_expect(quotes == 0, 1)) {
    if (state->inside) return 0;
    state->may_open = (uint8_t)(ends >> last & 1);
    return ends;
  }
  // Set from a quote that opens to the byte before the quote that closes.
  const uint64_t inside = regn_prefix_xor(quotes) ^ (state->inside ? ~(uint64_t)0 : 0);
  const uint64_t opens = quotes & inside;
  const uint64_t closes = quotes & ~inside;
  const uint64_t outside = ends & ~inside;
  const uint64_t allows = (outside | closes) << 1 | (state->inside ? 0 : state->may_open);
  if (__builtin_expect((opens & ~allows) != 0, 0))
    return regn_outside_bytewise(ends, quotes, count, state, closing);
  *closing = closes;
  state->inside = (uint8_t)(inside >> last & 1);
  state->may_open = (uint8_t)((outside | closes) >> last & 1);
  return outside;
}

// The quotes of `closing` that something else follows on than the end of a field or the second half of a
// doubled quote. `next` is the byte behind the word's last.
REGN_INLINE uint64_t regn_stray(
  uint64_t closing, uint64_t ends, uint64_t quotes, uint64_t returns, unsigned count, uint8_t next,
  uint8_t delimiter, uint8_t line_end, int quote
) {
  uint64_t follows = (ends | quotes | returns) >> 1;
  if (next == delimiter || next == line_end || next == 0x0D || next == 0 || next == quote)
    follows |= (uint64_t)1 << (count - 1);
  return closing & ~follows;
}

// MARK: - Positions

REGN_INLINE uint32_t *regn_flatten(uint64_t mask, uint32_t base, uint32_t *positions) {
  if (mask == 0) return positions;
  const unsigned count = (unsigned)__builtin_popcountll(mask);
  // Eight at a time without a branch; what is written beyond `count` is overwritten by the next word.
  for (unsigned i = 0; i < 8; i++) {
    positions[i] = base + (uint32_t)__builtin_ctzll(mask | (uint64_t)1 << 63);
    mask &= mask - 1;
  }
  if (__builtin_expect(count > 8, 0)) {
    for (unsigned i = 8; i < 16; i++) {
      positions[i] = base + (uint32_t)__builtin_ctzll(mask | (uint64_t)1 << 63);
      mask &= mask - 1;
    }
    for (unsigned i = 16; i < count; i++) {
      positions[i] = base + (uint32_t)__builtin_ctzll(mask);
      mask &= mask - 1;
    }
  }
  return positions + count;
}

#define REGN_SCAN_FIELDS(NAME, ATTRIBUTES, LOAD, MASK, WORD)                                                \
  ATTRIBUTES static void NAME(                                                                              \
    const uint8_t *data, size_t from, size_t to, uint8_t delimiter, uint8_t line_end, int quote,            \
    struct regn_scan_state *state, uint32_t *positions, struct regn_scan_result *result                     \
  ) {                                                                                                       \
    uint32_t *next = positions;                                                                             \
    struct regn_scan_state now = *state;                                                                    \
    size_t records = 0;                                                                                     \
    uint64_t all_quotes = 0, all_nuls = 0, strays = 0;                                                      \
    for (size_t at = from; at < to; at += 64) {                                                             \
      const WORD word = LOAD(data + at);                                                                    \
      uint64_t lines = MASK(&word, line_end);                                                               \
      uint64_t ends = MASK(&word, delimiter) | lines;                                                       \
      uint64_t quotes = quote < 0 ? 0 : MASK(&word, (uint8_t)quote);                                        \
      uint64_t nuls = MASK(&word, 0);                                                                       \
      unsigned count = 64;                                                                                  \
      if (__builtin_expect(to - at < 64, 0)) {                                                              \
        count = (unsigned)(to - at);                                                                        \
        const uint64_t valid = ((uint64_t)1 << count) - 1;                                                  \
        ends &= valid;                                                                                      \
        quotes &= valid;                                                                                    \
        nuls &= valid;                                                                                      \
      }                                                                                                     \
      all_quotes |= quotes;                                                                                 \
      all_nuls |= nuls;                                                                                     \
      uint64_t closing;                                                                                     \
      const uint64_t outside = regn_outside(ends, quotes, count, &now, &closing);                           \
      if (closing)                                                                                          \
        strays |= regn_stray(                                                                               \
          closing, ends, quotes, MASK(&word, 0x0D), count, data[at + count], delimiter, line_end, quote);   \
      records += (size_t)__builtin_popcountll(outside & lines);                                             \
      next = regn_flatten(outside, (uint32_t)at, next);                                                     \
    }                                                                                                       \
    *state = now;                                                                                           \
    result->positions = (size_t)(next - positions);                                                         \
    result->records = records;                                                                              \
    result->has_quotes = all_quotes != 0;                                                                   \
    result->has_nul = all_nuls != 0;                                                                        \
    result->has_stray = strays != 0;                                                                        \
  }

#define REGN_COUNT_RECORDS(NAME, ATTRIBUTES, LOAD, MASK, WORD)                                              \
  ATTRIBUTES static size_t NAME(                                                                            \
    const uint8_t *data, size_t from, size_t to, uint8_t delimiter, uint8_t line_end, int quote,            \
    int skips_blank, struct regn_scan_state *state, uint8_t *has_stray                                      \
  ) {                                                                                                       \
    struct regn_scan_state now = *state;                                                                    \
    size_t records = 0;                                                                                     \
    uint64_t strays = 0;                                                                                    \
    /* Whether the byte before is a line end, or a carriage return after one. */                            \
    uint64_t after_line = !now.inside && data[from - 1] == line_end;                                        \
    uint64_t after_return = !now.inside && data[from - 1] == 0x0D && data[from - 2] == line_end;            \
    for (size_t at = from; at < to; at += 64) {                                                             \
      const WORD word = LOAD(data + at);                                                                    \
      uint64_t lines = MASK(&word, line_end);                                                               \
      uint64_t quotes = quote < 0 ? 0 : MASK(&word, (uint8_t)quote);                                        \
      uint64_t ends = lines;                                                                                \
      if (quotes || now.inside) ends |= MASK(&word, delimiter);                                             \
      unsigned count = 64;                                                                                  \
      if (__builtin_expect(to - at < 64, 0)) {                                                              \
        count = (unsigned)(to - at);                                                                        \
        const uint64_t valid = ((uint64_t)1 << count) - 1;                                                  \
        ends &= valid;                                                                                      \
        quotes &= valid;                                                                                    \
      }                                                                                                     \
      if (!quotes && !now.inside) {                                                                         \
        /* The last byte decides whether a quote may open in the next word. */                              \
        const uint8_t last = data[at + count - 1];                                                          \
        now.may_open = last == delimiter || last == line_end;                                               \
      } else {                                                                                              \
        uint64_t closing;                                                                                   \
        const uint64_t all_ends = ends;                                                                     \
        ends = regn_outside(ends, quotes, count, &now, &closing);                                           \
        if (closing)                                                                                        \
          strays |= regn_stray(                                                                             \
            closing, all_ends, quotes, MASK(&word, 0x0D), count, data[at + count], delimiter, line_end,     \
            quote);                                                                                         \
      }                                                                                                     \
      uint64_t counted = ends & lines;                                                                      \
      if (skips_blank) {                                                                                    \
        const uint64_t before = counted << 1 | after_line;                                                  \
        const uint64_t returns = line_end == 0x0D ? 0 : MASK(&word, 0x0D) & before;                         \
        const uint64_t blank = before | returns << 1 | after_return;                                        \
        after_line = counted >> (count - 1) & 1;                                                            \
        after_return = returns >> (count - 1) & 1;                                                          \
        counted &= ~blank;                                                                                  \
      }                                                                                                     \
      records += (size_t)__builtin_popcountll(counted);                                                     \
    }                                                                                                       \
    *state = now;                                                                                           \
    if (strays) *has_stray = 1;                                                                             \
    return records;                                                                                         \
  }

#if REGN_SCAN_X86
REGN_SCAN_FIELDS(
  regn_scan_fields_avx2, __attribute__((target("avx2,bmi,bmi2,popcnt"))), regn_avx2_load, regn_avx2_mask,
  regn_avx2_word)
REGN_COUNT_RECORDS(
  regn_count_records_avx2, __attribute__((target("avx2,bmi,bmi2,popcnt"))), regn_avx2_load, regn_avx2_mask,
  regn_avx2_word)
REGN_SCAN_FIELDS(regn_scan_fields_plain, , regn_sse2_load, regn_sse2_mask, regn_sse2_word)
REGN_COUNT_RECORDS(regn_count_records_plain, , regn_sse2_load, regn_sse2_mask, regn_sse2_word)

static int regn_has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")
    && __builtin_cpu_supports("popcnt");
}
#elif REGN_SCAN_NEON
REGN_SCAN_FIELDS(regn_scan_fields_plain, , regn_neon_load, regn_neon_mask, regn_neon_word)
REGN_COUNT_RECORDS(regn_count_records_plain, , regn_neon_load, regn_neon_mask, regn_neon_word)
#else
REGN_SCAN_FIELDS(regn_scan_fields_plain, , regn_plain_load, regn_plain_mask, regn_plain_word)
REGN_COUNT_RECORDS(regn_count_records_plain, , regn_plain_load, regn_plain_mask, regn_plain_word)
#endif

void regn_scan_fields(
  const uint8_t *data, size_t from, size_t to, uint8_t delimiter, uint8_t line_end, int quote,
  struct regn_scan_state *state, uint32_t *positions, struct regn_scan_result *result
) {
#if REGN_SCAN_X86
  if (regn_has_avx2()) {
    regn_scan_fields_avx2(data, from, to, delimiter, line_end, quote, state, positions, result);
    return;
  }
#endif
  regn_scan_fields_plain(data, from, to, delimiter, line_end, quote, state, positions, result);
}

size_t regn_count_records(
  const uint8_t *data, size_t from, size_t to, uint8_t delimiter, uint8_t line_end, int quote,
  int skips_blank, struct regn_scan_state *state, uint8_t *has_stray
) {
#if REGN_SCAN_X86
  if (regn_has_avx2())
    return regn_count_records_avx2(data, from, to, delimiter, line_end, quote, skips_blank, state, has_stray);
#endif
  return regn_count_records_plain(data, from, to, delimiter, line_end, quote, skips_blank, state, has_stray);
}

size_t regn_count_byte(const uint8_t *data, size_t count, uint8_t byte) {
  size_t found = 0;
  for (size_t i = 0; i < count; i++) found += data[i] == byte;
  return found;
}

// MARK: - UTF-8

// Whether text is valid UTF-8 of characters of one or two bytes, eight bytes at a time: each that begins a
// character of two is C2 to DF, and what continues one stands behind these and nowhere else.
static int regn_is_latin_utf8(const uint8_t *data, size_t count) {
  const uint64_t high_bits = 0x8080808080808080u;
  // What the word must begin with.
  uint64_t carry = 0;
  for (size_t at = 0; at < count; at += 8) {
    uint64_t word = 0;
    if (count - at >= 8)
      memcpy(&word, data + at, 8);
    else
      memcpy(&word, data + at, count - at);
    uint64_t high = word & high_bits;
    uint64_t first = high & word << 1;
    // Bits 4 to 1 of each byte: without any of them it is C0 or C1.
    uint64_t some = word << 3 | word << 4 | word << 5 | word << 6;
    if ((first & (word << 2 | ~some)) != 0) return 0;
    if ((high & ~(word << 1)) != (first << 8 | carry)) return 0;
    carry = first >> 56;
  }
  return carry == 0;
}

size_t regn_valid_utf8(const uint8_t *data, size_t count) {
  if (regn_is_latin_utf8(data, count)) return count;
  size_t at = 0;
  while (at < count) {
    uint64_t word;
    if (count - at >= 8) {
      memcpy(&word, data + at, 8);
      if ((word & 0x8080808080808080u) == 0) {
        at += 8;
        continue;
      }
    }
    const uint8_t first = data[at];
    if (first < 0x80) {
      at++;
      continue;
    }
    // The lead byte gives the length, and what the second byte may be (no overlong forms, no surrogates,
    // nothing beyond U+10FFFF).
    size_t length;
    uint8_t low = 0x80, high = 0xBF;
    if (first >= 0xC2 && first <= 0xDF) {
      length = 2;
    } else if ((first & 0xF0) == 0xE0) {
      length = 3;
      if (first == 0xE0) low = 0xA0;
      if (first == 0xED) high = 0x9F;
    } else if (first >= 0xF0 && first <= 0xF4) {
      length = 4;
      if (first == 0xF0) low = 0x90;
      if (first == 0xF4) high = 0x8F;
    } else {
      return at;
    }
    if (count - at < length || data[at + 1] < low || data[at + 1] > high) return at;
    for (size_t i = 2; i < length; i++)
      if ((data[at + i] & 0xC0) != 0x80) return at;
    at += length;
  }
  return at;
}
