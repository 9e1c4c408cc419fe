"""The ledger's statements about addresses; the tables are in `file.py`."""

INSERT = """
INSERT OR IGNORE INTO address (url, canonical, outlet, kind, seed, depth, tier, priority, shape, vouched, state)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
# A page found again on a shorter way, or by a better kind of link, moves up while it waits.
NEARER = """
UPDATE address SET
  url = CASE WHEN ?1 = ?7 THEN ?1 ELSE url END,
  kind = CASE WHEN ?5 < tier THEN ?3 ELSE kind END,
  state = CASE WHEN ?5 < tier OR ?8 > vouched THEN 'pending' ELSE state END, vouched = max(vouched, ?8),
  depth = min(depth, ?4), tier = min(tier, ?5), priority = CASE WHEN ?5 < tier THEN ?6 ELSE min(priority, ?6) END
WHERE canonical = ?2 AND state IN ('pending', 'parked') AND asked = 0
  AND (depth > ?4 OR tier > ?5 OR tier = ?5 AND priority > ?6 OR ?8 > vouched OR (?1 = ?7 AND url NOT IN (?1, ?2)))
"""
# A listing that was read for a seed's headline is another page's bridge all the same, once.
AGAIN = """
UPDATE address SET state = 'pending', kind = 'bridge', seed = ?, depth = ?, tier = ?, priority = ?
WHERE canonical = ? AND state = 'done' AND kind = 'listing'
"""
# A further page of what announces articles is read again in a later round, when the page before leads to it.
READ_ON = """
UPDATE address SET state = 'pending' WHERE canonical = ?1 AND kind = ?2 AND state IN ('done', 'refused')
AND asked < (SELECT number FROM round WHERE outlet = address.outlet)
"""
NEXT = """
SELECT id, url, canonical, outlet, kind, seed, depth, tier, asked, reason,
  CASE WHEN content_hash IS NOT NULL THEN record END, revision, etag, modified, shape,
  coalesce((SELECT failed FROM put_back WHERE page = address.id), 0), priority
FROM address
WHERE state = 'pending' AND outlet = ? AND tier = ? AND depth <= ? AND id NOT IN (SELECT value FROM json_each(?))
ORDER BY priority, depth, id LIMIT 1
"""
END = """
UPDATE address SET state = 'done', reason = NULL, content_hash = coalesce(new_hash, content_hash),
  revision = revision + (new_hash IS NOT NULL), new_hash = NULL WHERE id = ?
"""
# What was read once stays read, whatever becomes of a later attempt.
REFUSE = """
UPDATE address SET new_hash = NULL, reason = ?1, state = CASE WHEN content_hash IS NULL THEN 'refused' ELSE 'done' END
WHERE id = ?2
"""
SHARE = "UPDATE address SET state = ?, reason = ? WHERE holder = ? AND state = 'leased'"
FRESH = "UPDATE address SET fetched_at = ?, etag = ?, modified = ? WHERE id = ?"
ASKED = "UPDATE address SET asked = asked + 1, led_to = max(led_to, ?), pointed_to = ? WHERE id = ?"
# Pages that failed and wait behind the others of their outlet; a crawl that goes on must not ask for them first, or an
# outlet with a few broken pages seems to be down.
PUT_BACK_TABLE = "CREATE TABLE IF NOT EXISTS put_back (page INTEGER PRIMARY KEY, failed INTEGER NOT NULL)"
PUT_BACK = "INSERT OR REPLACE INTO put_back (page, failed) VALUES (?, ?)"
PUT_BACK_ALL = "SELECT outlet, page FROM put_back JOIN address ON address.id = page"
PUT_BACK_NO_MORE = "DELETE FROM put_back WHERE page = ?"
PUT_BACK_FORGET = "DELETE FROM put_back WHERE page NOT IN (SELECT id FROM address WHERE state = 'pending')"
# An address that only the page's redirect or canonical link named is found again with the page.
FORGET = "DELETE FROM address WHERE holder = ? AND kind = 'twin' AND state = 'leased'"
RELEASE = """
UPDATE address SET state = 'pending', holder = NULL, new_hash = NULL WHERE state = 'leased' AND (id = ?1 OR holder = ?1)
"""
BRIDGES_USED = """
SELECT outlet, count(*) FROM address WHERE tier = 2 AND asked > 0 AND led_to = 0 GROUP BY outlet
"""
QUEUE = "SELECT outlet, tier, count(*) FROM address WHERE state = 'pending' AND depth <= ? GROUP BY 1, 2"
ARTICLES = "SELECT count(*) FROM address WHERE content_hash IS NOT NULL"
STARTS = "SELECT priority FROM address WHERE seed = ? AND kind = 'start' ORDER BY priority"
WAITING = "SELECT DISTINCT outlet FROM address WHERE state = 'pending' ORDER BY outlet"
