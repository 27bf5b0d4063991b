// The built-in tables as packed, constant data. Written by scripts/make-dataset.py into tables.c.
#ifndef CREGNDATASET_H
#define CREGNDATASET_H

#include <stdint.h>

enum regn_dataset_type {
  regn_dataset_int = 0,
  regn_dataset_long = 1,
  regn_dataset_real = 2,
  regn_dataset_decimal = 3,
  regn_dataset_string = 4,
};

enum regn_dataset_encoding {
  // Row i is base + the unsigned little-endian number of `width` bytes at values[i * width].
  // For text it is the place in the dictionary; for real and decimal it counts units of 10^-scale.
  regn_dataset_narrow = 0,
  // Row i is the product of row i of the columns `left` and `right`.
  regn_dataset_product = 1,
};

struct regn_dataset_column {
  const char *name;
  const char *unit;
  const char *description;
  const char *source;
  // width × rows bytes; null when width is 0 (every row is `base`).
  const unsigned char *values;
  // One bit a row, lowest first, 1 = present; null when every row is present.
  const unsigned char *validity;
  int64_t base;
  // For text, the place of its dictionary in regn_dataset_dictionaries. Columns of the same texts share one.
  uint32_t dictionary;
  uint8_t type;
  uint8_t encoding;
  uint8_t width;
  uint8_t scale;
  uint8_t left;
  uint8_t right;
  uint8_t is_computed;
};

// The distinct texts of a column, sorted by bytes.
struct regn_dataset_dictionary {
  // UTF-8 of all texts, one after another, and where each ends.
  const char *text;
  const uint32_t *ends;
  uint32_t count;
};

struct regn_dataset_table {
  const char *name;
  const char *title;
  const char *description;
  const char *publisher;
  const char *licence;
  const char *period;
  const char *retrieved;
  const char *unit;
  const struct regn_dataset_column *columns;
  // The publisher's table numbers; what the source line adds to them; what a user should beware of.
  const char *const *table_ids;
  const char *const *notes;
  const char *const *caveats;
  uint32_t row_count;
  uint32_t column_count;
  uint32_t table_id_count;
  uint32_t note_count;
  uint32_t caveat_count;
  uint8_t is_modelled;
};

// All tables, sorted by name.
extern const struct regn_dataset_table regn_dataset_tables[];
extern const uint32_t regn_dataset_table_count;
extern const struct regn_dataset_dictionary regn_dataset_dictionaries[];
extern const uint32_t regn_dataset_dictionary_count;
// FNV-1a over the inputs from which tables.c was made.
extern const uint64_t regn_dataset_inputs_checksum;

// Swift does not import an array without a length: these are its way in.
static inline const struct regn_dataset_table *regn_dataset_first_table(void) { return regn_dataset_tables; }
static inline const struct regn_dataset_dictionary *regn_dataset_first_dictionary(void) {
  return regn_dataset_dictionaries;
}

#endif
