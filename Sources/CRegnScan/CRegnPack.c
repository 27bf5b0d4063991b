#include "CRegnPack.h"

#define REGN_INLINE static inline __attribute__((always_inline))

// Plain loops, which the compiler makes vectors of; where the processor has wider ones, of those.
#if defined(__x86_64__)
#define REGN_PACK_X86 1
#define REGN_WIDE __attribute__((target("avx2")))
#define REGN_CALL(NAME, ...) \
  do {                                                                                       \
    if (__builtin_cpu_supports("avx2")) NAME##_wide(__VA_ARGS__);                            \
    else NAME##_plain(__VA_ARGS__);                                                          \
  } while (0)
#define REGN_BOTH(NAME, PARAMETERS, ...)                                                     \
  REGN_WIDE static void NAME##_wide PARAMETERS { NAME##_body(__VA_ARGS__); }                 \
  static void NAME##_plain PARAMETERS { NAME##_body(__VA_ARGS__); }                          \
  void NAME PARAMETERS { REGN_CALL(NAME, __VA_ARGS__); }
#else
#define REGN_BOTH(NAME, PARAMETERS, ...) \
  void NAME PARAMETERS { NAME##_body(__VA_ARGS__); }
#endif

// Runs a loop with `packed` as numbers of the width.
#define REGN_EACH_WIDTH(QUALIFIER, LOOP)                        \
  switch (width) {                                              \
  case 1: LOOP(QUALIFIER uint8_t); break;                       \
  case 2: LOOP(QUALIFIER uint16_t); break;                      \
  case 4: LOOP(QUALIFIER uint32_t); break;                      \
  default: LOOP(QUALIFIER uint64_t); break;                     \
  }

// MARK: - Ranges

#define REGN_RANGE(NAME, TYPE)                                                                        \
  REGN_INLINE void NAME##_body(                                                                       \
    const TYPE *values, const uint8_t *valid, size_t count, int64_t *low, int64_t *high               \
  ) {                                                                                                 \
    int64_t least = *low, most = *high;                                                               \
    if (!valid) {                                                                                     \
      for (size_t i = 0; i < count; i++) {                                                            \
        const int64_t value = values[i];                                                              \
        least = value < least ? value : least;                                                        \
        most = value > most ? value : most;                                                           \
      }                                                                                               \
    } else {                                                                                          \
      for (size_t i = 0; i < count; i++) {                                                            \
        if (!valid[i]) continue;                                                                      \
        const int64_t value = values[i];                                                              \
        least = value < least ? value : least;                                                        \
        most = value > most ? value : most;                                                           \
      }                                                                                               \
    }                                                                                                 \
    *low = least;                                                                                     \
    *high = most;                                                                                     \
  }                                                                                                   \
  REGN_BOTH(                                                                                          \
    NAME, (const TYPE *values, const uint8_t *valid, size_t count, int64_t *low, int64_t *high),      \
    values, valid, count, low, high)

REGN_RANGE(regn_range_of_int32, int32_t)
REGN_RANGE(regn_range_of_int64, int64_t)

// MARK: - Packing

#define REGN_PACK_LOOP(TARGET)                                                                        \
  {                                                                                                   \
    TARGET *out = (TARGET *)packed;                                                                   \
    for (size_t i = 0; i < count; i++)                                                                \
      out[i] = (TARGET)((uint64_t)(int64_t)values[i] - (uint64_t)least);                              \
  }

#define REGN_PACK(NAME, TYPE)                                                                         \
  REGN_INLINE void NAME##_body(                                                                       \
    const TYPE *values, size_t count, int64_t least, int width, void *packed                          \
  ) {                                                                                                 \
    REGN_EACH_WIDTH(, REGN_PACK_LOOP)                                                                 \
  }                                                                                                   \
  REGN_BOTH(                                                                                          \
    NAME, (const TYPE *values, size_t count, int64_t least, int width, void *packed), values, count,  \
    least, width, packed)

REGN_PACK(regn_pack_int32, int32_t)
REGN_PACK(regn_pack_int64, int64_t)

// The quotient of an exact division is a product with the inverse; that of any other is out of range.
#define REGN_UNITS_LOOP(TARGET)                                                                       \
  {                                                                                                   \
    TARGET *out = (TARGET *)packed;                                                                   \
    for (size_t i = 0; i < count; i++) {                                                              \
      const uint64_t product = ((uint64_t)values[i] - (uint64_t)least) * unit.inverse;                \
      const uint64_t quotient = product >> unit.shift | product << (64 - unit.shift);                 \
      out[i] = (TARGET)quotient;                                                                      \
      odd |= (uint64_t)(quotient > greatest) & (valid ? valid[i] : 1);                                \
    }                                                                                                 \
  }

int regn_pack_units(
  const int64_t *values, const uint8_t *valid, size_t count, int64_t least, struct regn_unit unit,
  uint64_t greatest, int width, void *packed
) {
  uint64_t odd = 0;
  REGN_EACH_WIDTH(, REGN_UNITS_LOOP)
  return odd == 0;
}

#define REGN_CODES_LOOP(TARGET)                                                                       \
  {                                                                                                   \
    TARGET *out = (TARGET *)packed;                                                                   \
    for (size_t i = 0; i < count; i++) out[i] = (TARGET)mapping[codes[i]];                            \
  }

void regn_pack_codes(
  const uint32_t *codes, size_t count, const uint32_t *mapping, int width, void *packed
) {
  REGN_EACH_WIDTH(, REGN_CODES_LOOP)
}

// MARK: - Unpacking

#define REGN_UNPACK_LOOP(SOURCE)                                                                      \
  {                                                                                                   \
    SOURCE *in = (SOURCE *)packed;                                                                    \
    for (size_t i = 0; i < count; i++) values[i] = (int32_t)((uint32_t)in[i] + (uint32_t)least);      \
  }

REGN_INLINE void regn_unpack_int32_body(
  const void *packed, int width, size_t count, int64_t least, int32_t *values
) {
  REGN_EACH_WIDTH(const, REGN_UNPACK_LOOP)
}
REGN_BOTH(
  regn_unpack_int32, (const void *packed, int width, size_t count, int64_t least, int32_t *values), packed,
  width, count, least, values)

#define REGN_SUM_LOOP(SOURCE)                                                                         \
  {                                                                                                   \
    SOURCE *in = (SOURCE *)packed;                                                                    \
    for (size_t i = 0; i < count; i++) values[i] = (int64_t)((uint64_t)in[i] + (uint64_t)least);      \
  }
#define REGN_PRODUCT_LOOP(SOURCE)                                                                     \
  {                                                                                                   \
    SOURCE *in = (SOURCE *)packed;                                                                    \
    for (size_t i = 0; i < count; i++)                                                                \
      values[i] = (int64_t)((uint64_t)in[i] * (uint64_t)unit + (uint64_t)least);                      \
  }

REGN_INLINE void regn_unpack_int64_body(
  const void *packed, int width, size_t count, int64_t least, int64_t unit, int64_t *values
) {
  if (unit == 1) {
    REGN_EACH_WIDTH(const, REGN_SUM_LOOP)
  } else {
    REGN_EACH_WIDTH(const, REGN_PRODUCT_LOOP)
  }
}
REGN_BOTH(
  regn_unpack_int64,
  (const void *packed, int width, size_t count, int64_t least, int64_t unit, int64_t *values), packed, width,
  count, least, unit, values)

#define REGN_GATHER32_LOOP(SOURCE)                                                                    \
  {                                                                                                   \
    SOURCE *in = (SOURCE *)packed;                                                                    \
    for (size_t i = 0; i < count; i++) values[i] = (int32_t)((uint32_t)in[rows[i]] + (uint32_t)least); \
  }
#define REGN_GATHER64_LOOP(SOURCE)                                                                    \
  {                                                                                                   \
    SOURCE *in = (SOURCE *)packed;                                                                    \
    for (size_t i = 0; i < count; i++)                                                                \
      values[i] = (int64_t)((uint64_t)in[rows[i]] * (uint64_t)unit + (uint64_t)least);                \
  }

void regn_gather_int32(
  const void *packed, int width, const uint32_t *rows, size_t count, int64_t least, int32_t *values
) {
  REGN_EACH_WIDTH(const, REGN_GATHER32_LOOP)
}

void regn_gather_int64(
  const void *packed, int width, const uint32_t *rows, size_t count, int64_t least, int64_t unit,
  int64_t *values
) {
  REGN_EACH_WIDTH(const, REGN_GATHER64_LOOP)
}

// MARK: - Counting

#define REGN_COUNT_LOOP(SOURCE)                                                                       \
  {                                                                                                   \
    SOURCE *in = (SOURCE *)packed;                                                                    \
    if (valid) {                                                                                      \
      for (size_t i = 0; i < count; i++)                                                              \
        if (valid[i]) counters[first + step * in[i]]++;                                               \
    } else {                                                                                          \
      for (size_t i = 0; i < count; i++) counters[first + step * in[i]]++;                            \
    }                                                                                                 \
  }

void regn_count_packed(
  const void *packed, int width, const uint8_t *valid, size_t count, size_t first, size_t step,
  int64_t *counters
) {
  REGN_EACH_WIDTH(const, REGN_COUNT_LOOP)
}

// MARK: - Selecting

// Keeps the rows, all or those in `rows`, for whose packed number `in[row]` a test gives 1 and not 0.
#define REGN_SELECT_LOOP(SOURCE, ROW, TEST)                                                           \
  {                                                                                                   \
    SOURCE *in = (SOURCE *)packed;                                                                    \
    for (size_t i = 0; i < count; i++) {                                                              \
      const uint32_t row = (ROW);                                                                     \
      rows[kept] = row;                                                                               \
      kept += (size_t)(TEST);                                                                         \
    }                                                                                                 \
  }

#define REGN_IS_VALID (valid ? valid[row] : 1)
#define REGN_IS_INSIDE(SOURCE)                                                                        \
  (((SOURCE)(in[row] - (SOURCE)low) <= (SOURCE)(high - low)) & REGN_IS_VALID)

#define REGN_NARROW_RANGE(SOURCE) REGN_SELECT_LOOP(SOURCE, rows[i], REGN_IS_INSIDE(SOURCE) != outside)

size_t regn_narrow_packed(
  const void *packed, int width, const uint8_t *valid, uint64_t low, uint64_t high, int outside,
  uint32_t *rows, size_t count
) {
  size_t kept = 0;
  REGN_EACH_WIDTH(const, REGN_NARROW_RANGE)
  return kept;
}

#define REGN_SELECT_CODES(SOURCE) REGN_SELECT_LOOP(SOURCE, (uint32_t)i, passing[in[row]])
#define REGN_NARROW_CODES(SOURCE) REGN_SELECT_LOOP(SOURCE, rows[i], passing[in[row]])

size_t regn_select_codes(
  const void *packed, int width, size_t count, const uint8_t *passing, uint32_t *rows
) {
  size_t kept = 0;
  REGN_EACH_WIDTH(const, REGN_SELECT_CODES)
  return kept;
}

size_t regn_narrow_codes(
  const void *packed, int width, const uint8_t *passing, uint32_t *rows, size_t count
) {
  size_t kept = 0;
  REGN_EACH_WIDTH(const, REGN_NARROW_CODES)
  return kept;
}

REGN_INLINE int regn_has_key(struct regn_keys keys, uint64_t number) {
  const uint64_t place = number * keys.unit + keys.offset;
  return place < keys.span && (keys.words[place >> 6] >> (place & 63) & 1);
}

#define REGN_SELECT_KEYS(SOURCE)                                                                      \
  REGN_SELECT_LOOP(SOURCE, (uint32_t)i, regn_has_key(keys, in[row]) & REGN_IS_VALID)
#define REGN_NARROW_KEYS(SOURCE)                                                                      \
  REGN_SELECT_LOOP(SOURCE, rows[i], regn_has_key(keys, in[row]) & REGN_IS_VALID)

size_t regn_select_keys(
  const void *packed, int width, const uint8_t *valid, size_t count, struct regn_keys keys, uint32_t *rows
) {
  size_t kept = 0;
  REGN_EACH_WIDTH(const, REGN_SELECT_KEYS)
  return kept;
}

size_t regn_narrow_keys(
  const void *packed, int width, const uint8_t *valid, struct regn_keys keys, uint32_t *rows, size_t count
) {
  size_t kept = 0;
  REGN_EACH_WIDTH(const, REGN_NARROW_KEYS)
  return kept;
}
