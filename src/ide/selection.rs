//! Ever larger selections around a place.
