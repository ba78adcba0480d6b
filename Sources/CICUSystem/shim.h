#include <unicode/uscript.h>
