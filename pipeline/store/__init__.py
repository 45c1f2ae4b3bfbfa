"""Keep documents, claims and events in SQLite; the only place that speaks SQL."""
