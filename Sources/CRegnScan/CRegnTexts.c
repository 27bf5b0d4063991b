#include "CRegnScan.h"

#include <string.h>

#define REGN_INLINE static inline __attribute__((always_inline))

REGN_INLINE uint64_t regn_load(const uint8_t *data) {
  uint64_t word;
  memcpy(&word, data, 8);
  return word;
}

// The words of a text: of one that is shorter than eight bytes only its own bytes.
REGN_INLINE void regn_text_words(const uint8_t *start, size_t length, uint64_t *low, uint64_t *high) {
  size_t used = length < 8 ? length : 8;
  uint64_t wanted = used == 0 ? 0 : ~(uint64_t)0 >> (64 - 8 * used);
  *low = regn_load(start) & wanted;
  *high = regn_load(start + (length - used)) & wanted;
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

// So many texts are hashed before the first is looked for, so that the slots of all are on their way.
#define REGN_TEXTS_AHEAD 16

REGN_INLINE size_t regn_text_codes_of(
  struct regn_fields fields, size_t first, struct regn_text_table table, uint32_t *codes,
  int trims_return, int quote
) {
  const uint8_t *starts[REGN_TEXTS_AHEAD];
  size_t lengths[REGN_TEXTS_AHEAD];
  uint64_t lows[REGN_TEXTS_AHEAD], highs[REGN_TEXTS_AHEAD], places[REGN_TEXTS_AHEAD];
  size_t row = first;
  while (row < fields.rows) {
    size_t count = fields.rows - row < REGN_TEXTS_AHEAD ? fields.rows - row : REGN_TEXTS_AHEAD;
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
      __builtin_prefetch(table.slots + places[i]);
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

size_t regn_text_codes(
  struct regn_fields fields, int quote, size_t first, struct regn_text_table table, uint32_t *codes
) {
  if (quote >= 0) return regn_text_codes_of(fields, first, table, codes, fields.trims_return, quote);
  if (fields.trims_return) return regn_text_codes_of(fields, first, table, codes, 1, -1);
  return regn_text_codes_of(fields, first, table, codes, 0, -1);
}
