#include "CRegnNumbers.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#define REGN_NUMBERS_X86 1
#define REGN_WIDE __attribute__((target("avx2")))
#define REGN_WIDE_INLINE static inline __attribute__((target("avx2"), always_inline))
#endif

#define REGN_INLINE static inline __attribute__((always_inline))

REGN_INLINE uint64_t regn_word(const uint8_t *data) {
  uint64_t word;
  memcpy(&word, data, 8);
  return word;
}

// A field's bytes.
struct regn_span {
  const uint8_t *start;
  const uint8_t *end;
};

REGN_INLINE struct regn_span regn_field(struct regn_fields fields, size_t row) {
  const uint32_t *position = fields.positions + row * fields.stride;
  struct regn_span span = {fields.data + position[0] + 1, fields.data + position[1]};
  if (fields.trims_return && span.end > span.start && span.end[-1] == 0x0D) span.end--;
  return span;
}

// MARK: - One at a time

// The value of `count` (1 to 8) digits in the lowest bytes of a word; answers 0 when a byte is none.
// After D. Lemire, "Quickly parsing eight digits" (2018).
REGN_INLINE int regn_digits(uint64_t word, size_t count, uint64_t *value) {
  // The first digit is the lowest byte; zeros go below it.
  uint64_t digits = (word ^ 0x3030303030303030u) << (64 - 8 * count);
  if (((digits + 0x7676767676767676u) | digits) & 0x8080808080808080u) return 0;
  digits = digits * 2561 >> 8;
  digits = (digits & 0x00FF00FF00FF00FFu) * 6553601 >> 16;
  *value = (digits & 0x0000FFFF0000FFFFu) * 42949672960001u >> 32;
  return 1;
}

// Takes a minus off; answers 1 when there was one.
REGN_INLINE int64_t regn_sign(struct regn_span *span) {
  const int64_t sign = *span->start == 0x2D;
  span->start += sign;
  return sign;
}

// Whether so many digits are a number's whole part: 1 to 8, no zero in front of others.
REGN_INLINE int regn_is_whole(const uint8_t *start, ptrdiff_t count) {
  return count >= 1 && count <= 8 && (count == 1 || *start != 0x30);
}

REGN_INLINE int regn_one_integer(struct regn_span span, int64_t *value) {
  const int64_t sign = regn_sign(&span);
  const ptrdiff_t count = span.end - span.start;
  uint64_t whole;
  if (!regn_is_whole(span.start, count)) return 0;
  if (!regn_digits(regn_word(span.start), (size_t)count, &whole)) return 0;
  *value = ((int64_t)whole ^ -sign) + sign;
  return 1;
}

REGN_INLINE int regn_one_scaled(
  struct regn_span span, int scale, uint8_t mark, int64_t power, int64_t *value
) {
  const int64_t sign = regn_sign(&span);
  const ptrdiff_t count = span.end - span.start - scale - 1;
  uint64_t whole, fraction;
  if (!regn_is_whole(span.start, count) || span.start[count] != mark) return 0;
  if (!regn_digits(regn_word(span.start), (size_t)count, &whole)) return 0;
  if (!regn_digits(regn_word(span.start + count + 1), (size_t)scale, &fraction)) return 0;
  *value = (((int64_t)whole * power + (int64_t)fraction) ^ -sign) + sign;
  return 1;
}

#if REGN_NUMBERS_X86

// MARK: - Four at a time

REGN_WIDE_INLINE __m256i regn_all(uint64_t word) { return _mm256_set1_epi64x((long long)word); }

// Words of up to eight digits each, zeros (not those of text) below the first, as numbers.
REGN_WIDE_INLINE __m256i regn_four_numbers(__m256i digits) {
  const __m256i pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010A));
  const __m256i quads = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00010064));
  return _mm256_add_epi64(_mm256_mul_epu32(quads, regn_all(10000)), _mm256_srli_epi64(quads, 32));
}

// Where any byte is no digit.
REGN_WIDE_INLINE __m256i regn_beyond_nine(__m256i digits) {
  return _mm256_subs_epu8(digits, _mm256_set1_epi8(9));
}

// The whole parts of four numbers, whose first bytes are in `words` and whose lengths, a minus included, are
// in `counts`. `signs` becomes -1 for those with a minus; where `bad` is not 0 afterwards something else
// stands.
REGN_WIDE_INLINE __m256i regn_four_wholes(__m256i words, __m256i counts, __m256i *signs, __m256i *bad) {
  const __m256i lowest = regn_all(0xFF);
  *signs = _mm256_cmpeq_epi64(_mm256_and_si256(words, lowest), regn_all(0x2D));
  words = _mm256_blendv_epi8(words, _mm256_srli_epi64(words, 8), *signs);
  const __m256i most = _mm256_add_epi64(regn_all(8), *signs);
  counts = _mm256_add_epi64(counts, *signs);
  const __m256i several = _mm256_cmpgt_epi64(counts, regn_all(1));
  const __m256i padded = _mm256_cmpeq_epi64(_mm256_and_si256(words, lowest), regn_all(0x30));
  const __m256i shifts = _mm256_sub_epi64(regn_all(64), _mm256_slli_epi64(counts, 3));
  const __m256i digits = _mm256_sllv_epi64(_mm256_xor_si256(words, _mm256_set1_epi8(0x30)), shifts);
  const __m256i odd = _mm256_or_si256(
    _mm256_cmpgt_epi64(regn_all(1), counts), _mm256_cmpgt_epi64(counts, most));
  *bad = _mm256_or_si256(
    _mm256_or_si256(odd, _mm256_and_si256(several, padded)), regn_beyond_nine(digits));
  return regn_four_numbers(digits);
}

REGN_WIDE_INLINE __m256i regn_signed(__m256i numbers, __m256i signs) {
  return _mm256_sub_epi64(_mm256_xor_si256(numbers, signs), signs);
}

// Reads four integers; answers 0 when one is not plain.
REGN_WIDE_INLINE int regn_four_integers(struct regn_fields fields, size_t row, __m256i *values) {
  struct regn_span span[4];
  for (int i = 0; i < 4; i++) span[i] = regn_field(fields, row + (size_t)i);
  const __m256i words = _mm256_set_epi64x(
    (long long)regn_word(span[3].start), (long long)regn_word(span[2].start),
    (long long)regn_word(span[1].start), (long long)regn_word(span[0].start));
  const __m256i counts = _mm256_set_epi64x(
    span[3].end - span[3].start, span[2].end - span[2].start, span[1].end - span[1].start,
    span[0].end - span[0].start);
  __m256i signs, bad;
  const __m256i wholes = regn_four_wholes(words, counts, &signs, &bad);
  if (!_mm256_testz_si256(bad, bad)) return 0;
  *values = regn_signed(wholes, signs);
  return 1;
}

REGN_WIDE static size_t regn_read_int32_wide(struct regn_fields fields, size_t row, int32_t *values) {
  const __m256i even = _mm256_setr_epi32(0, 2, 4, 6, 0, 0, 0, 0);
  for (; row + 4 <= fields.rows; row += 4) {
    __m256i four;
    if (!regn_four_integers(fields, row, &four)) break;
    const __m256i narrow = _mm256_permutevar8x32_epi32(four, even);
    _mm_storeu_si128((__m128i *)(values + row), _mm256_castsi256_si128(narrow));
  }
  return row;
}

REGN_WIDE static size_t regn_read_int64_wide(struct regn_fields fields, size_t row, int64_t *values) {
  for (; row + 4 <= fields.rows; row += 4) {
    __m256i four;
    if (!regn_four_integers(fields, row, &four)) break;
    _mm256_storeu_si256((__m256i *)(values + row), four);
  }
  return row;
}

REGN_WIDE static size_t regn_read_scaled_wide(
  struct regn_fields fields, size_t row, int scale, uint8_t mark, int64_t power, int64_t *values
) {
  const __m128i up = _mm_cvtsi32_si128(56 - 8 * scale);
  const __m256i decimals = regn_all(~(uint64_t)0 << (64 - 8 * scale));
  for (; row + 4 <= fields.rows; row += 4) {
    struct regn_span span[4];
    const uint8_t *marks[4];
    for (int i = 0; i < 4; i++) {
      span[i] = regn_field(fields, row + (size_t)i);
      marks[i] = span[i].end - scale - 1;
    }
    const __m256i words = _mm256_set_epi64x(
      (long long)regn_word(span[3].start), (long long)regn_word(span[2].start),
      (long long)regn_word(span[1].start), (long long)regn_word(span[0].start));
    const __m256i counts = _mm256_set_epi64x(
      marks[3] - span[3].start, marks[2] - span[2].start, marks[1] - span[1].start,
      marks[0] - span[0].start);
    // The mark and what follows it.
    const __m256i tails = _mm256_set_epi64x(
      (long long)regn_word(marks[3]), (long long)regn_word(marks[2]), (long long)regn_word(marks[1]),
      (long long)regn_word(marks[0]));
    __m256i signs, bad;
    const __m256i wholes = regn_four_wholes(words, counts, &signs, &bad);
    const __m256i marked = _mm256_cmpeq_epi64(_mm256_and_si256(tails, regn_all(0xFF)), regn_all(mark));
    const __m256i digits = _mm256_and_si256(
      _mm256_sll_epi64(_mm256_xor_si256(tails, _mm256_set1_epi8(0x30)), up), decimals);
    bad = _mm256_or_si256(bad, regn_beyond_nine(digits));
    if (!_mm256_testz_si256(bad, bad) || !_mm256_testc_si256(marked, _mm256_set1_epi8(-1))) break;
    const __m256i numbers = _mm256_add_epi64(
      _mm256_mul_epu32(wholes, regn_all((uint64_t)power)), regn_four_numbers(digits));
    _mm256_storeu_si256((__m256i *)(values + row), regn_signed(numbers, signs));
  }
  return row;
}

// The places of the digits of year, month and day, and of the two separators, within a date.
static const int8_t regn_date_places[3][16] = {
  {0, 1, 2, 3, 5, 6, 8, 9, 4, 7, 4, 7, 4, 7, 4, 7},
  {6, 7, 8, 9, 3, 4, 0, 1, 2, 5, 2, 5, 2, 5, 2, 5},
  {6, 7, 8, 9, 0, 1, 3, 4, 2, 5, 2, 5, 2, 5, 2, 5},
};

REGN_WIDE static size_t regn_read_dates_wide(
  struct regn_fields fields, size_t row, enum regn_date_order order, uint8_t separator, int64_t *ticks
) {
  const __m256i places =
    _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)regn_date_places[order]));
  const __m256i lengths = _mm256_setr_epi8(
    0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0, 0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30,
    31, 0, 0, 0);
  const __m256i low16 = regn_all(0xFFFF);
  for (; row + 4 <= fields.rows; row += 4) {
    struct regn_span span[4];
    int isTen = 1;
    for (int i = 0; i < 4; i++) {
      span[i] = regn_field(fields, row + (size_t)i);
      isTen &= span[i].end - span[i].start == 10;
    }
    if (!isTen) break;
    const __m256i even = _mm256_inserti128_si256(
      _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)span[0].start)),
      _mm_loadu_si128((const __m128i *)span[2].start), 1);
    const __m256i odd = _mm256_inserti128_si256(
      _mm256_castsi128_si256(_mm_loadu_si128((const __m128i *)span[1].start)),
      _mm_loadu_si128((const __m128i *)span[3].start), 1);
    const __m256i first = _mm256_shuffle_epi8(even, places), second = _mm256_shuffle_epi8(odd, places);
    const __m256i digits =
      _mm256_xor_si256(_mm256_unpacklo_epi64(first, second), _mm256_set1_epi8(0x30));
    const __m256i separators = _mm256_unpackhi_epi64(first, second);
    __m256i bad = _mm256_or_si256(
      regn_beyond_nine(digits), _mm256_xor_si256(separators, _mm256_set1_epi8((char)separator)));
    const __m256i pairs = _mm256_maddubs_epi16(digits, _mm256_set1_epi16(0x010A));
    const __m256i year =
      _mm256_and_si256(_mm256_madd_epi16(pairs, _mm256_set1_epi32(0x00010064)), regn_all(0xFFFFFFFF));
    const __m256i month = _mm256_and_si256(_mm256_srli_epi64(pairs, 32), low16);
    const __m256i day = _mm256_srli_epi64(pairs, 48);
    // 29 February is left to others. A month beyond 15 is looked up as some other one, and found odd itself.
    const __m256i length = _mm256_and_si256(_mm256_shuffle_epi8(lengths, month), regn_all(0xFF));
    bad = _mm256_or_si256(bad, _mm256_cmpgt_epi64(month, regn_all(12)));
    bad = _mm256_or_si256(bad, _mm256_cmpgt_epi64(regn_all(1), month));
    bad = _mm256_or_si256(bad, _mm256_cmpgt_epi64(regn_all(1), year));
    bad = _mm256_or_si256(bad, _mm256_cmpgt_epi64(regn_all(1), day));
    bad = _mm256_or_si256(bad, _mm256_cmpgt_epi64(day, length));
    if (!_mm256_testz_si256(bad, bad)) break;
    // Days since 1 January of year 1; years begin on 1 March, so that a leap day is a year's last.
    const __m256i early = _mm256_cmpgt_epi64(regn_all(3), month);
    const __m256i shifted = _mm256_add_epi64(year, early);
    const __m256i fromMarch = _mm256_sub_epi64(
      _mm256_add_epi64(month, _mm256_and_si256(early, regn_all(12))), regn_all(3));
    // Divisions by 100 and by 5, as products: exact up to 43,698 and 16,383.
    const __m256i century = _mm256_srli_epi64(_mm256_mul_epu32(shifted, regn_all(5243)), 19);
    const __m256i inYear = _mm256_srli_epi64(
      _mm256_mul_epu32(
        _mm256_add_epi64(_mm256_mul_epu32(fromMarch, regn_all(153)), regn_all(2)), regn_all(6554)), 15);
    __m256i days = _mm256_add_epi64(_mm256_mul_epu32(shifted, regn_all(365)), _mm256_srli_epi64(shifted, 2));
    days = _mm256_add_epi64(days, _mm256_sub_epi64(_mm256_srli_epi64(century, 2), century));
    days = _mm256_add_epi64(days, _mm256_add_epi64(inYear, day));
    days = _mm256_sub_epi64(days, regn_all(307));
    // 864,000,000,000 ticks a day are 52,734,375 << 14.
    _mm256_storeu_si256(
      (__m256i *)(ticks + row),
      _mm256_slli_epi64(_mm256_mul_epu32(days, regn_all(52734375)), 14));
  }
  return row;
}

#endif

// MARK: - All

#if REGN_NUMBERS_X86
#define REGN_IF_WIDE(CALL) \
  if (isWide) row = CALL;
#define REGN_FIND_WIDE const int isWide = __builtin_cpu_supports("avx2");
#else
#define REGN_IF_WIDE(CALL)
#define REGN_FIND_WIDE
#endif

// Reads rows by fours where the processor can, else one by one, until one is not plain.
#define REGN_READ(TYPE, WIDE, ONE)                                    \
  REGN_FIND_WIDE                                                      \
  size_t row = first;                                                 \
  while (row < fields.rows) {                                         \
    REGN_IF_WIDE(WIDE)                                                \
    const size_t end = row + 4 < fields.rows ? row + 4 : fields.rows; \
    for (; row < end; row++) {                                        \
      const struct regn_span span = regn_field(fields, row);          \
      int64_t value;                                                  \
      if (!ONE) return row;                                           \
      values[row] = (TYPE)value;                                      \
    }                                                                 \
  }                                                                   \
  return row;

size_t regn_read_int32(struct regn_fields fields, size_t first, int32_t *values) {
  REGN_READ(int32_t, regn_read_int32_wide(fields, row, values), regn_one_integer(span, &value))
}

size_t regn_read_int64(struct regn_fields fields, size_t first, int64_t *values) {
  REGN_READ(int64_t, regn_read_int64_wide(fields, row, values), regn_one_integer(span, &value))
}

size_t regn_read_scaled(
  struct regn_fields fields, size_t first, int scale, uint8_t mark, int64_t *values
) {
  int64_t power = 1;
  for (int i = 0; i < scale; i++) power *= 10;
  REGN_READ(
    int64_t, regn_read_scaled_wide(fields, row, scale, mark, power, values),
    regn_one_scaled(span, scale, mark, power, &value))
}

size_t regn_read_dates(
  struct regn_fields fields, size_t first, enum regn_date_order order, uint8_t separator, int64_t *ticks
) {
#if REGN_NUMBERS_X86
  if (__builtin_cpu_supports("avx2")) return regn_read_dates_wide(fields, first, order, separator, ticks);
#endif
  return first;
}
