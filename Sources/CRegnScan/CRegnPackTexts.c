#include "CRegnPack.h"

#include <string.h>

#define REGN_INLINE static inline __attribute__((always_inline))

// Texts between two of which it is written where they begin.
#define REGN_TEXTS_IN_BLOCK 256

size_t regn_text_blocks(size_t count) { return count / REGN_TEXTS_IN_BLOCK + 1; }

// Says where a text begins; 0 where that is too far from the first of its block.
REGN_INLINE int regn_begin_text(struct regn_packed_texts texts, size_t row, size_t used) {
  uint32_t *first = texts.blocks + row / REGN_TEXTS_IN_BLOCK;
  if (row % REGN_TEXTS_IN_BLOCK == 0) *first = (uint32_t)used;
  size_t from_first = used - *first;
  texts.starts[row] = (uint16_t)from_first;
  return from_first <= UINT16_MAX;
}

REGN_INLINE void regn_copy_16(uint8_t *to, const uint8_t *from) {
  uint64_t words[2];
  memcpy(words, from, 16);
  memcpy(to, words, 16);
}

// Copies a text of more than 12 bytes.
REGN_INLINE void regn_copy_text(uint8_t *to, const uint8_t *from, size_t length) {
  if (length < 16) {
    memcpy(to, from, 8);
    memcpy(to + length - 8, from + length - 8, 8);
  } else if (length <= 64) {
    for (size_t place = 0; place + 16 < length; place += 16) regn_copy_16(to + place, from + place);
    regn_copy_16(to + length - 16, from + length - 16);
  } else {
    memcpy(to, from, length);
  }
}

int regn_pack_texts(
  const struct regn_text_view *views, size_t count, size_t row, size_t *used, struct regn_packed_texts texts
) {
  size_t next = *used;
  int fits = 1;
  for (size_t i = 0; i < count && fits; i++, row++) {
    fits = regn_begin_text(texts, row, next);
    size_t length = (uint32_t)views[i].head;
    if (length <= 12) {
      memcpy(texts.bytes + next, (const uint8_t *)(views + i) + 4, 12);
    } else {
      regn_copy_text(texts.bytes + next, (const uint8_t *)(uintptr_t)views[i].tail, length);
    }
    next += length;
  }
  *used = next;
  return fits && regn_begin_text(texts, row, next);
}

REGN_INLINE const uint8_t *regn_packed_text(struct regn_packed_texts texts, size_t row) {
  return texts.bytes + texts.blocks[row / REGN_TEXTS_IN_BLOCK] + texts.starts[row];
}

void regn_unpack_texts(
  struct regn_packed_texts texts, size_t first, size_t count, struct regn_text_view *views
) {
  const uint8_t *start = regn_packed_text(texts, first);
  for (size_t i = 0; i < count; i++) {
    const uint8_t *end = regn_packed_text(texts, first + i + 1);
    views[i] = regn_view_of(start, (size_t)(end - start));
    start = end;
  }
}

void regn_gather_texts(
  struct regn_packed_texts texts, size_t first, const uint32_t *rows, size_t count,
  struct regn_text_view *views
) {
  for (size_t i = 0; i < count; i++) {
    size_t row = first + rows[i];
    const uint8_t *start = regn_packed_text(texts, row);
    views[i] = regn_view_of(start, (size_t)(regn_packed_text(texts, row + 1) - start));
  }
}
