#include "CBuildCommit.h"

const char *tokprof_build_commit(void) { return TOKPROF_COMMIT; }
