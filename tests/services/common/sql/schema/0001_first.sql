-- The first table; a semicolon in a comment; and "quotes" with a \ and a ${dollar}.
CREATE TABLE first (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
