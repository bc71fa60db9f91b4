/* app/cmd-query.c - commands that take SQL: conditions, derived columns, whole queries. */
#include <string.h>

#include "app/command.h"
#include "engine/base/text.h"
#include "engine/query/query.h"
#include "engine/query/token.h"

/* All open tables as SQL may name them. */
typedef struct {
  DsQueryTables tables;
  DsQueryTable *list;
  char **names;
} Open;

static void
open_clear(Open *open)
{
  for (gsize i = 0; i < open->tables.n; i++)
    ds_table_unref(open->list[i].table);
  g_free(open->list);
  g_strfreev(open->names);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Open, open_clear)

static void
open_tables(DsSession *session, Open *open)
{
  g_autofree char *current = ds_session_current_name(session);

  open->names = ds_session_table_names(session);
  open->list = g_new0(DsQueryTable, g_strv_length(open->names) + 1);
  open->tables = (DsQueryTables){ open->list, 0, -1 };
  for (gsize i = 0; open->names[i]; i++) {
    const DsTable *table = ds_session_table(session, open->names[i], NULL);

    if (!table)
      continue;
    if (g_strcmp0(open->names[i], current) == 0)
      open->tables.current = (gssize)open->tables.n;
    open->list[open->tables.n++] = (DsQueryTable){ open->names[i], table };
  }
}

static const DsTable *
run_filter(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = ds_session_current(session, error);
  DS_TABLE_AUTO kept = NULL;
  g_auto(Open) open = { 0 };
  guint32 *rows;
  gsize n = 0;

  if (!table)
    return NULL;
  open_tables(session, &open);
  rows = ds_query_filter(&open.tables, ds_args_text(args, "EXPR"), &n, ds_session_progress(session),
                         notes, error);
  if (!rows)
    return NULL;
  ds_notes_add(notes, "%" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " rows kept", n,
               ds_table_n_rows(table));
  kept = ds_table_with_index(table, rows, n);
  return ds_session_commit_result(session, kept);
}

static const DsArg filter_args[] = {
  { "EXPR", DS_ARG_REST, .is_required = TRUE, .help = "the condition that rows must meet" },
  { 0 },
};

const DsCommand ds_command_filter = {
  .name = "filter",
  .family = "rows",
  .help = "keep the rows for which an expression is true",
  .details =
      "The expression is SQL over the columns: =, <>, <, <=, >, >=, BETWEEN, IN (...), LIKE 'A%', "
      "REGEXP 'pattern', IS NULL, AND, OR, NOT, arithmetic and functions (help functions). Text "
      "takes "
      "single quotes; a name with blanks or that is a word of SQL takes double quotes. A missing "
      "value is neither true nor false: such rows go, and col IS NULL finds them. Dates and times "
      "compare with text: day >= '2024-03-01'. rowid is the row counted from 1. Subqueries may "
      "read "
      "every open table.",
  .example = "filter species = 'Adelie' and body_mass_g > 4000",
  .columns = "table,rows,columns",
  .args = filter_args,
  .flags = DS_COMMAND_CHANGES,
  .run = run_filter,
};

/* Takes "NAME =" off the front of @rest; the name may stand in double quotes. Returns the name
 * (transfer full) and where the expression begins; NULL when there is no such beginning. */
static char *
take_name(const char *rest, const char **expression)
{
  g_autoptr(GArray) tokens = ds_tokens_new(rest);
  const DsToken *name, *sign;

  if (tokens->len < 2)
    return NULL;
  name = &g_array_index(tokens, DsToken, 0);
  sign = &g_array_index(tokens, DsToken, 1);
  if ((name->kind != DS_TOKEN_NAME && name->kind != DS_TOKEN_QUOTED &&
       name->kind != DS_TOKEN_STRING) ||
      !ds_token_is(rest, sign, "="))
    return NULL;
  *expression = rest + sign->start + sign->length;
  while (g_ascii_isspace(**expression)) /* positions in messages are those of what was written */
    (*expression)++;
  return ds_token_text(rest, name);
}

static const DsTable *
run_derive(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  DS_TABLE_AUTO table = ds_session_current(session, error);
  DS_TABLE_AUTO wider = NULL;
  g_autoptr(DsColumn) column = NULL;
  g_autofree char *name = NULL;
  g_auto(Open) open = { 0 };
  const char *expression = NULL;
  gssize col;

  if (!table)
    return NULL;
  name = take_name(ds_args_text(args, "NAME"), &expression);
  if (!name || !*name || !g_utf8_validate(name, -1, NULL)) {
    g_set_error(error, DS_COMMAND_ERROR, DS_COMMAND_ERROR_USAGE,
                "it begins with the name of the column and \"=\"; for example: derive ratio = "
                "bill_length_mm / bill_depth_mm");
    return NULL;
  }
  open_tables(session, &open);
  column =
      ds_query_derive(&open.tables, name, expression, ds_session_progress(session), notes, error);
  if (!column)
    return NULL;
  col = ds_table_lookup_column(table, name);
  if (col >= 0) {
    g_autofree char *shown = ds_text_for_terminal(name, -1);

    ds_notes_add(notes, "column \"%s\" was there and is replaced; undo brings it back", shown);
  }
  wider = ds_table_with_column(table, col >= 0 ? (gsize)col : ds_table_n_columns(table), name,
                               column, error);
  return wider ? ds_session_commit_result(session, wider) : NULL;
}

static const DsArg derive_args[] = {
  { "NAME", DS_ARG_REST, .is_required = TRUE,
    .help = "NAME = EXPR: the new column, an equals sign and what it holds" },
  { 0 },
};

const DsCommand ds_command_derive = {
  .name = "derive",
  .family = "columns",
  .help = "add a column computed from others: derive NAME = EXPR",
  .details =
      "The expression is SQL, as for filter. A column of that name is replaced. The type is the "
      "narrowest that holds all values: bool for a comparison, int, real, date or time where all "
      "are "
      "such text, else text. Two ints divide to an int as in SQL (7 / 2 is 3): write 7 / 2.0. "
      "Anything computed from a missing value is missing. Window functions see the whole table: "
      "mass "
      "- avg(mass) OVER (PARTITION BY species), lag(x) OVER (ORDER BY day).",
  .example = "derive kg = body_mass_g / 1000.0",
  .columns = "table,rows,columns",
  .args = derive_args,
  .flags = DS_COMMAND_CHANGES,
  .run = run_derive,
};

static const DsTable *
run_sql(DsSession *session, const DsArgs *args, DsNotes *notes, GError **error)
{
  g_auto(Open) open = { 0 };

  open_tables(session, &open);
  return ds_query_sql(&open.tables, ds_args_text(args, "QUERY"), ds_session_progress(session),
                      notes, error);
}

static const DsArg sql_args[] = {
  { "QUERY", DS_ARG_REST, .is_required = TRUE, .help = "one SELECT, WITH, VALUES or EXPLAIN" },
  { 0 },
};

const DsCommand ds_command_sql = {
  .name = "sql",
  .family = "queries",
  .help = "any query over the open tables",
  .details =
      "SQLite's SQL with our functions (help functions). Tables go by their names; the current one "
      "is "
      "also called this. The query cannot change anything: its result is a table of its own, and "
      "name=NEW before SELECT keeps it open. Ints are INTEGER, bools 0 and 1, dates and times text "
      "in "
      "ISO form; missing is NULL. Names are the same whatever their case: of two columns x and X "
      "the "
      "second is called X_2. * takes at most 2,000 columns.",
  .example =
      "sql select species, count(*) as n, median(body_mass_g) as mass from this group by species",
  .args = sql_args,
  .run = run_sql,
};
