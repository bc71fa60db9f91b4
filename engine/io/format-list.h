/* engine/io/format-list.h - the formats, in the order in which they are asked whether it is theirs.
 * No include guard: it is included once to declare and once to fill the table. */
DS_FORMAT(sqlite)
DS_FORMAT(jsonl)
DS_FORMAT(json)
DS_FORMAT(tsv)
DS_FORMAT(csv)
