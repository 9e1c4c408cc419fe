"""Which records copy which: fingerprints of texts and an index of them."""
