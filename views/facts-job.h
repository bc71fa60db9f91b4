/* views/facts-job.h - column facts computed behind the screen's back, a column at a time. */
#pragma once
#include <glib.h>

#include "engine/table/column-facts.h"
#include "engine/table/table.h"

/* One thread that works through what was asked for, in order. Everything is called by one thread;
 * @done is called from the worker. */
typedef struct DsFactsJob DsFactsJob;

DsFactsJob *ds_facts_job_new(void (*done)(gpointer data), gpointer data);
void ds_facts_job_free(DsFactsJob *job); /* cancels and waits; accepts NULL */

/* The facts of @table's rows in column @col; NULL: not known yet, and asked for now. Valid until
 * another table is asked about, as is @column: (out) (nullable): the column whose rows the facts
 * speak of. Asking about another table drops what is still waiting. */
const DsColumnFacts *ds_facts_job_lookup(DsFactsJob *job, const DsTable *table, gsize col,
                                         const DsColumn **column);
