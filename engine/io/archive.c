/* engine/io/archive.c - compressed files and archives, unpacked into memory by libarchive. */
#include "engine/io/archive.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/text.h"
#include "engine/io/unpacked.h"

enum { INPUT = 1 << 17, MAX_NAMED = 8 };

/* First bytes of the kinds that hold one file and of those that hold several. */
typedef struct {
  gsize at;
  const char *magic;
  gsize length;
  gboolean is_archive;
} Kind;

static const Kind KINDS[] = {
  { 0, "\x1f\x8b\x08", 3, FALSE },
  { 0, "BZh", 3, FALSE }, /* and more, see below: a column may be called BZh */
  { 0, "\xfd\x37\x7a\x58\x5a\x00", 6, FALSE },
  { 0, "\x28\xb5\x2f\xfd", 4, FALSE },
  { 0, "\x04\x22\x4d\x18", 4, FALSE },
  { 0, "PK\3\4", 4, TRUE },
  { 0, "PK\5\6", 4, TRUE },
  { 0, "7z\xbc\xaf\x27\x1c", 6, TRUE },
  { 257, "ustar", 5, TRUE },
};
enum { GZIP = 0, BZIP2 = 1 };

typedef struct {
  DsSource *packed;
  guint64 offset;
  GError *error; /* of the source, which libarchive cannot carry */
  char buffer[INPUT];
} Input;

typedef struct archive Archive;

static void
free_archive(Archive *archive)
{
  archive_read_free(archive);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Archive, free_archive)

static const Kind *
lookup_kind(const char *head, gsize n)
{
  for (gsize i = 0; i < G_N_ELEMENTS(KINDS); i++) {
    const Kind *kind = &KINDS[i];

    if (n < kind->at + kind->length || memcmp(head + kind->at, kind->magic, kind->length) != 0)
      continue;
    if (i == BZIP2 && (n < 10 || (memcmp(head + 4, "\x31\x41\x59\x26\x53\x59", 6) != 0 &&
                                  memcmp(head + 4, "\x17\x72\x45\x38\x50\x90", 6) != 0)))
      continue; /* neither a block nor the end of an empty file follows */
    return kind;
  }
  return NULL;
}

gboolean
ds_archive_recognise(const char *head, gsize n)
{
  return lookup_kind(head, n) != NULL;
}

static la_ssize_t
read_input(Archive *archive, void *data, const void **buffer)
{
  Input *input = data;
  const gssize got = ds_source_read(input->packed, input->offset, input->buffer, INPUT,
                                    input->error ? NULL : &input->error);

  if (got < 0) {
    archive_set_error(archive, EIO, "%s", "could not be read");
    return ARCHIVE_FATAL;
  }
  input->offset += (guint64)got;
  *buffer = input->buffer;
  return got;
}

static la_int64_t
skip_input(Archive *archive, void *data, la_int64_t request)
{
  Input *input = data;
  const guint64 left = ds_source_size(input->packed) - input->offset;
  const guint64 step = MIN((guint64)request, left);

  (void)archive;
  input->offset += step;
  return (la_int64_t)step;
}

static la_int64_t
seek_input(Archive *archive, void *data, la_int64_t offset, int whence)
{
  Input *input = data;
  const la_int64_t size = (la_int64_t)ds_source_size(input->packed);
  const la_int64_t base = whence == SEEK_SET   ? 0
                          : whence == SEEK_CUR ? (la_int64_t)input->offset
                                               : size;

  (void)archive;
  input->offset = (guint64)CLAMP(base + offset, 0, size);
  return (la_int64_t)input->offset;
}

/* What libarchive (or the source under it) complained about, in our words. */
static void
set_archive_error(Input *input, Archive *archive, GError **error)
{
  g_autofree char *shown = ds_text_for_terminal(ds_source_name(input->packed), -1);
  const char *said = archive_error_string(archive);
  g_autofree char *reason = ds_text_for_terminal(said ? said : "it ends too early", -1);

  if (input->error) {
    g_propagate_error(error, g_steal_pointer(&input->error));
    return;
  }
  if (archive_read_has_encrypted_entries(archive) > 0 || strcasestr(reason, "passphrase") ||
      strcasestr(reason, "encrypt")) {
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_SYNTAX,
                "%s: is encrypted; unpack it with its password first", shown);
    return;
  }
  g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_SYNTAX,
              "%s: cannot be unpacked: %s; it is damaged or cut, fetch or pack it again", shown,
              reason);
}

static Archive *
start(Input *input, gboolean is_archive, GError **error)
{
  g_autoptr(Archive) archive = archive_read_new();

  input->offset = 0;
  if (is_archive) {
    archive_read_support_format_zip(archive);
    archive_read_support_format_7zip(archive);
    archive_read_support_format_tar(archive);
  } else {
    archive_read_support_filter_bzip2(archive);
    archive_read_support_filter_xz(archive);
    archive_read_support_filter_zstd(archive);
    archive_read_support_filter_lz4(archive);
    archive_read_support_format_raw(archive);
  }
  archive_read_set_read_callback(archive, read_input);
  archive_read_set_skip_callback(archive, skip_input);
  archive_read_set_seek_callback(archive, seek_input);
  archive_read_set_callback_data(archive, input);
  if (archive_read_open1(archive) != ARCHIVE_OK) {
    set_archive_error(input, archive, error);
    return NULL;
  }
  return g_steal_pointer(&archive);
}

static char *
member_name(struct archive_entry *entry)
{
  const char *name = archive_entry_pathname_utf8(entry);

  if (!name)
    name = archive_entry_pathname(entry);
  return g_strdup(name ? name : "?");
}

/* Folders, links, resource forks of macOS and hidden files are no data. */
static gboolean
is_data(struct archive_entry *entry, const char *name)
{
  g_autofree char *base = g_path_get_basename(name);

  return archive_entry_filetype(entry) == AE_IFREG && base[0] != '.' &&
         !g_str_has_prefix(name, "__MACOSX/") && !strstr(name, "/__MACOSX/");
}

/* The data files inside, in order. */
static GPtrArray *
list_members(Input *input, DsProgress *progress, GError **error)
{
  g_autoptr(Archive) archive = start(input, TRUE, error);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  struct archive_entry *entry;
  int status = ARCHIVE_OK;

  while (archive && (status = archive_read_next_header(archive, &entry)) == ARCHIVE_OK) {
    g_autofree char *name = member_name(entry);

    if (!ds_progress_go_on(progress, error))
      return NULL;
    if (is_data(entry, name))
      g_ptr_array_add(names, g_steal_pointer(&name));
  }
  if (archive && status != ARCHIVE_EOF && status != ARCHIVE_OK)
    set_archive_error(input, archive, error);
  return archive && status == ARCHIVE_EOF ? g_steal_pointer(&names) : NULL;
}

static char *
join_names(GPtrArray *names)
{
  g_autoptr(GString) joined = g_string_new(NULL);

  for (guint i = 0; i < names->len && i < MAX_NAMED; i++) {
    g_autofree char *shown = ds_text_for_terminal(names->pdata[i], -1);

    g_string_append_printf(joined, "%s%s", i > 0 ? ", " : "", shown);
  }
  if (names->len > MAX_NAMED)
    g_string_append_printf(joined, " and %u more", names->len - MAX_NAMED);
  return g_string_free(g_steal_pointer(&joined), FALSE);
}

/* Position of the member that was asked for: by its whole name, or its last part when that is
 * unique; -1 = not there. */
static gssize
lookup_member(GPtrArray *names, const char *wanted)
{
  gssize found = -1;

  for (guint i = 0; i < names->len; i++)
    if (strcmp(names->pdata[i], wanted) == 0)
      return (gssize)i;
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *base = g_path_get_basename(names->pdata[i]);

    if (strcmp(base, wanted) == 0) {
      if (found >= 0)
        return -1;
      found = (gssize)i;
    }
  }
  return found;
}

static const char *
choose_member(const char *packed, GPtrArray *names, const char *wanted, GError **error)
{
  g_autofree char *shown = ds_text_for_terminal(packed, -1);
  g_autofree char *all = join_names(names);
  g_autofree char *shown_wanted = wanted ? ds_text_for_terminal(wanted, -1) : NULL;
  const gssize at = wanted ? lookup_member(names, wanted) : names->len == 1 ? 0 : -1;

  if (at >= 0)
    return names->pdata[at];
  if (names->len == 0)
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_NOT_FOUND,
                "%s: holds no file; check how it was packed", shown);
  else if (wanted)
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_NOT_FOUND,
                "%s: holds no file \"%s\"; it holds %s", shown, shown_wanted, all);
  else
    g_set_error(error, DS_DATA_ERROR, DS_DATA_ERROR_AMBIGUOUS,
                "%s: holds %u files: %s; choose one with member=NAME", shown, names->len, all);
  return NULL;
}

/* Files that go with data and hold none. */
static gboolean
is_companion(const char *name)
{
  static const char *const SUFFIXES[] = { ".md",  ".rst", ".pdf", ".html",
                                          ".htm", ".png", ".jpg", NULL };
  static const char *const WORDS[] = { "readme",  "license",      "licence",
                                       "copying", "metadata.txt", NULL };
  g_autofree char *base = g_path_get_basename(name);
  g_autofree char *small = g_ascii_strdown(base, -1);
  gboolean is_one = FALSE;

  for (guint i = 0; SUFFIXES[i]; i++)
    is_one |= g_str_has_suffix(small, SUFFIXES[i]);
  for (guint i = 0; WORDS[i]; i++)
    is_one |= g_str_has_prefix(small, WORDS[i]);
  return is_one;
}

/* Leaves the companions out when something is left then, with a note that names them. */
static GPtrArray *
without_companions(GPtrArray *names, DsNotes *notes)
{
  g_autoptr(GPtrArray) data = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func(g_free);
  g_autofree char *left_out = NULL;

  for (guint i = 0; i < names->len; i++)
    g_ptr_array_add(is_companion(names->pdata[i]) ? others : data, g_strdup(names->pdata[i]));
  if (data->len != 1 || others->len == 0)
    return g_ptr_array_ref(names);
  left_out = join_names(others);
  ds_notes_add(notes, "the archive also holds %s, which was left out", left_out);
  return g_steal_pointer(&data);
}

/* All data of the entry that @archive stands at. */
static gboolean
extract(Input *input, Archive *archive, DsUnpacked *unpacked, DsProgress *progress, GError **error)
{
  la_ssize_t got = 1;

  while (got > 0) {
    if (!ds_unpacked_reserve(unpacked, error))
      return FALSE;
    got = archive_read_data(archive, unpacked->bytes + unpacked->n, unpacked->room - unpacked->n);
    if (got < 0) {
      set_archive_error(input, archive, error);
      return FALSE;
    }
    ds_progress_set(progress, input->offset, ds_source_size(input->packed));
    if (!ds_unpacked_advance(unpacked, (gsize)got, progress, error))
      return FALSE;
  }
  return TRUE;
}

/* Goes to the entry called @member (NULL: the first) and unpacks it. */
static DsSource *
unpack_member(Input *input, const char *member, const DsUnpackOptions *options,
              DsProgress *progress, GError **error)
{
  g_autoptr(Archive) archive = start(input, member != NULL, error);
  g_autofree char *name = member ? g_strdup_printf("%s:%s", ds_source_name(input->packed), member)
                                 : g_strdup(ds_source_name(input->packed));
  g_auto(DsUnpacked) unpacked = { .name = name, .options = options };
  struct archive_entry *entry;
  int status = ARCHIVE_OK;

  while (archive && (status = archive_read_next_header(archive, &entry)) == ARCHIVE_OK) {
    g_autofree char *found = member_name(entry);

    if (member && (strcmp(found, member) != 0 || !is_data(entry, found)))
      continue;
    if (!member && archive_filter_code(archive, 0) == ARCHIVE_FILTER_NONE)
      break; /* too short for libarchive to know it: it would hand over the packed bytes */
    if (!extract(input, archive, &unpacked, progress, error))
      return NULL;
    return ds_unpacked_finish(&unpacked, name);
  }
  if (archive)
    set_archive_error(input, archive, error);
  return NULL;
}

DsSource *
ds_archive_unpack(DsSource *packed, const DsUnpackOptions *options, DsProgress *progress,
                  GError **error)
{
  char head[512];
  const gssize n = ds_source_read(packed, 0, head, sizeof head, error);
  const Kind *kind = n >= 0 ? lookup_kind(head, (gsize)n) : NULL;
  g_autofree Input *input = g_new0(Input, 1);
  g_autoptr(GPtrArray) names = NULL, files = NULL;
  const char *wanted = options ? options->member : NULL, *member = NULL;
  DsSource *source = NULL;

  if (n < 0)
    return NULL;
  g_return_val_if_fail(kind != NULL, NULL);
  if (kind == &KINDS[GZIP])
    return ds_gzip_unpack(packed, options, progress, error);
  input->packed = packed;
  if (kind->is_archive) {
    names = list_members(input, progress, error);
    if (names && !wanted)
      files = without_companions(names, options ? options->notes : NULL);
    if (names)
      member = choose_member(ds_source_name(packed), files ? files : names, wanted, error);
  }
  if (!kind->is_archive || member)
    source = unpack_member(input, member, options, progress, error);
  g_clear_error(&input->error);
  return source;
}
