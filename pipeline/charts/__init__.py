"""Draw what companies said beside what they did: comparisons in, a picture out; pure."""
