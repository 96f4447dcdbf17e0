"""From scores to the named, typed fields of an answer: pure code, one module a kind of answer."""
