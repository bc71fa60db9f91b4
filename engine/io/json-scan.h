/* engine/io/json-scan.h - finds the values in JSON text, strictly, and leaves them as they stand.
 */
#pragma once
#include <glib.h>

/* Why not json-glib: it makes -1 of 99999999999999999999999 and a negative number of 2^63, cuts
 * strings at \u0000, takes 01, 0x10 and comments for JSON, drops what follows the first value, and
 * knows neither NaN nor lone surrogates. Here nothing is converted, so nothing can be lost; the
 * tests compare ordinary documents with json-glib's reading. */

typedef enum {
  DS_JSON_NULL,
  DS_JSON_FALSE,
  DS_JSON_TRUE,
  DS_JSON_NUMBER,   /* by the grammar of RFC 8259, section 6 */
  DS_JSON_STRING,   /* @text is what stands between the quotes */
  DS_JSON_OBJECT,   /* @text from { to } */
  DS_JSON_ARRAY,    /* @text from [ to ] */
  DS_JSON_NAN,      /* NaN, not JSON, but what Python writes */
  DS_JSON_INFINITY, /* Infinity or -Infinity, likewise */
} DsJsonKind;

typedef struct {
  DsJsonKind kind;
  gboolean has_escapes; /* of a STRING: ds_json_unescape() has something to do */
  char *text;           /* lent, inside the scanned text */
  gsize length;
} DsJsonValue;

/* Where a scan stands. @problem is set by the first function that returned FALSE: what is wrong
 * at @at, in words; it is a constant. A text that merely ends too early has is_cut. */
typedef struct {
  char *at;
  const char *end;
  const char *problem;
  gboolean is_cut;
} DsJsonScan;

/* Reads one value of any kind, checking all of it; blanks before it are skipped. Nesting up to 512
 * levels. On success @at is behind the value. */
gboolean ds_json_scan_value(DsJsonScan *scan, DsJsonValue *value);

/* Skips blanks; then TRUE and @at behind it when @c comes next, else FALSE without a problem. */
gboolean ds_json_scan_skip(DsJsonScan *scan, char c);

/* The same, but what else comes is a problem, called @wanted ("':' was expected"). */
gboolean ds_json_scan_expect(DsJsonScan *scan, char c, const char *wanted);

/* Skips blanks; TRUE at the end of the text. */
gboolean ds_json_scan_at_end(DsJsonScan *scan);

/* Replaces the escapes of a scanned string in place; returns its new length, never longer. \u0000
 * becomes a NUL byte, a surrogate without its partner the three bytes it has in WTF-8. */
gsize ds_json_unescape(char *text, gsize length);
