"""SQL statements on the address table; the tables are defined in `storage/database.py`."""

INSERT_ADDRESS = """
INSERT OR IGNORE INTO address (url, canonical, outlet, kind, seed, depth, tier, priority, shape, vouched, state)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
# A pending page found again by a shorter path or a better kind of link moves up. An article's spelling is
# settled by the pages before it, because those beside it may be read at the same time; a hub page's by all.
PROMOTE = """
UPDATE address SET
  url = CASE WHEN ?1 = ?7 AND (?4 <= depth OR tier = 2) THEN ?1 ELSE url END,
  kind = CASE WHEN ?5 < tier THEN ?3 ELSE kind END,
  state = CASE WHEN ?5 < tier OR ?8 > vouched THEN 'pending' ELSE state END, vouched = max(vouched, ?8),
  depth = min(depth, ?4), tier = min(tier, ?5), priority = CASE WHEN ?5 < tier THEN ?6 ELSE min(priority, ?6) END
WHERE canonical = ?2 AND state IN ('pending', 'parked') AND asked = 0
  AND (depth > ?4 OR tier > ?5 OR tier = ?5 AND priority > ?6 OR ?8 > vouched
    OR (?1 = ?7 AND (?4 <= depth OR tier = 2) AND url NOT IN (?1, ?2)))
"""
# An address that only a page's canonical link has named is a page of its own once a link leads to it.
READ_NAMED = """
UPDATE address SET url = ?1, kind = ?4, seed = ?5, depth = ?6, tier = ?7, priority = ?8, vouched = ?10, state = ?11,
  holder = NULL, reason = NULL
WHERE canonical = ?2 AND kind = 'named'
"""
# A listing read for a seed's headline can still be another page's hub page, once.
LISTING_AS_HUB = """
UPDATE address SET state = 'pending', kind = 'bridge', seed = ?, depth = ?, tier = ?, priority = ?
WHERE canonical = ? AND state = 'done' AND kind = 'listing'
"""
# A follow-up page of an announcing page is read again in a later round, when the page before it links to it.
READ_NEXT_PAGE = """
UPDATE address SET state = 'pending' WHERE canonical = ?1 AND kind = ?2 AND state IN ('done', 'refused')
AND asked < (SELECT number FROM round WHERE outlet = address.outlet)
"""
NEXT_ADDRESS = """
SELECT id, url, canonical, outlet, kind, seed, depth, tier, asked, reason,
  CASE WHEN content_hash IS NOT NULL THEN record END, revision, etag, modified, shape,
  coalesce((SELECT failed FROM put_back WHERE page = address.id), 0), priority
FROM address
WHERE state = 'pending' AND outlet = ? AND tier = ? AND depth <= ? AND id NOT IN (SELECT value FROM json_each(?))
ORDER BY priority, depth, id LIMIT 1
"""
END_LEASE = """
UPDATE address SET state = 'done', reason = NULL, content_hash = coalesce(new_hash, content_hash),
  revision = revision + (new_hash IS NOT NULL), new_hash = NULL WHERE id = ?
"""
# A page that was read stays read, whatever the outcome of a later attempt.
REFUSE_LEASE = """
UPDATE address SET new_hash = NULL, reason = ?1, state = CASE WHEN content_hash IS NULL THEN 'refused' ELSE 'done' END
WHERE id = ?2
"""
END_ALIASES = "UPDATE address SET state = ?, reason = ? WHERE holder = ? AND state = 'leased'"
SET_FRESHNESS = "UPDATE address SET fetched_at = ?, etag = ?, modified = ? WHERE id = ?"
COUNT_FETCH = "UPDATE address SET asked = asked + 1, led_to = max(led_to, ?), pointed_to = ? WHERE id = ?"
# Failed pages wait behind the others of their outlet; a resumed crawl must not fetch them first, or an outlet with a
# few broken pages seems to be down.
PUT_BACK_TABLE = "CREATE TABLE IF NOT EXISTS put_back (page INTEGER PRIMARY KEY, failed INTEGER NOT NULL)"
PUT_BACK = "INSERT OR REPLACE INTO put_back (page, failed) VALUES (?, ?)"
PUT_BACK_ALL = "SELECT outlet, page FROM put_back JOIN address ON address.id = page"
PUT_BACK_NO_MORE = "DELETE FROM put_back WHERE page = ?"
PUT_BACK_FORGET = "DELETE FROM put_back WHERE page NOT IN (SELECT id FROM address WHERE state = 'pending')"
# An alias known only from the page's redirect or canonical link is found again with the page.
FORGET_ALIASES = "DELETE FROM address WHERE holder = ? AND kind IN ('twin', 'named') AND state = 'leased'"
RELEASE_LEASE = """
UPDATE address SET state = 'pending', holder = NULL, new_hash = NULL WHERE state = 'leased' AND (id = ?1 OR holder = ?1)
"""
BRIDGES_USED = """
SELECT outlet, count(*) FROM address WHERE tier = 2 AND asked > 0 AND led_to = 0 GROUP BY outlet
"""
COUNT_PENDING = "SELECT outlet, tier, count(*) FROM address WHERE state = 'pending' AND depth <= ? GROUP BY 1, 2"
COUNT_RECORDS = "SELECT count(*) FROM address WHERE content_hash IS NOT NULL"
STARTS = "SELECT priority FROM address WHERE seed = ? AND kind = 'start' ORDER BY priority"
WAITING_OUTLETS = "SELECT DISTINCT outlet FROM address WHERE state = 'pending' ORDER BY outlet"
