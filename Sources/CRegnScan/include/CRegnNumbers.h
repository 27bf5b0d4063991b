// The inner loops that read plain numbers and dates of a column's fields, several at a time.
#ifndef CREGNNUMBERS_H
#define CREGNNUMBERS_H

#include <stddef.h>
#include <stdint.h>

// Fields of a column: field `row` is data[p[0] + 1 ..< p[1]] with p = positions + row * stride. Sixteen bytes
// from the beginning of each, and eight before its end, must be readable.
struct regn_fields {
  const uint8_t *data;
  const uint32_t *positions;
  size_t stride;
  size_t rows;
  // Whether a carriage return at a field's end is no part of it.
  uint8_t trims_return;
};

// Write the values of fields, from row `first` on, until one is not plain; answer its row, or the number of
// rows. What is not plain may be a value all the same, and what stands in its place and behind is undefined.
//
// Plain are: 1 to 8 digits, the first of several no 0, a minus before them or not.
size_t regn_read_int32(struct regn_fields fields, size_t first, int32_t *values);
size_t regn_read_int64(struct regn_fields fields, size_t first, int64_t *values);

// Plain are: as above, then the mark and `scale` (1 to 7) digits. The value is that of all digits.
size_t regn_read_scaled(
  struct regn_fields fields, size_t first, int scale, uint8_t mark, int64_t *values);

enum regn_date_order { regn_year_month_day, regn_day_month_year, regn_month_day_year };

// Plain are: dates but 29 February, of ten bytes, with two times the separator. The value counts ticks of
// 100 ns since 1 January of year 1. May stop at any row.
size_t regn_read_dates(
  struct regn_fields fields, size_t first, enum regn_date_order order, uint8_t separator, int64_t *ticks);

#endif
