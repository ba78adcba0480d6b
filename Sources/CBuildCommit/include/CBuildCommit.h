/// What the program was built from.
#ifndef TOKPROF_BUILD_COMMIT_H
#define TOKPROF_BUILD_COMMIT_H

/// The commit, as `git describe` names it; empty where the build was not told.
const char *_Nonnull tokprof_build_commit(void);

#endif
