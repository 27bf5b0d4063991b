#include "CRegnScan.h"

#include <string.h>

#define REGN_INLINE static inline __attribute__((always_inline))

REGN_INLINE uint64_t regn_load(const uint8_t *data) {
  uint64_t word;
  memcpy(&word, data, 8);
  return word;
}

// The words of a text: its first and last eight bytes, of one that is shorter only its own. Of a text of more
// than 16 bytes the second one takes in all that stands between: many differ only there.
REGN_INLINE void regn_text_words(const uint8_t *start, size_t length, uint64_t *low, uint64_t *high) {
  size_t used = length < 8 ? length : 8;
  uint64_t wanted = used == 0 ? 0 : ~(uint64_t)0 >> (64 - 8 * used);
  *low = regn_load(start) & wanted;
  *high = regn_load(start + (length - used)) & wanted;
  if (length <= 16) return;
  for (size_t place = 8; place + 8 < length; place += 8) {
    uint64_t mixed = (*high ^ regn_load(start + place)) * 0x9E3779B97F4A7C15u;
    *high = mixed ^ mixed >> 32;
  }
}

REGN_INLINE uint64_t regn_text_place(
  struct regn_text_table table, uint64_t low, uint64_t high, size_t length
) {
  uint64_t mixed = (low ^ (high << 29 | high >> 35) ^ (uint64_t)length) * 0x9E3779B97F4A7C15u;
  return mixed >> table.shift;
}

REGN_INLINE uint32_t regn_text_code_at(
  struct regn_text_table table, uint64_t place, uint64_t low, uint64_t high, const uint8_t *start,
  size_t length
) {
  for (;; place = (place + 1) & table.mask) {
    const struct regn_text_slot *slot = table.slots + place;
    if (slot->code == 0) return 0;
    if (slot->low != low || slot->high != high || slot->length != (uint32_t)length) continue;
    if (length <= 16 || memcmp(slot->copy, start, length) == 0) return slot->code;
  }
}

void regn_text_put(struct regn_text_table table, struct regn_text_slot slot) {
  uint64_t place = regn_text_place(table, slot.low, slot.high, slot.length);
  while (table.slots[place].code != 0) place = (place + 1) & table.mask;
  table.slots[place] = slot;
}

struct regn_text_slot regn_text_slot_of(
  const uint8_t *start, size_t length, uint32_t code, const uint8_t *copy
) {
  struct regn_text_slot slot = {.length = (uint32_t)length, .code = code + 1, .copy = copy};
  regn_text_words(start, length, &slot.low, &slot.high);
  return slot;
}

uint32_t regn_text_code(struct regn_text_table table, const uint8_t *start, size_t length) {
  uint64_t low, high;
  regn_text_words(start, length, &low, &high);
  return regn_text_code_at(table, regn_text_place(table, low, high, length), low, high, start, length);
}

// So many texts at most are hashed before the first is looked for, so that the slots of all are on their way.
#define REGN_TEXTS_AHEAD 16

// A table of fewer slots is near enough as it is.
#define REGN_NEAR_SLOTS 2048

REGN_INLINE size_t regn_text_codes_of(
  struct regn_fields fields, size_t first, struct regn_text_table table, uint32_t *codes,
  int trims_return, int quote, size_t ahead
) {
  const uint8_t *starts[REGN_TEXTS_AHEAD];
  size_t lengths[REGN_TEXTS_AHEAD];
  uint64_t lows[REGN_TEXTS_AHEAD], highs[REGN_TEXTS_AHEAD], places[REGN_TEXTS_AHEAD];
  size_t row = first;
  while (row < fields.rows) {
    size_t count = fields.rows - row < ahead ? fields.rows - row : ahead;
    size_t known = count;
    const uint32_t *position = fields.positions + row * fields.stride;
    for (size_t i = 0; i < count; i++, position += fields.stride) {
      const uint8_t *start = fields.data + position[0] + 1;
      const uint8_t *end = fields.data + position[1];
      if (trims_return && end > start && end[-1] == 0x0D) end--;
      if (quote >= 0 && end > start && *start == quote) {
        size_t length = (size_t)(end - start);
        if (length < 2 || end[-1] != quote || memchr(start + 1, quote, length - 2) != NULL) {
          known = i;
          break;
        }
        start++;
        end--;
      }
      starts[i] = start;
      lengths[i] = (size_t)(end - start);
      regn_text_words(start, lengths[i], &lows[i], &highs[i]);
      places[i] = regn_text_place(table, lows[i], highs[i], lengths[i]);
      if (ahead > 1) __builtin_prefetch(table.slots + places[i]);
    }
    for (size_t i = 0; i < known; i++) {
      uint32_t code = regn_text_code_at(table, places[i], lows[i], highs[i], starts[i], lengths[i]);
      if (code == 0) return row + i;
      codes[row + i] = code - 1;
    }
    row += known;
    if (known < count) return row;
  }
  return row;
}

REGN_INLINE size_t regn_text_codes_ahead(
  struct regn_fields fields, int quote, size_t first, struct regn_text_table table, uint32_t *codes,
  size_t ahead
) {
  if (quote >= 0) return regn_text_codes_of(fields, first, table, codes, fields.trims_return, quote, ahead);
  if (fields.trims_return) return regn_text_codes_of(fields, first, table, codes, 1, -1, ahead);
  return regn_text_codes_of(fields, first, table, codes, 0, -1, ahead);
}

size_t regn_text_codes(
  struct regn_fields fields, int quote, size_t first, struct regn_text_table table, uint32_t *codes
) {
  if (table.mask < REGN_NEAR_SLOTS) return regn_text_codes_ahead(fields, quote, first, table, codes, 1);
  return regn_text_codes_ahead(fields, quote, first, table, codes, REGN_TEXTS_AHEAD);
}

size_t regn_heap_size(struct regn_fields fields) {
  size_t size = 0;
  const uint32_t *position = fields.positions;
  for (size_t row = 0; row < fields.rows; row++, position += fields.stride) {
    size_t length = position[1] - position[0] - 1;
    size += length > 12 ? length : 0;
  }
  return size;
}

// Sixteen bytes, compared at a time.
typedef uint8_t regn_bytes __attribute__((vector_size(16)));

// Copies a text of more than 12 bytes. Raises `seen` by the bytes that it has, and `quotes` by those that are
// as `quote`.
REGN_INLINE void regn_copy_seen(
  uint8_t *to, const uint8_t *from, size_t length, regn_bytes quote, regn_bytes *seen, regn_bytes *quotes
) {
  regn_bytes bytes;
  if (length < 16) {
    uint64_t words[2] = {regn_load(from), regn_load(from + length - 8)};
    memcpy(to, &words[0], 8);
    memcpy(to + length - 8, &words[1], 8);
    memcpy(&bytes, words, 16);
    *seen |= bytes;
    *quotes |= (regn_bytes)(bytes == quote);
    return;
  }
  for (size_t place = 0;; place += 16) {
    if (place + 16 > length) place = length - 16;
    memcpy(&bytes, from + place, 16);
    memcpy(to + place, &bytes, 16);
    *seen |= bytes;
    *quotes |= (regn_bytes)(bytes == quote);
    if (place + 16 == length) return;
  }
}

REGN_INLINE size_t regn_views_of(
  struct regn_fields fields, int quote, int is_ascii, uint8_t *heap, struct regn_text_view *views
) {
  const regn_bytes zeros = {0};
  const regn_bytes mark = zeros + (uint8_t)quote;
  const uint32_t *position = fields.positions;
  for (size_t row = 0; row < fields.rows; row++, position += fields.stride) {
    const uint8_t *start = fields.data + position[0] + 1;
    const uint8_t *end = fields.data + position[1];
    if (fields.trims_return && end > start && end[-1] == 0x0D) end--;
    int is_quoted = quote >= 0 && end > start && *start == quote;
    if (is_quoted) {
      if (end - start < 2 || end[-1] != quote) return row;
      start++;
      end--;
    }
    size_t length = (size_t)(end - start);
    regn_bytes seen = zeros, quotes = zeros;
    struct regn_text_view view = regn_view_of(start, length);
    if (length <= 12) {
      uint64_t words[2] = {view.head >> 32, view.tail};
      memcpy(&seen, words, 16);
      quotes = (regn_bytes)(seen == mark);
    } else {
      regn_copy_seen(heap, start, length, mark, &seen, &quotes);
      view.tail = (uint64_t)(uintptr_t)heap;
      heap += length;
    }
    views[row] = view;
    uint64_t all[2], marked[2];
    memcpy(all, &seen, 16);
    memcpy(marked, &quotes, 16);
    if (is_quoted && (marked[0] | marked[1]) != 0) return row;
    if (((all[0] | all[1]) & 0x8080808080808080u) != 0) {
      if (is_ascii || regn_valid_utf8(start, length) != length) return row;
    }
  }
  return fields.rows;
}

size_t regn_read_views(
  struct regn_fields fields, int quote, int is_ascii, uint8_t *heap, struct regn_text_view *views
) {
  if (quote >= 0) return regn_views_of(fields, quote, is_ascii, heap, views);
  return regn_views_of(fields, -1, is_ascii, heap, views);
}
