#include "CRegnScan.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define REGN_SELECT_X86 1
#endif

#define REGN_INLINE static inline __attribute__((always_inline))

// MARK: - Sixty-four rows as a mask: bit i stands for row i

REGN_INLINE uint64_t regn_valid_mask(const uint8_t *valid, size_t count) {
  uint64_t mask = 0;
  for (size_t i = 0; i < count; i++) mask |= (uint64_t)(valid[i] & 1) << i;
  return mask;
}

#define REGN_RANGE_PLAIN(NAME, TYPE)                                                  \
  REGN_INLINE uint64_t NAME(const TYPE *values, size_t count, TYPE low, TYPE high) {  \
    uint64_t mask = 0;                                                                \
    for (size_t i = 0; i < count; i++)                                                \
      mask |= (uint64_t)((values[i] >= low) & (values[i] <= high)) << i;              \
    return mask;                                                                      \
  }

REGN_RANGE_PLAIN(regn_range_plain_32, int32_t)
REGN_RANGE_PLAIN(regn_range_plain_64, int64_t)
REGN_RANGE_PLAIN(regn_range_plain_u8, uint8_t)
REGN_RANGE_PLAIN(regn_range_plain_u16, uint16_t)
REGN_RANGE_PLAIN(regn_range_plain_u32, uint32_t)
REGN_RANGE_PLAIN(regn_range_plain_u64, uint64_t)

#if REGN_SELECT_X86

REGN_INLINE __attribute__((target("avx2"))) uint64_t regn_range_avx2_32(
  const int32_t *values, size_t count, int32_t low, int32_t high
) {
  if (count < 64) return regn_range_plain_32(values, count, low, high);
  const __m256i least = _mm256_set1_epi32(low), most = _mm256_set1_epi32(high);
  uint64_t outside = 0;
  for (int i = 0; i < 8; i++) {
    const __m256i part = _mm256_loadu_si256((const __m256i *)(values + 8 * i));
    const __m256i out = _mm256_or_si256(_mm256_cmpgt_epi32(least, part), _mm256_cmpgt_epi32(part, most));
    outside |= (uint64_t)(uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(out)) << (8 * i);
  }
  return ~outside;
}

REGN_INLINE __attribute__((target("avx2"))) uint64_t regn_range_avx2_64(
  const int64_t *values, size_t count, int64_t low, int64_t high
) {
  if (count < 64) return regn_range_plain_64(values, count, low, high);
  const __m256i least = _mm256_set1_epi64x(low), most = _mm256_set1_epi64x(high);
  uint64_t outside = 0;
  for (int i = 0; i < 16; i++) {
    const __m256i part = _mm256_loadu_si256((const __m256i *)(values + 4 * i));
    const __m256i out = _mm256_or_si256(_mm256_cmpgt_epi64(least, part), _mm256_cmpgt_epi64(part, most));
    outside |= (uint64_t)(uint32_t)_mm256_movemask_pd(_mm256_castsi256_pd(out)) << (4 * i);
  }
  return ~outside;
}

// Where the greater of a number and the lower bound is the number, and so on.
#define REGN_BETWEEN(WIDTH, PART)                                                        \
  _mm256_and_si256(                                                                      \
    _mm256_cmpeq_epi##WIDTH(_mm256_max_epu##WIDTH(PART, least), PART),                   \
    _mm256_cmpeq_epi##WIDTH(_mm256_min_epu##WIDTH(PART, most), PART))

REGN_INLINE __attribute__((target("avx2"))) uint64_t regn_range_avx2_u8(
  const uint8_t *values, size_t count, uint8_t low, uint8_t high
) {
  if (count < 64) return regn_range_plain_u8(values, count, low, high);
  const __m256i least = _mm256_set1_epi8((char)low), most = _mm256_set1_epi8((char)high);
  const __m256i first = _mm256_loadu_si256((const __m256i *)values);
  const __m256i second = _mm256_loadu_si256((const __m256i *)(values + 32));
  return (uint32_t)_mm256_movemask_epi8(REGN_BETWEEN(8, first))
         | (uint64_t)(uint32_t)_mm256_movemask_epi8(REGN_BETWEEN(8, second)) << 32;
}

REGN_INLINE __attribute__((target("avx2"))) uint64_t regn_range_avx2_u16(
  const uint16_t *values, size_t count, uint16_t low, uint16_t high
) {
  if (count < 64) return regn_range_plain_u16(values, count, low, high);
  const __m256i least = _mm256_set1_epi16((short)low), most = _mm256_set1_epi16((short)high);
  uint64_t inside = 0;
  for (int i = 0; i < 2; i++) {
    const __m256i first = _mm256_loadu_si256((const __m256i *)(values + 32 * i));
    const __m256i second = _mm256_loadu_si256((const __m256i *)(values + 32 * i + 16));
    const __m256i both = _mm256_packs_epi16(REGN_BETWEEN(16, first), REGN_BETWEEN(16, second));
    const __m256i ordered = _mm256_permute4x64_epi64(both, 0xD8);
    inside |= (uint64_t)(uint32_t)_mm256_movemask_epi8(ordered) << (32 * i);
  }
  return inside;
}

REGN_INLINE __attribute__((target("avx2"))) uint64_t regn_range_avx2_u32(
  const uint32_t *values, size_t count, uint32_t low, uint32_t high
) {
  if (count < 64) return regn_range_plain_u32(values, count, low, high);
  const __m256i least = _mm256_set1_epi32((int)low), most = _mm256_set1_epi32((int)high);
  uint64_t inside = 0;
  for (int i = 0; i < 8; i++) {
    const __m256i part = _mm256_loadu_si256((const __m256i *)(values + 8 * i));
    const __m256i between = REGN_BETWEEN(32, part);
    inside |= (uint64_t)(uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(between)) << (8 * i);
  }
  return inside;
}

#endif

// MARK: - Rows

#define REGN_SELECT(NAME, ATTRIBUTES, TYPE, MASK)                                              \
  ATTRIBUTES static size_t NAME(                                                               \
    const TYPE *values, const uint8_t *valid, size_t count, TYPE low, TYPE high, int outside,  \
    uint32_t *rows                                                                             \
  ) {                                                                                          \
    size_t kept = 0;                                                                           \
    for (size_t at = 0; at < count; at += 64) {                                                \
      const size_t width = count - at < 64 ? count - at : 64;                                  \
      const uint64_t all = width == 64 ? ~(uint64_t)0 : ((uint64_t)1 << width) - 1;            \
      uint64_t mask = MASK(values + at, width, low, high) & all;                               \
      if (outside) mask = ~mask & all;                                                         \
      if (valid) {                                                                             \
        const uint64_t known = regn_valid_mask(valid + at, width);                             \
        mask = outside ? mask | (~known & all) : mask & known;                                 \
      }                                                                                        \
      if (mask == ~(uint64_t)0) {                                                              \
        for (uint32_t i = 0; i < 64; i++) rows[kept + i] = (uint32_t)at + i;                   \
        kept += 64;                                                                            \
        continue;                                                                              \
      }                                                                                        \
      for (; mask != 0; mask &= mask - 1)                                                      \
        rows[kept++] = (uint32_t)at + (uint32_t)__builtin_ctzll(mask);                         \
    }                                                                                          \
    return kept;                                                                               \
  }

REGN_SELECT(regn_select_plain_32, , int32_t, regn_range_plain_32)
REGN_SELECT(regn_select_plain_64, , int64_t, regn_range_plain_64)
REGN_SELECT(regn_select_plain_u8, , uint8_t, regn_range_plain_u8)
REGN_SELECT(regn_select_plain_u16, , uint16_t, regn_range_plain_u16)
REGN_SELECT(regn_select_plain_u32, , uint32_t, regn_range_plain_u32)
REGN_SELECT(regn_select_plain_u64, , uint64_t, regn_range_plain_u64)

#if REGN_SELECT_X86
REGN_SELECT(regn_select_avx2_32, __attribute__((target("avx2,bmi"))), int32_t, regn_range_avx2_32)
REGN_SELECT(regn_select_avx2_64, __attribute__((target("avx2,bmi"))), int64_t, regn_range_avx2_64)
REGN_SELECT(regn_select_avx2_u8, __attribute__((target("avx2,bmi"))), uint8_t, regn_range_avx2_u8)
REGN_SELECT(regn_select_avx2_u16, __attribute__((target("avx2,bmi"))), uint16_t, regn_range_avx2_u16)
REGN_SELECT(regn_select_avx2_u32, __attribute__((target("avx2,bmi"))), uint32_t, regn_range_avx2_u32)

static int regn_has_avx2_and_bmi(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi");
}
#endif

size_t regn_select_int32(
  const int32_t *values, const uint8_t *valid, size_t count, int32_t low, int32_t high, int outside,
  uint32_t *rows
) {
#if REGN_SELECT_X86
  if (regn_has_avx2_and_bmi()) return regn_select_avx2_32(values, valid, count, low, high, outside, rows);
#endif
  return regn_select_plain_32(values, valid, count, low, high, outside, rows);
}

size_t regn_select_int64(
  const int64_t *values, const uint8_t *valid, size_t count, int64_t low, int64_t high, int outside,
  uint32_t *rows
) {
#if REGN_SELECT_X86
  if (regn_has_avx2_and_bmi()) return regn_select_avx2_64(values, valid, count, low, high, outside, rows);
#endif
  return regn_select_plain_64(values, valid, count, low, high, outside, rows);
}

size_t regn_select_packed(
  const void *packed, int width, const uint8_t *valid, size_t count, uint64_t low, uint64_t high, int outside,
  uint32_t *rows
) {
#define REGN_SELECT_AS(KIND, TYPE) \
  regn_select_##KIND((const TYPE *)packed, valid, count, (TYPE)low, (TYPE)high, outside, rows)
#if REGN_SELECT_X86
  if (regn_has_avx2_and_bmi()) {
    switch (width) {
    case 1: return REGN_SELECT_AS(avx2_u8, uint8_t);
    case 2: return REGN_SELECT_AS(avx2_u16, uint16_t);
    case 4: return REGN_SELECT_AS(avx2_u32, uint32_t);
    default: break;
    }
  }
#endif
  switch (width) {
  case 1: return REGN_SELECT_AS(plain_u8, uint8_t);
  case 2: return REGN_SELECT_AS(plain_u16, uint16_t);
  case 4: return REGN_SELECT_AS(plain_u32, uint32_t);
  default: return REGN_SELECT_AS(plain_u64, uint64_t);
  }
}
