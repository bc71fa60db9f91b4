/* tests/engine/test-csv-edge.c - every file of tests/data/csv-edge is read as its expected.md says.
 */
#include <glib.h>
#include <string.h>

#include "engine/io/csv.h"

/* rows -1: an error that holds the note. Types of all columns (none: over 100 columns). Pieces of
 * the notes in their order, separated by '|'; the list of notes is complete, so that none comes
 * unasked. Sources: the expected.md files beside the data; where they leave a choice, ours. */
static const struct {
  const char *file;
  int n_rows;
  const char *types, *notes;
} files[] = {
  { "made/block-crlf.csv", 1025, "text text",
    "line ends are mixed: 1024 LF, 2 CRLF|id has numbers with leading zeros, kept as t" },
  { "made/block-doubled-quote.csv", 1025, "text text",
    "id has numbers with leading zeros, kept as t" },
  { "made/block-exact.csv", 1024, "text text", "id has numbers with leading zeros, kept as t" },
  { "made/block-open-quote.csv", 1025, "text text",
    "id has numbers with leading zeros, kept as t" },
  { "made/block-quote-pair.csv", 1025, "text text",
    "id has numbers with leading zeros, kept as t" },
  { "made/block-quoted-newline.csv", 1026, "text text",
    "id has numbers with leading zeros, kept as t" },
  { "made/block-utf8.csv", 1025, "text text", "id has numbers with leading zeros, kept as t" },
  { "made/bool-mixed.csv", 4, "int text text",
    "a looks like true and false in mixed spellin|b looks like true and false in mixed spellin" },
  { "made/bool-spellings.csv", 3, "bool bool bool text text text int", "" },
  { "made/bool-with-missing.csv", 4, "int bool", "words like NA, null or None were taken as mi" },
  { "made/comment-like-values.csv", 3, "text text",
    "id is text: 2 of 3 values are numbers, line " },
  { "made/comments.csv", 3, "text real",
    "lines 1-2 look like comments (\"# made by a l|1 short row was padded with missing cells: l|t "
    "is text: 2 of 3 values are numbers, line 5" },
  { "made/date-ambiguous.csv", 3, "int text", "d looks like dates that are not YYYY-MM-DD, " },
  { "made/date-dmy.csv", 3, "int text", "d looks like dates that are not YYYY-MM-DD, " },
  { "made/date-invalid.csv", 7, "int text", "d is text: 1 of 7 values are dates that exis" },
  { "made/date-iso.csv", 5, "int date", "" },
  { "made/date-mdy.csv", 3, "int text", "d looks like dates that are not YYYY-MM-DD, " },
  { "made/date-mixed.csv", 6, "int text", "d is text: 1 of 6 values are dates (YYYY-MM-" },
  { "made/date-two-digit-year.csv", 3, "int text", "d looks like dates that are not YYYY-MM-DD, " },
  { "made/delim-in-quotes.csv", 2, "int text text", "" },
  { "made/delim-mixed.csv", 3, "text int int",
    "1 short row was padded with missing cells: l|a is text: 2 of 3 values are numbers, line 3" },
  { "made/delim-pipe.csv", 2, "int text int", "" },
  { "made/delim-semicolon.csv", 2, "int text text",
    "price looks like numbers with a decimal comm" },
  { "made/delim-sep-line.csv", 2, "int int", "line 1 says sep=;: that is the delimiter, th" },
  { "made/delim-trailing.csv", 2, "int int int text",
    "1 columns without a name were called: column|columns without any value: column_4 2" },
  { "made/empty.csv", -1, "", " is empty: there is nothing to" },
  { "made/enc-cp1252.csv", 2, "text text",
    "line 1 was taken as header, though nothing t|the text is not UTF-8: read as "
    "Windows-1252;|price looks like numbers with a currency, pe" },
  { "made/enc-invalid-one-byte.csv", 41, "int text",
    "1 places are not UTF-8, first in line 41; th" },
  { "made/enc-invalid-utf8.csv", 6, "int text", "7 places are not UTF-8, first in line 2, 3, " },
  { "made/enc-latin1.csv", 2, "text text",
    "line 1 was taken as header, though nothing t|the text is not UTF-8: read as Windows-1252;" },
  { "made/enc-mojibake.csv", 3, "int text", "" },
  { "made/enc-nul-in-field.csv", 3, "int text int", "2 NUL bytes are kept, first in line 2" },
  { "made/enc-nul-tail.csv", 2, "int text", "512 NUL bytes from byte 13 to the end were l" },
  { "made/enc-utf16be-bom.csv", 2, "text text int", "the text is UTF-16BE" },
  { "made/enc-utf16le-bom.csv", 2, "text text int", "the text is UTF-16LE" },
  { "made/enc-utf16le-no-bom.csv", 2, "int text",
    "every second byte is NUL and there is no byt|the text is UTF-16LE" },
  { "made/enc-utf16le-odd.csv", 2, "int text",
    "an odd byte at the end was left out: the las|the text is UTF-16LE" },
  { "made/enc-utf8-bom-quoted.csv", 1, "int text", "" },
  { "made/enc-utf8-bom.csv", 2, "text text int", "" },
  { "made/eol-blank-between.csv", 3, "int text", "4 blank lines were skipped" },
  { "made/eol-cr.csv", 2, "int text", "" },
  { "made/eol-crcrlf.csv", 2, "int text", "3 blank lines were skipped" },
  { "made/eol-crlf.csv", 2, "int text", "" },
  { "made/eol-ctrl-z.csv", 2, "int text", "the last byte is DOS's end-of-file mark (0x1" },
  { "made/eol-cut-in-row.csv", 3, "int int int",
    "1 short row was padded with missing cells: l|line 4, the last one, has 2 of 3 cells and n" },
  { "made/eol-mixed.csv", 3, "int text", "line ends are mixed: 2 LF, 1 CR, 1 CRLF" },
  { "made/eol-none-at-end.csv", 2, "int text", "" },
  { "made/eol-trailing-newlines.csv", 2, "int text", "3 blank lines were skipped" },
  { "made/esc-c1-raw.csv", 3, "int text", "the text is not UTF-8: read as Windows-1252;" },
  { "made/esc-c1.csv", 4, "int text", "" },
  { "made/esc-cr-overwrite.csv", 2, "int text", "" },
  { "made/esc-fields.csv", 10, "int text", "1 quotes stand inside cells that do not begi" },
  { "made/esc-header.csv", 1, "int text int", "" },
  { "made/formula-injection.csv", 6, "int text", "" },
  { "made/header-all-empty.csv", 2, "int int int",
    "line 1 was taken as header, though nothing t|3 columns without a name were called: column" },
  { "made/header-all-text.csv", 2, "text text", "line 1 was taken as header, though nothing t" },
  { "made/header-duplicate-clash.csv", 1, "int int int",
    "1 repeated column names got a number: x_3" },
  { "made/header-duplicate.csv", 1, "int int int int int",
    "2 repeated column names got a number: x_2, x|the columns x and X look the same but for le" },
  { "made/header-empty-names.csv", 1, "int int int int",
    "2 columns without a name were called: column" },
  { "made/header-long-name.csv", 1, "int int", "" },
  { "made/header-none-dates.csv", 3, "date int", "line 1 looks like data, so the columns were " },
  { "made/header-none.csv", 3, "int real text", "line 1 looks like data, so the columns were " },
  { "made/header-spaces.csv", 1, "int real text", "1 columns without a name were called: column" },
  { "made/header-sql-words.csv", 1, "int int int int int",
    "1 quotes stand inside cells that do not begi" },
  { "made/header-unicode-same.csv", 1, "int int int",
    "the columns caf\303\251 and cafe\314\201 look the same but" },
  { "made/header-years.csv", 2, "text real real real", "" },
  { "made/na-name-null.csv", 4, "int text", "words like NA, null or None were taken as mi" },
  { "made/na-question-mark.csv", 3, "int int text",
    "words like NA, null or None were taken as mi" },
  { "made/na-quoted.csv", 4, "int text",
    "words like NA, null or None were taken as mi|columns without any value: s 4" },
  { "made/na-sentinel.csv", 60, "int int real", "" },
  { "made/na-words-other.csv", 10, "int text", "" },
  { "made/na-words.csv", 8, "int text text",
    "words like NA, null or None were taken as mi|columns without any value: v 8, w 8" },
  { "made/not-csv-binary.csv", -1, "", " looks like binary data, not t" },
  { "made/not-csv-gzip.csv", -1, "", " is gzip data, not delimited t" },
  { "made/not-csv-html.csv", -1, "", " looks like HTML, not delimite" },
  { "made/not-csv-json.csv", -1, "", " looks like JSON, not delimite" },
  { "made/num-ambiguous-comma.csv", 2, "int text", "x has a decimal comma or a thousands separat" },
  { "made/num-beyond-2-53.csv", 2, "int real", "" },
  { "made/num-constant-offset.csv", 10, "int real", "" },
  { "made/num-currency-percent.csv", 3, "int text text text",
    "price looks like numbers with a currency, pe|share looks like numbers with a currency, "
    "pe|delta is text: 2 of 3 values are numbers, li" },
  { "made/num-decimal-comma.csv", 2, "int text text",
    "x looks like numbers with a decimal comma, k|y looks like numbers with a decimal comma, k" },
  { "made/num-exponents.csv", 4, "text text",
    "a is text: 2 of 4 values are numbers, line 4|b is text: 3 of 4 values are numbers, line 3" },
  { "made/num-fullwidth-digits.csv", 2, "text text",
    "line 1 was taken as header, though nothing t" },
  { "made/num-hard-rounding.csv", 15, "int real", "" },
  { "made/num-hex-octal.csv", 2, "text text text text",
    "line 1 was taken as header, though nothing t" },
  { "made/num-huge-ids.csv", 2, "text int", "id has whole numbers beyond 64 bits, kept as" },
  { "made/num-int-then-real-late.csv", 5000, "int real", "" },
  { "made/num-int64-edges.csv", 3, "int text text text",
    "b has whole numbers beyond 64 bits, kept as |c has whole numbers beyond 64 bits, kept as |d "
    "has whole numbers beyond 64 bits, kept as " },
  { "made/num-leading-plus.csv", 3, "int real text", "" },
  { "made/num-leading-zeros.csv", 3, "text text int",
    "zip has numbers with leading zeros, kept as |code has numbers with leading zeros, kept as" },
  { "made/num-long-digits.csv", 3, "int text", "x is text: 1 of 3 values are numbers, line 2" },
  { "made/num-minus-sign.csv", 2, "text text",
    "line 1 was taken as header, though nothing t|a looks like numbers with a currency, percen|b "
    "looks like numbers with a currency, percen" },
  { "made/num-nan-inf.csv", 6, "int text real text",
    "words like NA, null or None were taken as mi|infinite values: b 5|a is text: 3 of 4 values "
    "are numbers, line 4|c is text: 3 of 6 values are numbers, line 3" },
  { "made/num-negative-zero.csv", 3, "int real int", "" },
  { "made/num-one-text-late.csv", 5000, "int text",
    "x is text: 4999 of 5000 values are numbers, " },
  { "made/num-overflow-underflow.csv", 7, "int text",
    "x has numbers beyond the range of a double, " },
  { "made/num-thousands-swiss.csv", 2, "int text text text",
    "a is text: 1 of 2 values are numbers, line 2|b looks like numbers with thousands separato" },
  { "made/num-thousands.csv", 3, "int text", "pop looks like numbers with thousands separa" },
  { "made/num-underscores.csv", 2, "text text", "b is text: 1 of 2 values are numbers, line 2" },
  { "made/num-units.csv", 3, "int text text",
    "weight looks like numbers with a currency, p|temp looks like numbers with a currency, per" },
  { "made/one-cell-text.csv", 0, "text",
    "line 1 was taken as header, though nothing t|there is a header and no row of data" },
  { "made/one-cell.csv", 0, "text",
    "line 1 was taken as header, though nothing t|there is a header and no row of data" },
  { "made/one-column-blank-cells.csv", 3, "int", "1 blank line was skipped; in a file of one c" },
  { "made/one-column.csv", 3, "int", "" },
  { "made/only-bom.csv", -1, "", " is empty: there is nothing to" },
  { "made/only-header-no-newline.csv", 0, "text text text",
    "line 1 was taken as header, though nothing t|there is a header and no row of data" },
  { "made/only-header.csv", 0, "text text text",
    "line 1 was taken as header, though nothing t|there is a header and no row of data" },
  { "made/only-newline.csv", -1, "", " is empty: there is nothing to" },
  { "made/only-spaces.csv", -1, "", " is empty: there is nothing to" },
  { "made/quote-after-close.csv", 2, "int text", "2 closing quotes are followed by text (not R" },
  { "made/quote-backslash.csv", 2, "int text", "2 closing quotes are followed by text (not R" },
  { "made/quote-header-multiline.csv", 2, "int real", "" },
  { "made/quote-single.csv", 2, "int text text", "1 long row: line 2; the cells beyond the hea" },
  { "made/quote-stray-parity.csv", 4, "int text", "2 quotes stand inside cells that do not begi" },
  { "made/quote-stray-unquoted.csv", 3, "int text real",
    "4 quotes stand inside cells that do not begi" },
  { "made/quote-unterminated-early.csv", 1, "int text text",
    "the quote opened in line 2 is never closed: |1 short row was padded with missing cells: "
    "l|columns without any value: x 1" },
  { "made/quote-unterminated-end.csv", 2, "int text",
    "the quote opened in line 3 is never closed: " },
  { "made/quotes-all.csv", 2, "int real text", "" },
  { "made/quotes-doubled.csv", 3, "int text", "" },
  { "made/quotes-newline.csv", 3, "int text int", "" },
  { "made/quotes-simple.csv", 3, "int text", "" },
  { "made/quotes-some-numbers.csv", 3, "int text int",
    "zip has numbers with leading zeros, kept as " },
  { "made/ragged-both.csv", 3, "int int int text",
    "1 short row was padded with missing cells: l|1 long row: line 3; the cells beyond the hea" },
  { "made/ragged-footer.csv", 4, "text int", "id is text: 3 of 4 values are numbers, line " },
  { "made/ragged-header-short.csv", 3, "int int text",
    "every row has more cells than the header has" },
  { "made/ragged-long.csv", 4, "int int text", "2 long rows: lines 3, 4; the cells beyond th" },
  { "made/ragged-short.csv", 4, "int int int", "2 short rows were padded with missing cells:" },
  { "made/ragged-title-lines.csv", 3, "int real text",
    "lines 1-3 look like a title (\"Sales report 2" },
  { "made/spaces-around.csv", 3, "int text real", "" },
  { "made/spaces-in-quotes.csv", 3, "int text", "" },
  { "made/spaces-nbsp.csv", 3, "int text text", "x is text: 1 of 3 values are numbers, line 2" },
  { "made/spaces-only-field.csv", 3, "int text", "" },
  { "made/time-clock-only.csv", 3, "int text text", "" },
  { "made/time-dst-gap.csv", 3, "int time", "" },
  { "made/time-epoch.csv", 3, "int int int real", "" },
  { "made/time-invalid.csv", 6, "int text", "t is text: 1 of 6 values are times, line 2 h" },
  { "made/time-leap-second.csv", 3, "int text", "t is text: 2 of 3 values are times, line 3 h" },
  { "made/time-mixed-zone.csv", 3, "int text", "t is text: 1 times have a zone and 1 have no" },
  { "made/time-zones.csv", 5, "int time", "" },
  { "made/uni-combining.csv", 4, "int text", "" },
  { "made/uni-emoji-zwj.csv", 6, "int text", "" },
  { "made/uni-invisible.csv", 5, "int text", "" },
  { "made/uni-normal-forms.csv", 6, "int text", "" },
  { "made/uni-rtl.csv", 4, "int text int", "" },
  { "made/uni-separators.csv", 4, "int text", "" },
  { "made/uni-wide.csv", 3, "int text int", "" },
  { "made/delim-tab-empty.tsv", 3, "int int int", "" },
  { "made/delim-tab.tsv", 2, "int text real", "" },
  { "made/delim-space-aligned.txt", 2, "text",
    "no delimiter was found and the lines look al|line 1 was taken as header, though nothing t" },
  { "ambiguous-delimiter.csv", 2, "text int", "the delimiter could be a semicolon too (both" },
  { "blank-lines.csv", 2, "int int", "4 blank lines were skipped" },
  { "booleans.csv", 4, "text text text int", "a looks like true and false in mixed spellin" },
  { "columns-2000.csv", 5, "", "" },
  { "comma-in-quotes.csv", 1, "text text", "line 1 was taken as header, though nothing t" },
  { "comment-lines.csv", 1, "int int", "lines 1-2 look like comments (\"# made by too" },
  { "constant-column.csv", 50, "int int text", "columns without any value: m 50" },
  { "control-chars.csv", 4, "int text", "" },
  { "cp1252.csv", 2, "int text", "the text is not UTF-8: read as Windows-1252;" },
  { "cr-only.csv", 2, "int text", "" },
  { "crlf.csv", 2, "int text", "" },
  { "dates-dst.csv", 5, "time", "" },
  { "dates-formats.csv", 14, "int text", "d is text: 4 of 14 values are numbers, line " },
  { "dates-impossible.csv", 10, "int text", "d is text: 2 of 10 values are dates (YYYY-MM" },
  { "duplicate-headers.csv", 1, "int int int int", "2 repeated column names got a number: x_2, x" },
  { "duplicate-rows.csv", 5, "int text", "" },
  { "empty-file.csv", -1, "", " is empty: there is nothing to" },
  { "empty-headers.csv", 1, "int int int int", "2 columns without a name were called: column" },
  { "float-extremes.csv", 9, "int text", "x has numbers beyond the range of a double, " },
  { "gzip-magic.csv", -1, "", " is gzip data, not delimited t" },
  { "header-only-no-newline.csv", 0, "text text text",
    "line 1 was taken as header, though nothing t|there is a header and no row of data" },
  { "header-only.csv", 0, "text text text",
    "line 1 was taken as header, though nothing t|there is a header and no row of data" },
  { "header-with-newline.csv", 1, "int int", "" },
  { "html.csv", 3, "int text", "" },
  { "huge-integers.csv", 6, "int text", "n has whole numbers beyond 64 bits, kept as " },
  { "int-then-float.csv", 1001, "real", "" },
  { "latin1.csv", 3, "int text", "the text is not UTF-8: read as Windows-1252;" },
  { "leading-zeros.csv", 3, "text text",
    "zip has numbers with leading zeros, kept as |phone has numbers with leading zeros, kept a" },
  { "markdown-pipes.csv", 3, "int text", "" },
  { "missing-spellings.csv", 17, "int text",
    "words like NA, null or None were taken as mi|a is text: 3 of 10 values are numbers, line " },
  { "mixed-early.csv", 299, "int text", "v is text: 298 of 299 values are numbers, li" },
  { "mixed-encoding.csv", 2, "int text", "1 places are not UTF-8, first in line 3; the" },
  { "mixed-eol.csv", 3, "int text", "line ends are mixed: 2 LF, 2 CRLF" },
  { "mixed-late.csv", 5002, "int text", "v is text: 5001 of 5002 values are numbers, " },
  { "more-data-than-header.csv", 2, "int int text",
    "every row has more cells than the header has" },
  { "na-is-a-value.csv", 3, "text text",
    "line 1 was taken as header, though nothing t|words like NA, null or None were taken as mi" },
  { "nan-inf-spellings.csv", 15, "text",
    "words like NA, null or None were taken as mi|x is text: 7 of 13 values are numbers, line " },
  { "no-trailing-newline.csv", 2, "int int", "" },
  { "nul-bytes.csv", 3, "int text", "2 NUL bytes are kept, first in line 2" },
  { "numbers-formats.csv", 23, "text text", "value is text: 8 of 23 values are numbers, l" },
  { "numeric-header.csv", 3, "int int int", "line 1 looks like data, so the columns were " },
  { "one-column-blank-lines.csv", 2, "int", "1 blank line was skipped; in a file of one c" },
  { "overlong-and-surrogates.csv", 5, "int text", "4 places are not UTF-8, first in line 2, 3, " },
  { "pipe.csv", 2, "int text text", "b looks like numbers with a decimal comma, k" },
  { "printf-and-shell.csv", 6, "text text", "id is text: 5 of 6 values are numbers, line " },
  { "quote-then-junk.csv", 1, "int text",
    "1 closing quotes are followed by text (not R|the quote opened in line 2 is never closed: " },
  { "quoted-field-with-10k-newlines.csv", 2, "int text", "" },
  { "quoted-newlines.csv", 3, "int text", "" },
  { "quotes-in-middle.csv", 3, "int text", "3 quotes stand inside cells that do not begi" },
  { "random-bytes.csv", -1, "", " looks like binary data, not t" },
  { "semicolon-decimal-comma.csv", 2, "text text text",
    "line 1 was taken as header, though nothing t|prijs looks like numbers with a decimal "
    "comm|datum looks like dates that are not YYYY-MM-" },
  { "sep-directive.csv", 1, "int int", "line 1 says sep=;: that is the delimiter, th" },
  { "single-row.csv", 1, "int int", "" },
  { "terminal-escapes.csv", 7, "text text",
    "the text is not UTF-8: read as Windows-1252;|id is text: 6 of 7 values are numbers, line " },
  { "trailing-delimiter.csv", 2, "int int text",
    "1 columns without a name were called: column|columns without any value: column_3 2" },
  { "unclosed-quote.csv", 1, "int text", "the quote opened in line 2 is never closed: " },
  { "unicode-equal-forms.csv", 5, "text", "line 1 was taken as header, though nothing t" },
  { "unicode-width.csv", 9, "int text", "" },
  { "utf16le-bom.csv", 1, "int text", "the text is UTF-16LE" },
  { "utf8-bom.csv", 1, "int text", "" },
  { "very-long-header.csv", 1, "int int", "" },
  { "tab.tsv", 1, "int text", "" },
  { "openrefine/csv-with-bom.csv", 2, "text text", "line 1 was taken as header, though nothing t" },
  { "openrefine/example-latin1.tsv", 2, "text text text text text text text int int text text text",
    "the text is not UTF-8: read as Windows-1252;|every row has more cells than the header "
    "has|columns without any value: Name 2, Affected |Start has numbers with leading zeros, kept "
    "a|End has numbers with leading zeros, kept as " },
  { "openrefine/example-linebreaks-in-cells.csv", 2, "text text int", "" },
  { "openrefine/example-utf16be-bom.tsv", 2,
    "text text text text text text text int int text text text",
    "the text is UTF-16BE|every row has more cells than the header has|columns without any value: "
    "Name 2, Affected |Start has numbers with leading zeros, kept a|End has numbers with leading "
    "zeros, kept as " },
  { "openrefine/example-utf16le-bom.tsv", 2,
    "text text text text text text text int int text text text",
    "the text is UTF-16LE|every row has more cells than the header has|columns without any value: "
    "Name 2, Affected |Start has numbers with leading zeros, kept a|End has numbers with leading "
    "zeros, kept as " },
  { "openrefine/example-utf8.tsv", 2, "text text text text text text text int int text text text",
    "every row has more cells than the header has|columns without any value: Name 2, Affected "
    "|Start has numbers with leading zeros, kept a|End has numbers with leading zeros, kept as " },
  { "openrefine/persons_with_empty_column.csv", 3, "text int text",
    "columns without any value: Gender 3" },
  { "csv-spectrum/comma_in_quotes.csv", 1, "text text text text text",
    "zip has numbers with leading zeros, kept as " },
  { "csv-spectrum/empty.csv", 2, "int int int", "" },
  { "csv-spectrum/empty_crlf.csv", 2, "int int int", "" },
  { "csv-spectrum/escaped_quotes.csv", 2, "int text",
    "b is text: 1 of 2 values are numbers, line 2" },
  { "csv-spectrum/json.csv", 1, "int text", "" },
  { "csv-spectrum/newlines.csv", 3, "text int int",
    "a is text: 2 of 3 values are numbers, line 3" },
  { "csv-spectrum/newlines_crlf.csv", 3, "text int int",
    "a is text: 2 of 3 values are numbers, line 3" },
  { "csv-spectrum/quotes_and_newlines.csv", 2, "int text",
    "b is text: 1 of 2 values are numbers, line 2" },
  { "csv-spectrum/simple.csv", 1, "int int int", "" },
  { "csv-spectrum/simple_crlf.csv", 1, "int int int", "" },
  { "csv-spectrum/utf8.csv", 2, "int int text", "c is text: 1 of 2 values are numbers, line 3" },
};

/* Cells as they are written to files; names where row is -1. */
static const struct {
  const char *file;
  int row, col;
  const char *text; /* NULL = missing */
} cells[] = {
  { "made/quotes-simple.csv", 0, 1, "Smith, Ann" },
  { "made/quotes-simple.csv", 2, 1, NULL },
  { "made/quotes-doubled.csv", 0, 1, "He said \"no\"" },
  { "made/quotes-doubled.csv", 1, 1, "\"" },
  { "made/quotes-doubled.csv", 2, 1, "\"a\",\"b\"" },
  { "made/quote-stray-unquoted.csv", 0, 1, "5\" disk" },
  { "made/quote-after-close.csv", 0, 1, "abc\"def\n2,\"ghi" },
  { "made/quote-after-close.csv", 1, 1, "ok" },
  { "made/quote-unterminated-end.csv", 1, 1, "never closed\n3,c\n" },
  { "made/quote-single.csv", 0, 1, "'a" },
  { "made/quote-single.csv", 0, 2, "b'" },
  { "made/quote-header-multiline.csv", -1, 1, "price\n(EUR)" },
  { "made/eol-none-at-end.csv", 1, 1, "y" },
  { "made/eol-cut-in-row.csv", 2, 2, NULL },
  { "made/enc-utf8-bom.csv", -1, 0, "name" },
  { "made/enc-utf8-bom-quoted.csv", -1, 0, "id" },
  { "made/enc-latin1.csv", 0, 0, "Jos\u00e9" },
  { "made/enc-cp1252.csv", 0, 0, "\u201ccaf\u00e9\u201d" },
  { "made/enc-cp1252.csv", 0, 1, "\u20ac 5" },
  { "made/enc-invalid-utf8.csv", 0, 1, "\xc0\xaf" },
  { "made/enc-invalid-utf8.csv", 3, 1, "\xe2\x82" },
  { "mixed-encoding.csv", 0, 1, "Z\u00fcrich" },
  { "mixed-encoding.csv", 1, 1, "M\xe1laga" },
  { "latin1.csv", 1, 1, "S\u00e3o Paulo" },
  { "made/delim-mixed.csv", 1, 0, "4;5;6" },
  { "made/delim-trailing.csv", -1, 3, "column_4" },
  { "made/ragged-long.csv", 1, 2, "5" },
  { "made/ragged-long.csv", 2, 2, "8,9" },
  { "made/header-duplicate.csv", -1, 1, "x" },
  { "made/header-duplicate.csv", -1, 2, "x_2" },
  { "made/header-duplicate.csv", -1, 3, "X" },
  { "made/header-duplicate.csv", -1, 4, "x_3" },
  { "made/header-duplicate-clash.csv", -1, 1, "x_3" },
  { "made/header-duplicate-clash.csv", -1, 2, "x_2" },
  { "made/header-empty-names.csv", -1, 1, "column_2" },
  { "made/header-spaces.csv", -1, 1, "unit price" },
  { "made/header-spaces.csv", -1, 2, "column_3" },
  { "made/header-years.csv", -1, 1, "2019" },
  { "made/header-none.csv", -1, 0, "column_1" },
  { "made/spaces-in-quotes.csv", 0, 1, " Ann " },
  { "made/spaces-in-quotes.csv", 1, 1, "Bob" },
  { "made/spaces-only-field.csv", 0, 1, NULL },
  { "made/spaces-only-field.csv", 1, 1, "   " },
  { "made/num-leading-zeros.csv", 0, 0, "01234" },
  { "made/num-int64-edges.csv", 0, 1, "9223372036854775808" },
  { "made/num-beyond-2-53.csv", 0, 0, "9007199254740993" },
  { "made/num-negative-zero.csv", 0, 1, "-0.0" },
  { "made/num-nan-inf.csv", 0, 2, "Infinity" },
  { "made/num-int-then-real-late.csv", 4999, 1, "0.5" },
  { "made/na-question-mark.csv", 1, 1, NULL },
  { "made/time-zones.csv", 4, 1, "2023-03-26T01:30:00.123456Z" },
  { "made/time-dst-gap.csv", 1, 1, "2023-03-26 02:30:00" },
  { "made/bool-spellings.csv", 0, 1, "TRUE" },
  { "made/bool-spellings.csv", 1, 2, "False" },
  { "made/block-doubled-quote.csv", 1023, 1, "\"b" },
  { "made/block-doubled-quote.csv", 1024, 1, "end" },
  { "made/block-quote-pair.csv", 1023, 1, "x\"y" },
  { "made/block-crlf.csv", 1023, 1, "ab" },
  { "made/block-utf8.csv", 1023, 1, "a\u20ac" },
  { "made/block-open-quote.csv", 1023, 1, "q" },
};

static const DsTable *
read_file(const char *file, DsNotes *notes, GError **error)
{
  g_autofree char *path = g_test_build_filename(G_TEST_DIST, "tests/data/csv-edge", file, NULL);

  return ds_csv_read(path, NULL, NULL, notes, error);
}

static void
check_notes(const DsNotes *notes, const char *pieces)
{
  g_auto(GStrv) piece = g_strsplit(pieces, "|", -1);

  for (guint i = 0; i < ds_notes_count(notes); i++)
    g_test_message("%s", ds_notes_get(notes, i));
  g_assert_cmpuint(ds_notes_count(notes), ==, g_strv_length(piece));
  for (guint i = 0; i < ds_notes_count(notes); i++)
    g_assert_nonnull(strstr(ds_notes_get(notes, i), piece[i]));
}

static void
test_files(void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autoptr(DsNotes) notes = ds_notes_new();
    g_autoptr(GString) types = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    DS_TABLE_AUTO table = read_file(files[i].file, notes, &error);

    g_test_message("%s", files[i].file);
    if (files[i].n_rows < 0) {
      g_assert_null(table);
      g_assert_nonnull(strstr(error->message, files[i].notes));
      continue;
    }
    g_assert_no_error(error);
    g_assert_cmpuint(ds_table_n_rows(table), ==, (gsize)files[i].n_rows);
    for (gsize j = 0; j < ds_table_n_columns(table) && ds_table_n_columns(table) < 100; j++)
      g_string_append_printf(types, "%s%s", j ? " " : "",
                             ds_type_name(ds_table_stored_column(table, j)->type));
    g_assert_cmpstr(types->str, ==, files[i].types);
    check_notes(notes, files[i].notes);
  }
}

static void
test_cells(void)
{
  for (gsize i = 0; i < G_N_ELEMENTS(cells); i++) {
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    DS_TABLE_AUTO table = read_file(cells[i].file, NULL, &error);
    gboolean is_there = TRUE;

    g_test_message("%s %d %d", cells[i].file, cells[i].row, cells[i].col);
    g_assert_no_error(error);
    if (cells[i].row < 0)
      g_string_assign(text, ds_table_column_name(table, (gsize)cells[i].col));
    else
      is_there = ds_table_append_cell(table, (gsize)cells[i].row, (gsize)cells[i].col, text);
    g_assert_cmpstr(is_there ? text->str : NULL, ==, cells[i].text);
  }
}

/* Cells of over a megabyte, and 2,000 columns. */
static void
test_large_shapes(void)
{
  g_autoptr(GString) text = g_string_new("id,s,x\n1,\"");
  g_autoptr(GBytes) memory = NULL;
  g_autoptr(DsSource) source = NULL;
  g_autoptr(GError) error = NULL;
  DS_TABLE_AUTO table = NULL;
  gsize length;

  for (int i = 0; i < 1 << 17; i++)
    g_string_append(text, "abc,\ndef");
  g_string_append(text, "\",2\n3,b,4\n");
  memory = g_bytes_new(text->str, text->len);
  source = ds_source_new_bytes("huge-field.csv", memory);
  table = ds_csv_read_source(source, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  g_assert_cmpuint(ds_table_n_rows(table), ==, 2);
  g_assert_nonnull(ds_column_text(ds_table_stored_column(table, 1), 0, &length));
  g_assert_cmpuint(length, ==, 1 << 20);
  g_assert_true(ds_table_real(table, "x", 1) == 4);
}

int
main(int argc, char **argv)
{
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/io/csv-edge/files", test_files);
  g_test_add_func("/io/csv-edge/cells", test_cells);
  g_test_add_func("/io/csv-edge/large-shapes", test_large_shapes);
  return g_test_run();
}
