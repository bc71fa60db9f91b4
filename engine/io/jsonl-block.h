/* engine/io/jsonl-block.h - a piece of a JSON file with whole objects in it; for jsonl*.c. */
#pragma once
#include "engine/io/cells.h"
#include "engine/io/source.h"

/* How objects lie in the file. */
typedef enum {
  DS_JSONL_LINES,  /* one a line */
  DS_JSONL_ARRAY,  /* elements of one array */
  DS_JSONL_STREAM, /* one behind the other, over several lines each */
} DsJsonlShape;

enum { DS_JSONL_MAX_FIELDS = 16384 };

typedef struct {
  const char *key; /* inside the block's bytes */
  gsize length;
  DsCells cells;
  guint32 last_row; /* + 1, of the last object that has the key; to see it twice in one */
} DsJsonlField;

typedef struct {
  guint64 offset; /* in the source */
  gsize length;
  gboolean is_last; /* what is cut at its end is left out */
  char *bytes;      /* own copy: strings are unescaped in place */
  gsize n_rows;
  DsJsonlField *fields; /* in order of appearance */
  gsize n_fields, fields_room, next_field;
  guint32 *slots; /* open table of field numbers + 1 */
  gsize n_slots;
  /* for notes; offsets are in the source, G_MAXUINT64 = none */
  gsize n_words, n_repeated;
  guint64 first_repeated, first_invalid, cut_at;
} DsJsonlBlock;

void ds_jsonl_block_clear(DsJsonlBlock *block);

/**
 * ds_jsonl_split:
 * @blocks: (out): GArray of DsJsonlBlock with offset, length and is_last, in order
 * @content: (out): the whole content where the shape needs it in one piece; else NULL
 * @cut_bytes: (out): bytes behind the last whole element of an array or stream that is not closed
 *
 * The first block is small, so that its rows can be shown soon.
 */
gboolean ds_jsonl_split(DsSource *source, DsJsonlShape *shape, GArray **blocks, GBytes **content,
                        guint64 *cut_bytes, DsProgress *progress, GError **error);

/* Reads and parses one block; @na as ds_wanted_na(). Errors name file and line. */
gboolean ds_jsonl_block_read(DsJsonlBlock *block, DsSource *source, DsJsonlShape shape,
                             const char *const *na, DsProgress *progress, GError **error);

/* The line (from 1) that byte @offset of @source is on. */
guint64 ds_jsonl_line_at(DsSource *source, guint64 offset);
