"""Reads a feed on standard input as a reader of feeds does, and prints what it found as JSON."""

import json
import sys

import feedparser

feed = feedparser.parse(sys.stdin.buffer.read())
print(json.dumps({
    "version": feed.version,
    "well_formed": not feed.bozo,
    "id": feed.feed.get("id"),
    "title": feed.feed.get("title"),
    "updated": list(feed.feed.updated_parsed) if feed.feed.get("updated_parsed") else None,
    "links": {link.rel: link.href for link in feed.feed.get("links", [])},
    "entries": [
        {
            "id": entry.id,
            "title": entry.title,
            "link": entry.link,
            "summary": entry.get("summary"),
            "published": list(entry.published_parsed),
            "updated": list(entry.updated_parsed),
        }
        for entry in feed.entries
    ],
}))
