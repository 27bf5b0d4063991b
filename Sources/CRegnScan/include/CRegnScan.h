// The inner loops of scans: finds where fields and records end in a block of delimited text, gives texts
// codes, and selects rows.
//
// The quoting rule is RFC 4180's, made total: a quote opens only where a field begins (or right after a quote
// that closed, which makes the doubled quote inside a quoted field); any other quote outside quotes is an
// ordinary byte. Delimiters and line ends inside quotes are ordinary bytes.
#ifndef CREGNSCAN_H
#define CREGNSCAN_H

#include <stddef.h>
#include <stdint.h>

#include "CRegnNumbers.h"
#include "CRegnPack.h"

// Bytes after the end of a block that the scanners may read (not use), and free places that they may
// overwrite after the last position they report.
#define REGN_SCAN_PADDING 64

// What a scan knows at a place between two bytes.
struct regn_scan_state {
  // 1 inside quotes, else 0.
  uint8_t inside;
  // Whether a quote here would open: the byte before ended a field, or was a quote that closed.
  uint8_t may_open;
};

struct regn_scan_result {
  // How many positions were written.
  size_t positions;
  // How many of them are line ends.
  size_t records;
  // Whether a quote was seen (also one that is an ordinary byte), and whether a NUL.
  uint8_t has_quotes;
  uint8_t has_nul;
  // Whether a quote that closes is followed by more of its field.
  uint8_t has_stray;
};

// Writes the offsets (from `data`) of the delimiters and line ends outside quotes in data[from ..< to], in
// order. `quote` is negative when the dialect has none. `state` is that before data[from]; it becomes that
// after the last byte. `positions` has room for to - from + REGN_SCAN_PADDING.
void regn_scan_fields(
  const uint8_t *data, size_t from, size_t to, uint8_t delimiter, uint8_t line_end, int quote,
  struct regn_scan_state *state, uint32_t *positions, struct regn_scan_result *result);

// Counts the records that end in data[from ..< to]: line ends outside quotes, those of blank lines left out
// if `skips_blank` (a blank line is empty or only a carriage return; data[from - 2] and data[from - 1] must
// be readable). `has_stray` becomes 1 where a quote that closes is followed by more of its field.
size_t regn_count_records(
  const uint8_t *data, size_t from, size_t to, uint8_t delimiter, uint8_t line_end, int quote,
  int skips_blank, struct regn_scan_state *state, uint8_t *has_stray);

// How many bytes of data[0 ..< count] equal `byte`.
size_t regn_count_byte(const uint8_t *data, size_t count, uint8_t byte);

// The length of the longest prefix of data[0 ..< count] that is valid UTF-8.
size_t regn_valid_utf8(const uint8_t *data, size_t count);

// 1 when all of data[0 ..< count] are ASCII, else 0.
static inline int regn_is_ascii(const uint8_t *data, size_t count) {
  uint64_t all = 0;
  size_t at = 0;
  for (; at + 8 <= count; at += 8) {
    uint64_t word;
    __builtin_memcpy(&word, data + at, 8);
    all |= word;
  }
  for (; at < count; at++) all |= data[at];
  return (all & 0x8080808080808080u) == 0;
}

// A text that has a code: its first and last eight bytes (the same, and zero padded, when it is shorter), of
// one of more than 16 bytes a hash in the place of the last; its length, and a stable copy of the longer one.
struct regn_text_slot {
  uint64_t low;
  uint64_t high;
  uint32_t length;
  // The code + 1; 0 in an empty slot.
  uint32_t code;
  const uint8_t *copy;
};

// Texts with codes, by open addressing with linear probing: mask + 1 slots, of which the upper bits of a
// hash, shifted down by `shift`, choose the first.
struct regn_text_table {
  struct regn_text_slot *slots;
  uint64_t shift;
  uint64_t mask;
};

// Puts a slot in its place in a table that has room for it and does not hold its text.
void regn_text_put(struct regn_text_table table, struct regn_text_slot slot);

// The slot of a text that is new. Eight bytes from `start` on must be readable.
struct regn_text_slot regn_text_slot_of(
  const uint8_t *start, size_t length, uint32_t code, const uint8_t *copy);

// The code + 1 of a text, or 0 when it has none. Eight bytes from `start` on must be readable.
uint32_t regn_text_code(struct regn_text_table table, const uint8_t *start, size_t length);

// Writes the codes of fields, from row `first` on, until one has no code yet, or stands in quotes and holds
// one or does not end in one; answers its row, or the number of rows. `quote` is that which fields may stand
// in, or negative.
size_t regn_text_codes(
  struct regn_fields fields, int quote, size_t first, struct regn_text_table table, uint32_t *codes);

// How many bytes the texts of fields take that no view holds, their quotes counted.
size_t regn_heap_size(struct regn_fields fields);

// Writes views of fields, and copies what they do not hold to `heap`, until a field is not plain; answers its
// row, or the number of rows. Not plain are those in quotes that hold one or do not end in one (`quote` as
// above), and bytes beyond ASCII that are not UTF-8, or all if `is_ascii`.
size_t regn_read_views(
  struct regn_fields fields, int quote, int is_ascii, uint8_t *heap, struct regn_text_view *views);

// Writes the rows of `values` that lie from `low` to `high`, or `outside` of that, to `rows`; they ascend.
// Answers how many. Where `valid` is given, rows that it has 0 for are null: they lie outside. `rows` has
// room for `count`, which fits into 32 bits.
size_t regn_select_int32(
  const int32_t *values, const uint8_t *valid, size_t count, int32_t low, int32_t high, int outside,
  uint32_t *rows);
size_t regn_select_int64(
  const int64_t *values, const uint8_t *valid, size_t count, int64_t low, int64_t high, int outside,
  uint32_t *rows);

#endif
