// The inner loops of columns that stand in few bytes: finds the range of numbers, brings numbers and codes
// into 1, 2, 4 or 8 bytes and back, selects rows by them, and packs texts.
#ifndef CREGNPACK_H
#define CREGNPACK_H

#include <stddef.h>
#include <stdint.h>

// Lowers `low` to the least and raises `high` to the greatest of the values. Where `valid` is given, those
// that it has 0 for do not count.
void regn_range_of_int32(
  const int32_t *values, const uint8_t *valid, size_t count, int64_t *low, int64_t *high);
void regn_range_of_int64(
  const int64_t *values, const uint8_t *valid, size_t count, int64_t *low, int64_t *high);

// Writes how far each value is from `least`, in so many bytes of `width`.
void regn_pack_int32(const int32_t *values, size_t count, int64_t least, int width, void *packed);
void regn_pack_int64(const int64_t *values, size_t count, int64_t least, int width, void *packed);

// What divides by a unit, which is an odd number times 2^shift: inverse times that odd number is 1 (modulo
// 2^64).
struct regn_unit {
  uint64_t inverse;
  int shift;
};

// As `regn_pack_int64`, in units: answers 1, or 0 where the difference of a valid value is no multiple of the
// unit. `greatest` is the greatest quotient.
int regn_pack_units(
  const int64_t *values, const uint8_t *valid, size_t count, int64_t least, struct regn_unit unit,
  uint64_t greatest, int width, void *packed);

// Writes mapping[code] for each of the codes, in so many bytes of `width`.
void regn_pack_codes(const uint32_t *codes, size_t count, const uint32_t *mapping, int width, void *packed);

// Writes `least` + `unit` times each packed number.
void regn_unpack_int32(const void *packed, int width, size_t count, int64_t least, int32_t *values);
void regn_unpack_int64(
  const void *packed, int width, size_t count, int64_t least, int64_t unit, int64_t *values);

// Writes the same, of the numbers at `rows`.
void regn_gather_int32(
  const void *packed, int width, const uint32_t *rows, size_t count, int64_t least, int32_t *values);
void regn_gather_int64(
  const void *packed, int width, const uint32_t *rows, size_t count, int64_t least, int64_t unit,
  int64_t *values);

// Adds 1 to the counter at first + step * number for each packed number, of those that `valid` has 1 for.
void regn_count_packed(
  const void *packed, int width, const uint8_t *valid, size_t count, size_t first, size_t step,
  int64_t *counters);

// Writes the rows of packed numbers that lie from `low` to `high`, or `outside` of that, to `rows`; they
// ascend. Answers how many. Where `valid` is given, rows that it has 0 for are null: they lie outside. `rows`
// has room for `count`, which fits into 32 bits.
size_t regn_select_packed(
  const void *packed, int width, const uint8_t *valid, size_t count, uint64_t low, uint64_t high, int outside,
  uint32_t *rows);

// Keeps those of `rows` that lie so.
size_t regn_narrow_packed(
  const void *packed, int width, const uint8_t *valid, uint64_t low, uint64_t high, int outside,
  uint32_t *rows, size_t count);

// The same of codes that `passing` has 1 for, and 0 for all others.
size_t regn_select_codes(
  const void *packed, int width, size_t count, const uint8_t *passing, uint32_t *rows);
size_t regn_narrow_codes(
  const void *packed, int width, const uint8_t *passing, uint32_t *rows, size_t count);

// A set of numbers: a packed number is in it when its bit, at number * unit + offset, is 1. All others of
// `span` bits are 0.
struct regn_keys {
  const uint64_t *words;
  uint64_t span;
  uint64_t unit;
  uint64_t offset;
};

// The same of numbers that are in a set, and not null.
size_t regn_select_keys(
  const void *packed, int width, const uint8_t *valid, size_t count, struct regn_keys keys, uint32_t *rows);
size_t regn_narrow_keys(
  const void *packed, int width, const uint8_t *valid, struct regn_keys keys, uint32_t *rows, size_t count);

// A text of up to 12 bytes: its length (low half of `head`) and its bytes; or the length of a longer one, its
// first four bytes and its address.
struct regn_text_view {
  uint64_t head;
  uint64_t tail;
};

// The view of a text, of whose first twelve bytes all can be read.
static inline struct regn_text_view regn_view_of(const uint8_t *start, size_t length) {
  uint32_t prefix;
  uint64_t rest;
  __builtin_memcpy(&prefix, start, 4);
  __builtin_memcpy(&rest, start + 4, 8);
  // What of the first twelve bytes belongs to the text.
  uint64_t in_prefix = length < 4 ? ((uint64_t)1 << 8 * length) - 1 : UINT32_MAX;
  uint64_t in_rest = length <= 4 ? 0 : length < 12 ? ((uint64_t)1 << 8 * (length - 4)) - 1 : UINT64_MAX;
  struct regn_text_view view = {
    .head = (uint64_t)length | (prefix & in_prefix) << 32,
    .tail = length <= 12 ? rest & in_rest : (uint64_t)(uintptr_t)start,
  };
  return view;
}

// Texts one behind another: where the first of each block of them begins, and for each text and the end of
// the last one how far behind its block's first. 12 more bytes than those of the texts can be read and
// overwritten.
struct regn_packed_texts {
  uint8_t *bytes;
  uint32_t *blocks;
  uint16_t *starts;
};

// How many blocks so many texts and their end have.
size_t regn_text_blocks(size_t count);

// Packs texts as those from `row` on, behind `used` bytes, which it raises. Answers 1, or 0 where the texts
// of a block are too long.
int regn_pack_texts(
  const struct regn_text_view *views, size_t count, size_t row, size_t *used, struct regn_packed_texts texts);

// Writes views of the texts from `first` on, and of those that many behind `first` that `rows` says.
void regn_unpack_texts(
  struct regn_packed_texts texts, size_t first, size_t count, struct regn_text_view *views);
void regn_gather_texts(
  struct regn_packed_texts texts, size_t first, const uint32_t *rows, size_t count,
  struct regn_text_view *views);

#endif
