#ifndef CREGNCOURSE_H
#define CREGNCOURSE_H

#include <stddef.h>

/// The lessons of the course, as they stand in the folder lessons: UTF-8 Markdown, each with a zero byte
/// behind it.
extern const unsigned char *_Nonnull regn_course_lessons(void);

/// The bytes of all lessons with their zeros.
extern size_t regn_course_length(void);

#endif
