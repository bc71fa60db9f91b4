/* engine/base/content-hash.h - 64 bits that tell one content from another, at the speed of memory.
 */
#pragma once
#include <glib.h>

/**
 * ds_content_hash:
 * @seed: other seeds give unrelated hashes (the number of a block, so that blocks cannot change
 *   places)
 *
 * Eight chains of one word each: x = (state ^ word) * odd, state = x ^ x >> 29. Each step is
 * one-to-one in the state and in the word, and so is folding the chains, hence a change within any
 * one word always shows; any other change goes unseen with a chance of about 2^-64. Not for
 * secrets: who wants to can build two contents with the same hash. Depends on the byte order of the
 * machine.
 */
guint64 ds_content_hash(const void *bytes, gsize n, guint64 seed);

/* Joins the hash of the next part to that of all before. */
guint64 ds_content_hash_join(guint64 hash, guint64 next);
