#ifndef CICU_H
#define CICU_H

#include <stdint.h>

/* No ICU header is included here, on purpose: an ICU enum that Swift sees through a Clang module
   clashes with the one in Foundation's private ICU module. */

const char *_Nonnull cicu_version(void);
const char *_Nonnull cicu_unicode_version(void);

#endif
