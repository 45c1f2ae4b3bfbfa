"""Turn captures into documents, claims, events, timelines and exports."""
