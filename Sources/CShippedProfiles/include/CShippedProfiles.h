#ifndef CSHIPPEDPROFILES_H
#define CSHIPPEDPROFILES_H

#include <stddef.h>

/// The bytes of profiles.json, which are in the program itself: wherever the binary is moved to,
/// they are there.
const unsigned char *_Nonnull cshippedprofiles_bytes(void);

/// How many there are.
size_t cshippedprofiles_count(void);

#endif
