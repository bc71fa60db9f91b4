/* engine/query/source.c - a table as SQL sees it: which columns, under which names. */
#include "engine/query/source.h"

#include "engine/base/text.h"

/* A name in @taken (small letters) for a column called @name: itself or with _2, _3 ... */
static char *
unique_name(GHashTable *taken, const char *name)
{
  g_autofree char *folded = g_ascii_strdown(name, -1);

  if (g_hash_table_add(taken, g_strdup(folded)))
    return g_strdup(name);
  for (guint k = 2;; k++) {
    g_autofree char *longer = g_strdup_printf("%s_%u", folded, k);

    if (g_hash_table_add(taken, g_steal_pointer(&longer)))
      return g_strdup_printf("%s_%u", name, k);
  }
}

static GHashTable *
string_set(void)
{
  return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

/* SQL names of all columns. A first pass takes the names that stand as they are, so that `X_2` made
 * for a second `x` never takes the name of a column that is really called so. */
static char **
sql_names(const DsTable *table, const char **row_name)
{
  static const char *const row_names[] = { "rowid", "_rowid_", "oid" };
  g_autoptr(GHashTable) taken = string_set();
  const gsize n = ds_table_n_columns(table);
  char **names = g_new0(char *, n + 1);
  gsize free_name = 0;

  for (gsize i = 0; i < n; i++)
    g_hash_table_add(taken, g_ascii_strdown(ds_table_column_name(table, i), -1));
  while (free_name < 2 && g_hash_table_contains(taken, row_names[free_name]))
    free_name++;
  *row_name = row_names[free_name];
  {
    g_autoptr(GHashTable) seen = string_set();

    if (free_name == 2)
      g_hash_table_add(seen, g_strdup("oid")); /* a column of that name makes way */
    for (gsize i = 0; i < n; i++) {
      const char *name = ds_table_column_name(table, i);
      char *folded = g_ascii_strdown(name, -1);

      if (g_hash_table_add(seen, folded))
        names[i] = g_strdup(name);
      else
        names[i] = unique_name(taken, name);
    }
  }
  return names;
}

/* The names, in small letters, that the text might mean a column by. */
static GHashTable *
named_words(const char *sql, const GArray *tokens)
{
  GHashTable *words = string_set();

  for (guint i = 0; i < tokens->len; i++) {
    const DsToken *token = &g_array_index(tokens, DsToken, i);

    if (token->kind == DS_TOKEN_NAME || token->kind == DS_TOKEN_QUOTED) {
      g_autofree char *text = ds_token_text(sql, token);

      g_hash_table_add(words, g_ascii_strdown(text, -1));
    }
  }
  return words;
}

static void
add_column(DsSource *source, gsize col, char *name)
{
  source->cols[source->n] = col;
  source->names[source->n] = name;
  source->n++;
  g_hash_table_insert(source->by_name, g_ascii_strdown(name, -1), GSIZE_TO_POINTER(source->n));
}

DsSource *
ds_source_new(const char *name, const DsTable *table, const char *sql, const GArray *tokens)
{
  DsSource *source = g_new0(DsSource, 1);
  const gsize n = ds_table_n_columns(table);
  g_autoptr(GHashTable) words = NULL;
  g_autofree char **names = NULL;

  source->name = g_strdup(name);
  source->table = ds_table_ref(table);
  source->is_cut = n > DS_SOURCE_COLUMNS;
  source->cols = g_new0(gsize, MIN(n, DS_SOURCE_COLUMNS) + 1);
  source->names = g_new0(char *, MIN(n, DS_SOURCE_COLUMNS) + 1);
  source->by_name = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  names = sql_names(table, &source->row_name);
  words = source->is_cut ? named_words(sql, tokens) : NULL;
  for (gsize i = 0; i < n; i++) {
    g_autofree char *folded = words ? g_ascii_strdown(names[i], -1) : NULL;

    if (source->n < DS_SOURCE_COLUMNS && (!words || g_hash_table_contains(words, folded)))
      add_column(source, i, g_steal_pointer(&names[i]));
  }
  if (source->n == 0 && n > 0) /* a table of no column is none for SQLite */
    add_column(source, 0, g_steal_pointer(&names[0]));
  for (gsize i = 0; i < n; i++)
    g_free(names[i]);
  return source;
}

void
ds_source_free(DsSource *source)
{
  if (!source)
    return;
  for (gsize i = 0; i < source->n; i++)
    g_free(source->names[i]);
  g_free(source->names);
  g_free(source->cols);
  g_free(source->name);
  g_hash_table_unref(source->by_name);
  ds_table_unref(source->table);
  g_free(source);
}

gssize
ds_source_lookup(const DsSource *source, const char *name)
{
  g_autofree char *folded = g_ascii_strdown(name, -1);

  return (gssize)GPOINTER_TO_SIZE(g_hash_table_lookup(source->by_name, folded)) - 1;
}

const DsColumn *
ds_source_column(const DsSource *source, gsize i)
{
  return ds_table_stored_column(source->table, source->cols[i]);
}

void
ds_source_note(const DsSource *source, const char *sql, const GArray *tokens, DsNotes *notes)
{
  g_autoptr(GHashTable) words = named_words(sql, tokens);

  for (gsize i = 0; i < source->n; i++) {
    const char *name = ds_table_column_name(source->table, source->cols[i]);
    g_autofree char *folded = g_ascii_strdown(name, -1);

    if (g_str_equal(name, source->names[i]) || !g_hash_table_contains(words, folded))
      continue;
    {
      g_autofree char *shown = ds_text_for_terminal(name, -1);
      g_autofree char *sql_name = ds_text_for_terminal(source->names[i], -1);

      ds_notes_add(notes, "SQL ignores case in names: column \"%s\" is called \"%s\" here", shown,
                   sql_name);
    }
  }
}
