#include "CShippedProfiles.h"

// #embed is C23's. Swift's array literals, which resources embedded by the package manager become,
// take minutes to compile at this size.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char bytes[] = {
#embed "profiles.json"
};

const unsigned char *cshippedprofiles_bytes(void) { return bytes; }

size_t cshippedprofiles_count(void) { return sizeof bytes; }
