/* tests/app/kit.h - a session with a small table, for tests that need no file. */
#pragma once
#include "app/session.h"

/* Six rows: name (text), "body mass" (real, one missing), n (int), ok (bool). */
const DsTable *ds_kit_table(void);

/* A session in which that table is open and current under @name. */
DsSession *ds_kit_session(const char *name);

/* Runs lines that must succeed; the last one's result is dropped. */
void ds_kit_run(DsSession *session, const char *line);

/* Runs a line that must fail; the message must match the glob @pattern. */
void ds_kit_fail(DsSession *session, const char *line, const char *pattern);
