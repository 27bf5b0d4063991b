#include "CRegnCourse.h"

// The compiler's own way of taking in a file; part of C since C23.
#pragma clang diagnostic ignored "-Wc23-extensions"

// In order of number, as a test says. A lesson that is missing here is missing in the course.
static const unsigned char lessons[] = {
#embed "../../lessons/01-count.md" suffix(, 0, )
#embed "../../lessons/02-where.md" suffix(, 0, )
#embed "../../lessons/03-text.md" suffix(, 0, )
#embed "../../lessons/04-project.md" suffix(, 0, )
#embed "../../lessons/05-summarize.md" suffix(, 0, )
#embed "../../lessons/06-top.md" suffix(, 0, )
#embed "../../lessons/07-lookup.md" suffix(, 0, )
#embed "../../lessons/08-weights.md" suffix(, 0, )
#embed "../../lessons/09-zero.md" suffix(, 0, )
#embed "../../lessons/10-prices.md" suffix(, 0, )
#embed "../../lessons/11-let.md" suffix(, 0, )
#embed "../../lessons/12-percentile.md" suffix(, 0, )
#embed "../../lessons/13-islands.md" suffix(, 0, )
#embed "../../lessons/14-country.md" suffix(, 0, )
#embed "../../lessons/15-potential.md" suffix(, 0, )
#embed "../../lessons/16-report.md" suffix(, 0, )
};

const unsigned char *regn_course_lessons(void) { return lessons; }

size_t regn_course_length(void) { return sizeof(lessons); }
