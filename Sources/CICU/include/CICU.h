#ifndef CICU_H
#define CICU_H

#include <stdint.h>

/* No ICU header is included here, on purpose: an ICU enum that Swift sees through a Clang module
   clashes with the one in Foundation's private ICU module. */

const char *_Nonnull cicu_version(void);
const char *_Nonnull cicu_unicode_version(void);

/* One more than the largest value of the property Script. */
int32_t cicu_script_count(void);

/* The ISO 15924 code of a script, or NULL if ICU knows none by that number. */
const char *_Nullable cicu_script_code(int32_t script);

/* Enough for the longest Script_Extensions of Unicode, which has 22 scripts (U+0965). */
enum { cicu_extension_capacity = 32 };

struct cicu_scalar {
  uint8_t script;          /* the property Script */
  uint8_t bracket;         /* Bidi_Paired_Bracket_Type: 0 none, 1 open, 2 close */
  uint8_t extension_count; /* 0 if Script_Extensions is the script itself and no more */
  uint8_t extensions[cicu_extension_capacity];
  uint32_t paired_bracket; /* Bidi_Paired_Bracket of a bracket, else 0 */
};

/* Writes the properties of the 256 code points from `first` on. Returns the script if they are all
   in one and nothing else is to say of any of them, as in most blocks of Han; else -1. */
int32_t cicu_fill_block(uint32_t first, struct cicu_scalar *_Nonnull properties);

/* Word boundaries of UAX #29, with ICU's dictionaries for scripts written without spaces. */
struct cicu_word_breaker;
struct cicu_word_segment {
  int32_t end;     /* offset in bytes of the segment's end */
  int32_t is_word; /* 0 for white space and punctuation */
};

/* NULL if ICU's data lack the rules; `error` is then ICU's name of the reason. */
struct cicu_word_breaker *_Nullable cicu_word_breaker_open(const char *_Nullable *_Nonnull error);
void cicu_word_breaker_close(struct cicu_word_breaker *_Nonnull breaker);

/* Begins on a text, which must stay in place while its segments are read. Returns NULL, or
   ICU's name of what went wrong. */
const char *_Nullable cicu_word_breaker_begin(
    struct cicu_word_breaker *_Nonnull breaker, const char *_Nonnull utf8, int64_t length);

/* Writes up to `capacity` segments and returns how many; 0 at the end of the text. */
int32_t cicu_word_breaker_next(
    struct cicu_word_breaker *_Nonnull breaker, struct cicu_word_segment *_Nonnull segments,
    int32_t capacity);

#endif
