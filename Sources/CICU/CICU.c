#include "CICU.h"

#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utext.h>
#include <unicode/uvernum.h>

const char *cicu_version(void) { return U_ICU_VERSION; }

const char *cicu_unicode_version(void) { return U_UNICODE_VERSION; }

int32_t cicu_script_count(void) { return u_getIntPropertyMaxValue(UCHAR_SCRIPT) + 1; }

const char *cicu_script_code(int32_t script) {
  return uscript_getShortName((UScriptCode)script);
}

static struct cicu_scalar scalar_properties(UChar32 c) {
  struct cicu_scalar scalar = {.script = USCRIPT_UNKNOWN};
  /* Asking for the general category first saves most of the other questions, and two thirds of the
     time for the whole of Unicode. */
  int8_t category = u_charType(c);
  if (category == U_UNASSIGNED || category == U_PRIVATE_USE_CHAR || category == U_SURROGATE) {
    return scalar;
  }
  UErrorCode status = U_ZERO_ERROR;
  UScriptCode script = uscript_getScript(c, &status);
  UScriptCode extensions[cicu_extension_capacity];
  int32_t n = uscript_getScriptExtensions(c, extensions, cicu_extension_capacity, &status);
  if (U_FAILURE(status)) return scalar;
  scalar.script = (uint8_t)script;
  if (n > 1 || extensions[0] != script) {
    scalar.extension_count = (uint8_t)n;
    for (int32_t k = 0; k < n; k++) scalar.extensions[k] = (uint8_t)extensions[k];
  }
  /* All paired brackets are of these two categories (UAX #9, BD14 and BD15). */
  if (category == U_START_PUNCTUATION || category == U_END_PUNCTUATION) {
    int32_t type = u_getIntPropertyValue(c, UCHAR_BIDI_PAIRED_BRACKET_TYPE);
    scalar.bracket = type == U_BPT_OPEN ? 1 : type == U_BPT_CLOSE ? 2 : 0;
    if (scalar.bracket) scalar.paired_bracket = (uint32_t)u_getBidiPairedBracket(c);
  }
  return scalar;
}

int32_t cicu_fill_block(uint32_t first, struct cicu_scalar *properties) {
  int uniform = 1;
  for (int32_t i = 0; i < 256; i++) {
    struct cicu_scalar scalar = scalar_properties((UChar32)first + i);
    properties[i] = scalar;
    uniform &= scalar.script == properties[0].script;
    uniform &= scalar.extension_count == 0 && scalar.bracket == 0;
  }
  return uniform ? properties[0].script : -1;
}

struct cicu_word_breaker {
  UBreakIterator *iterator;
  UText text;
};

struct cicu_word_breaker *cicu_word_breaker_open(const char **error) {
  UErrorCode status = U_ZERO_ERROR;
  struct cicu_word_breaker *breaker = malloc(sizeof *breaker);
  if (breaker == NULL) {
    *error = u_errorName(U_MEMORY_ALLOCATION_ERROR);
    return NULL;
  }
  /* The root locale: words must not depend on who runs the program. */
  breaker->iterator = ubrk_open(UBRK_WORD, "", NULL, 0, &status);
  breaker->text = (UText)UTEXT_INITIALIZER;
  if (U_FAILURE(status)) {
    *error = u_errorName(status);
    free(breaker);
    return NULL;
  }
  return breaker;
}

void cicu_word_breaker_close(struct cicu_word_breaker *breaker) {
  ubrk_close(breaker->iterator);
  utext_close(&breaker->text);
  free(breaker);
}

const char *cicu_word_breaker_begin(
    struct cicu_word_breaker *breaker, const char *utf8, int64_t length) {
  UErrorCode status = U_ZERO_ERROR;
  utext_openUTF8(&breaker->text, utf8, length, &status);
  ubrk_setUText(breaker->iterator, &breaker->text, &status);
  if (U_FAILURE(status)) return u_errorName(status);
  ubrk_first(breaker->iterator);
  return NULL;
}

int32_t cicu_word_breaker_next(
    struct cicu_word_breaker *breaker, struct cicu_word_segment *segments, int32_t capacity) {
  int32_t n = 0;
  while (n < capacity) {
    int32_t end = ubrk_next(breaker->iterator);
    if (end == UBRK_DONE) break;
    segments[n].end = end;
    segments[n].is_word = ubrk_getRuleStatus(breaker->iterator) >= UBRK_WORD_NONE_LIMIT;
    n++;
  }
  return n;
}
